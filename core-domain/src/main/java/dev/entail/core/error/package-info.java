/**
 * How Entail says that something is wrong: one exception with a stable code, and the list of problems that validation
 * collects before it throws. Failures of one particular layer are raised there, with these types.
 */
@NullMarked
package dev.entail.core.error;

import org.jspecify.annotations.NullMarked;
