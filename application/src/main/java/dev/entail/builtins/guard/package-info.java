/**
 * What must hold for a call to be accepted: conditions and how they combine, what they may look at and lock, attributives as
 * sugar over them. Knows the payload, but not the kinds of event sources that it guards.
 */
@NullMarked
package dev.entail.builtins.guard;

import org.jspecify.annotations.NullMarked;
