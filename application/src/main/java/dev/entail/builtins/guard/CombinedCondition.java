package dev.entail.builtins.guard;

import dev.entail.core.logic.BooleanExpression;

/** Checks that are put together. */
record CombinedCondition(BooleanExpression<Check> expression) implements Condition {}
