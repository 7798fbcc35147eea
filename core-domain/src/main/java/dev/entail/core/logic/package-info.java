/**
 * Boolean expressions over anything that can be asked: how they are put together, asked, rebuilt, written down and read back.
 * Knows nothing about what the atoms are.
 */
@NullMarked
package dev.entail.core.logic;

import org.jspecify.annotations.NullMarked;
