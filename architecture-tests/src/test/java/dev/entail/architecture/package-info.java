/**
 * The rules of the house, as tests. Every rule is tested twice: it holds for the production classes, and it fails for a
 * small fixture that breaks it.
 */
@NullMarked
package dev.entail.architecture;

import org.jspecify.annotations.NullMarked;
