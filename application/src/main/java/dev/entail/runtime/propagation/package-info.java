/**
 * Carrying a change to everything that depends on it: the static graph of reactions, and its execution inside one
 * transaction. Knows when to call a computation, not what it does.
 */
@NullMarked
package dev.entail.runtime.propagation;

import org.jspecify.annotations.NullMarked;
