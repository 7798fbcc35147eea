/**
 * Formulas over named variables, as immutable values: expressions that yield a number and comparisons that are true or false.
 * They are evaluated, and comparisons solved for their variable; what they are used for is no matter of this package.
 */
@NullMarked
package dev.entail.core.expression;

import org.jspecify.annotations.NullMarked;
