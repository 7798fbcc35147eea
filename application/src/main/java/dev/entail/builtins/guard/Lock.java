package dev.entail.builtins.guard;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.match.Match;
import dev.entail.core.value.RecordId;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Records that a condition wants to have for itself until the end of the transaction (CND-10). Which ones may depend on the
 * call: the function is asked before any condition. If it throws, or gives null or nothing, the call is refused with
 * {@code CONDITION_THROWN} (CND-12). Immutable.
 */
public sealed interface Lock {
    /**
     * Records by their ids; those that do not exist are no error.
     *
     * @param record their entity, relation, view or union
     * @param ids which ones, at least one
     * @param paths what to read of them, dotted
     */
    record Records(
            RecordDefinition record, Function<GuardContext, ? extends Collection<RecordId>> ids, List<String> paths)
            implements Lock {
        public Records {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Records that satisfy a condition. Nobody can change those that do; but others may come to satisfy it.
     *
     * @param record their entity, relation, view or union
     * @param match which ones; there may be none
     * @param paths what to read of them, dotted
     */
    record Matching(RecordDefinition record, Function<GuardContext, Match> match, List<String> paths) implements Lock {
        public Matching {
            paths = List.copyOf(paths);
        }
    }

    /** Their entity, relation, view or union. */
    RecordDefinition record();

    /** What is read of them. */
    List<String> paths();

    /** One record, with all its values. */
    static Lock record(RecordDefinition record, Function<GuardContext, RecordId> id) {
        return new Records(record, new One(id), List.of("*"));
    }

    /** Some records, with all their values. */
    static Lock records(RecordDefinition record, Function<GuardContext, ? extends Collection<RecordId>> ids) {
        return new Records(record, ids, List.of("*"));
    }

    /** The records that satisfy a condition, with all their values; at most as many as one read may have. */
    static Lock match(RecordDefinition record, Function<GuardContext, Match> match) {
        return new Matching(record, match, List.of("*"));
    }

    /**
     * The same records with these dotted paths instead of all values. What is read of related records is locked, too. All
     * locks of one entity are read together, with what any of them selects.
     */
    default Lock select(String... paths) {
        return switch (this) {
            case Records(
                    RecordDefinition record,
                    Function<GuardContext, ? extends Collection<RecordId>> ids,
                    var all) -> new Records(record, ids, List.of(paths));
            case Matching(RecordDefinition record, Function<GuardContext, Match> match, var all) ->
                new Matching(record, match, List.of(paths));
        };
    }
}
