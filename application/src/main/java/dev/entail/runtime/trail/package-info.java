/**
 * Noting which event changed what last, in the transaction that does so. Not here: telling it, which is {@code
 * runtime.explanation}.
 */
@NullMarked
package dev.entail.runtime.trail;

import org.jspecify.annotations.NullMarked;
