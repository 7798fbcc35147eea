package dev.entail.builtins.guard;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.Problem;
import dev.entail.core.logic.BooleanExpression;
import dev.entail.core.logic.Evaluation;
import dev.entail.core.logic.Verdict;
import dev.entail.core.query.Query;
import dev.entail.runtime.port.RecordLocks;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All conditions of an event source, which must all hold. Immutable. */
public final class Guard {
    private final Optional<BooleanExpression<Check>> expression;
    private final List<Check> checks;

    private Guard(Optional<BooleanExpression<Check>> expression) {
        this.expression = expression;
        this.checks = expression.map(BooleanExpression::atoms).orElse(List.of());
    }

    /** Asks these conditions, in this order. */
    public static Guard of(List<? extends Condition> conditions) {
        return new Guard(conditions.stream().map(Condition::expression).reduce(BooleanExpression::and));
    }

    /**
     * Locks what the conditions want to have locked, then asks them.
     *
     * @return the facts of the checks that admit the call, later ones over earlier ones (CND-06); empty if there are none
     * @throws EntailException why the call is refused
     */
    public Map<String, @Nullable Object> admit(GuardContext call, RecordLocks locks) {
        if (expression.isEmpty()) {
            return Map.of();
        }
        GuardContext seen = call.with(Locking.acquire(checks, call, locks));
        return switch (ask(expression.get(), seen)) {
            case Asked(Evaluation.Success<Check> success, var facts) -> merged(success.held(), facts);
            case Asked(Evaluation.Failure<Check> failure, var facts) -> throw Refusals.refusal(failure);
        };
    }

    /** One decision about an expression of checks. */
    static Decision decide(BooleanExpression<Check> expression, GuardContext seen) {
        return switch (ask(expression, seen)) {
            case Asked(Evaluation.Success<Check> success, var facts) ->
                new Decision.Allowed(merged(success.held(), facts));
            case Asked(Evaluation.Failure<Check> failure, var facts) -> {
                if (failure.cause() != null) {
                    throw failure.cause();
                }
                yield Decision.deny();
            }
        };
    }

    private record Asked(Evaluation<Check> result, Map<Check, Map<String, @Nullable Object>> facts) {}

    private static Asked ask(BooleanExpression<Check> expression, GuardContext seen) {
        Map<Check, Map<String, @Nullable Object>> facts = new IdentityHashMap<>();
        return new Asked(expression.evaluate(check -> ask(check, seen, facts)), facts);
    }

    private static Verdict ask(Check check, GuardContext seen, Map<Check, Map<String, @Nullable Object>> facts) {
        Decision decision;
        try {
            decision = check.decide().apply(seen);
        } catch (RuntimeException e) {
            return Verdict.failed(Refusals.thrown(check, e));
        }
        return switch (decision) {
            case null -> Verdict.failed(Refusals.silence(check));
            case Decision.Allowed allowed -> {
                facts.put(check, allowed.context());
                yield Verdict.of(true);
            }
            case Decision.Denied denied -> Verdict.of(false);
            case Decision.Rejected rejected -> Verdict.failed(Refusals.rejection(rejected));
        };
    }

    private static Map<String, @Nullable Object> merged(
            List<Check> held, Map<Check, Map<String, @Nullable Object>> facts) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        held.forEach(check -> merged.putAll(Objects.requireNonNull(facts.get(check))));
        return merged;
    }

    /** Whether a condition wants records to be locked. */
    public boolean locks() {
        return checks.stream().anyMatch(check -> !check.locks().isEmpty());
    }

    /** What is known of what the conditions read. */
    public List<Query> reads() {
        return checks.stream()
                .flatMap(check -> check.reads().stream())
                .distinct()
                .toList();
    }

    /**
     * Mistakes in the declaration.
     *
     * @param path where the conditions stand in the model
     * @param fields names of the payload fields that there are
     */
    public List<Problem> problems(String path, Set<String> fields) {
        List<Problem> problems = new ArrayList<>();
        for (Check check : checks) {
            problems.addAll(check.problems(path));
            String field = check.concern().field();
            if (field != null && !fields.contains(field)) {
                problems.add(Check.problem(
                        path + "." + check.name(),
                        "It looks at the payload field '" + field + "', which there is not",
                        "Use one of " + fields));
            }
        }
        return problems;
    }
}
