package dev.entail.builtins.guard;

import dev.entail.core.logic.BooleanExpression;
import java.util.function.Function;

/**
 * What must hold for a call to be accepted: one {@link Check}, or several that are put together with and, or, not (CND-02).
 * Immutable.
 */
public sealed interface Condition permits Check, CombinedCondition {
    /**
     * A condition under a name.
     *
     * @param name for people and for the error
     * @param decide looks at the call and at the data, and decides; null or an exception refuses (fail closed)
     */
    static Check condition(String name, Function<GuardContext, Decision> decide) {
        return new Check(name, decide);
    }

    /** The checks, and how they are put together. */
    BooleanExpression<Check> expression();

    /** This one and the other. The other is asked only if this one holds. */
    default Condition and(Condition other) {
        return new CombinedCondition(expression().and(other.expression()));
    }

    /** This one or the other. The other is asked only if this one does not hold. */
    default Condition or(Condition other) {
        return new CombinedCondition(expression().or(other.expression()));
    }

    /**
     * Not this one. Only a plain no becomes a yes: a {@link Decision.Rejected}, an exception and an answer that makes no sense
     * refuse all the same (CND-03).
     */
    default Condition not() {
        return new CombinedCondition(expression().not());
    }
}
