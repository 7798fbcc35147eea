/**
 * Computing derived values again from what is stored, to find and mend those that are not what they should be. Knows what a
 * value should be, not how it is kept true.
 */
@NullMarked
package dev.entail.runtime.verification;

import org.jspecify.annotations.NullMarked;
