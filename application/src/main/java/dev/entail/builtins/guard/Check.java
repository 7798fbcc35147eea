package dev.entail.builtins.guard;

import dev.entail.core.error.Problem;
import dev.entail.core.logic.BooleanExpression;
import dev.entail.core.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition that is asked as a whole. It runs in the transaction, after the payload has been checked and before anything
 * is written, and may run again when the transaction is retried. Immutable.
 */
public final class Check implements Condition {
    private final String name;
    private final Function<GuardContext, Decision> decide;
    private final List<Lock> locks;
    private final List<Query> reads;
    private final Concern concern;

    Check(String name, Function<GuardContext, Decision> decide) {
        this(name, decide, List.of(), List.of(), Concern.CONDITION);
    }

    Check(String name, Function<GuardContext, Decision> decide, List<Lock> locks, List<Query> reads, Concern concern) {
        this.name = name;
        this.decide = decide;
        this.locks = List.copyOf(locks);
        this.reads = List.copyOf(reads);
        this.concern = concern;
    }

    /**
     * The same check with records that are read and locked until the end of the transaction before any condition of the call
     * is asked, see {@link GuardContext#locked()} (CND-10). Adds to those that it has.
     */
    public Check locking(Lock... more) {
        List<Lock> all = new ArrayList<>(locks);
        all.addAll(List.of(more));
        return new Check(name, decide, all, reads, concern);
    }

    /** For people and for the error. */
    public String name() {
        return name;
    }

    /** Looks at a call and decides. */
    public Function<GuardContext, Decision> decide() {
        return decide;
    }

    @Override
    public BooleanExpression<Check> expression() {
        return BooleanExpression.atom(this);
    }

    List<Lock> locks() {
        return locks;
    }

    Concern concern() {
        return concern;
    }

    /** What is known of what it reads. */
    List<Query> reads() {
        List<Query> all = new ArrayList<>(reads);
        locks.stream().filter(Locking::isComplete).map(Locking::read).forEach(all::add);
        return all;
    }

    /** Mistakes in the declaration, also those that only a caller without null checks can make. */
    @SuppressWarnings("ConstantValue")
    List<Problem> problems(String path) {
        List<Problem> problems = new ArrayList<>();
        String where = path + "." + name;
        if (name == null || name.isBlank()) {
            problems.add(problem(where, "A condition has no name", "Give it one; refusals tell it"));
        }
        if (decide == null) {
            problems.add(problem(where, "A condition has nothing that decides", "Give it a function"));
        }
        if (!locks.stream().allMatch(Locking::isComplete)) {
            problems.add(problem(
                    where,
                    "A lock does not say which records it takes",
                    "Name the entity or relation and a function that gives ids or a match"));
        }
        return problems;
    }

    static Problem problem(String path, String message, String hint) {
        return new Problem("DECL_CONDITION", path, message, hint);
    }

    @Override
    public String toString() {
        return "Condition " + name;
    }

    /**
     * What a check is about, as its refusal tells.
     *
     * @param type in words
     * @param checkType what kind of check
     * @param field which field of the payload, or null
     */
    record Concern(String type, String checkType, @Nullable String field) {
        static final Concern CONDITION = new Concern("condition check failed", "condition", null);
        static final Concern USER = new Concern("check user failed", "user", null);

        /** Of whom it does not hold, in words after the verb. */
        String where() {
            return field != null ? " for the payload field '" + field + "'" : this.equals(USER) ? " for who acts" : "";
        }

        static Concern field(String field) {
            return new Concern(field + " check failed", "payload", field);
        }
    }
}
