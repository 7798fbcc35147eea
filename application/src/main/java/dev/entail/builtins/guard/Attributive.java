package dev.entail.builtins.guard;

import dev.entail.core.logic.BooleanExpression;
import dev.entail.core.query.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A quality that somebody or something may have: an admin, a published post (ATR-01). It becomes a condition when it is said
 * of whom: of the user who acts, or of a field of the payload (ATR-06). Attributives combine as conditions do. Immutable.
 */
public final class Attributive {
    private final BooleanExpression<Atom> expression;

    private Attributive(BooleanExpression<Atom> expression) {
        this.expression = expression;
    }

    private record Atom(String name, Function<Target, Decision> decide, List<Query> reads) {
        Check check(Target target) {
            return new Check(name, call -> decide.apply(target));
        }
    }

    /**
     * A quality under a name.
     *
     * @param name for people and for the error
     * @param decide looks at whom it is said of, and decides; null or an exception refuses (ATR-03)
     */
    public static Attributive attributive(String name, Function<Target, Decision> decide) {
        return reading(name, decide, List.of());
    }

    static Attributive reading(String name, Function<Target, Decision> decide, List<Query> reads) {
        return new Attributive(BooleanExpression.atom(new Atom(name, decide, reads)));
    }

    /** Both. */
    public Attributive and(Attributive other) {
        return new Attributive(expression.and(other.expression));
    }

    /** At least one of the two. */
    public Attributive or(Attributive other) {
        return new Attributive(expression.or(other.expression));
    }

    /** Not this one. Only a plain no becomes a yes, as with {@link Condition#not}. */
    public Attributive not() {
        return new Attributive(expression.not());
    }

    /**
     * The condition that who acts is like this (ATR-02). Where nobody acts it refuses with {@code ACTOR_MISSING}. Its refusal
     * has the {@code type} "check user failed" and the {@code checkType} "user".
     */
    public Condition ofUser() {
        return new CombinedCondition(expression.map((atom, side) -> new Check(
                atom.name(),
                atom.decide() == null ? nothing() : call -> atom.decide().apply(new Target(call.actor(), call)),
                List.of(),
                atom.reads(),
                Check.Concern.USER)));
    }

    /**
     * The condition that what a field of the payload holds is like this; of a list each item must be. A field that was left
     * out is not looked at. Its refusal has the {@code checkType} "payload" and names the {@code field}.
     */
    public Condition ofField(String field) {
        boolean complete = expression.atoms().stream().allMatch(atom -> atom.decide() != null);
        return new Check(
                expression.describe(Atom::name),
                complete ? call -> ofItems(field, call) : nothing(),
                List.of(),
                expression.atoms().stream()
                        .flatMap(atom -> atom.reads().stream())
                        .toList(),
                Check.Concern.field(field));
    }

    private Decision ofItems(String field, GuardContext call) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        for (Object item : call.payload().items(field)) {
            Target target = new Target(item, call);
            Decision decision = Guard.decide(expression.map((atom, side) -> atom.check(target)), call);
            if (!(decision instanceof Decision.Allowed(Map<String, @Nullable Object> more))) {
                return decision;
            }
            facts.putAll(more);
        }
        return Decision.allow(facts);
    }

    /** What is missing where nulls are not checked; found when the model is built. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Override
    public String toString() {
        return expression.describe(Atom::name);
    }
}
