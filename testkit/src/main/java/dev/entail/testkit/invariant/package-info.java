/** What must always hold, checked from outside: every derived value equals its recomputation. Uses the public API only. */
@NullMarked
package dev.entail.testkit.invariant;

import org.jspecify.annotations.NullMarked;
