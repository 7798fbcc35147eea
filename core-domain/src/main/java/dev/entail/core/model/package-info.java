/**
 * The whole: facts and derivations put together, checked once, and looked up by name from then on. A model is a value; it
 * opens nothing and runs nothing.
 */
@NullMarked
package dev.entail.core.model;

import org.jspecify.annotations.NullMarked;
