package dev.entail.core.computation;

import dev.entail.core.match.Match;
import java.util.List;
import java.util.Objects;

/**
 * Numbers records one after the other, apart for each scope, for example the tickets of each team (MOD-110..116). A record
 * gets its number when it is created and keeps it; numbers of deleted records are not given again, those of a transaction
 * that was rolled back are.
 *
 * @param name name of the counters; unique in the model
 * @param scope attributes of the record within whose values numbers are counted: texts, numbers, truth values, single
 *     relations that the record holds, ends of a relation
 * @param start the value before the first number
 * @param step how far numbers are apart, at least 1
 * @param where which records are numbered, decided when they are created; {@link Match.All} for all of them
 * @param manual whether a draft may give the number; counters do not take notice of it
 */
public record Sequence(String name, List<String> scope, long start, long step, Match where, boolean manual)
        implements Computation.Elementary {
    public Sequence {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(where, "where");
        scope = List.copyOf(scope);
    }

    /** A sequence of 1, 2, 3, ...; say with {@link #per} in which scope. */
    public static Sequence scoped(String name) {
        return new Sequence(name, List.of(), 0, 1, Match.all(), false);
    }

    /** The same, counted apart for each combination of these attributes. */
    public Sequence per(String... attributes) {
        return new Sequence(name, List.of(attributes), start, step, where, manual);
    }

    /** The same with {@code value + step} as the first number. */
    public Sequence startingAfter(long value) {
        return new Sequence(name, scope, value, step, where, manual);
    }

    /** The same with numbers that are this far apart. */
    public Sequence step(long distance) {
        return new Sequence(name, scope, start, distance, where, manual);
    }

    /**
     * The same for some records only; the others have null. The condition is one of {@code isNull}, {@code isNotNull}, {@code
     * eq}, {@code ne}, {@code in} and {@code notIn} on a plain value of the record, or several of them with {@code and}.
     */
    public Sequence where(Match condition) {
        return new Sequence(name, scope, start, step, condition, manual);
    }

    /** The same with numbers that drafts may give. */
    public Sequence allowManual() {
        return new Sequence(name, scope, start, step, where, true);
    }
}
