/**
 * What must hold for a call to be accepted: conditions, and what they may look at. Knows the payload, but not the kinds of
 * event sources that it guards.
 */
@NullMarked
package dev.entail.builtins.guard;

import org.jspecify.annotations.NullMarked;
