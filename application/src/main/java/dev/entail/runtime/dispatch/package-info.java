/**
 * The way of one dispatch, from the call to the result: guard, event, propagation, answer, commit, side effects. What
 * follows from an event is the business of {@code propagation}.
 */
@NullMarked
package dev.entail.runtime.dispatch;

import org.jspecify.annotations.NullMarked;
