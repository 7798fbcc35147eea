package dev.entail.core.event;

import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What something that follows from events waits for: an event of a source, or a mutation of a record.
 *
 * @param <E> how functions see the event
 */
public sealed interface Trigger<E> {
    /**
     * An event of a source.
     *
     * @param source the source
     */
    record Dispatched<E>(EventSource<E> source) implements Trigger<E> {
        public Dispatched {
            Objects.requireNonNull(source, "source");
        }
    }

    /**
     * A mutation of a record.
     *
     * @param record name of an entity, relation, view or union, or {@code null} for a global value. A record is created in a
     *     view when it enters it, and deleted when it leaves
     * @param kind what happens to it
     * @param values for updates, one of which must change; empty for any
     * @param condition what must hold besides
     * @param names names of values that the condition looks at, for checks
     */
    record Mutated(
            @Nullable String record, Kind kind, List<String> values, Predicate<Mutation> condition, List<String> names)
            implements Trigger<Mutation> {
        public Mutated {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(condition, "condition");
            values = List.copyOf(values);
            names = List.copyOf(names);
        }

        /** The same for mutations that satisfy a condition as well. */
        public Mutated when(Predicate<Mutation> test) {
            return new Mutated(record, kind, values, condition.and(test), names);
        }

        /**
         * The same for records that are like a pattern: each named value equals the given one. A null fits null only, a map
         * fits a map that has at least what it has, and so on inside. After an update it is compared with what the record is
         * then, changed or not.
         */
        public Mutated like(Map<String, ? extends @Nullable Object> pattern) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(pattern);
            return new Mutated(
                    record,
                    kind,
                    values,
                    condition.and(mutation -> Pattern.fits(copy, mutation.row().values())),
                    joined(names, copy));
        }

        /** The same for records that were like a pattern before they changed; see {@link #like}. */
        public Mutated wasLike(Map<String, ? extends @Nullable Object> pattern) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(pattern);
            return new Mutated(
                    record,
                    kind,
                    values,
                    condition.and(mutation -> {
                        var before = mutation.before();
                        return before != null && Pattern.fits(copy, before.values());
                    }),
                    joined(names, copy));
        }

        private static List<String> joined(List<String> names, Map<String, @Nullable Object> pattern) {
            List<String> all = new ArrayList<>(names);
            all.addAll(pattern.keySet());
            return all;
        }
    }

    /** What happens to a record. */
    enum Kind {
        /** It comes into being, or enters a view. */
        CREATED,
        /** Some of its values change. */
        UPDATED,
        /** It vanishes, or leaves a view. */
        DELETED
    }

    /** Any event of a source. */
    static <E> Trigger<E> dispatched(EventSource<E> source) {
        return new Dispatched<>(source);
    }

    /** A record is created, or enters the view. */
    static Mutated created(RecordDefinition record) {
        return new Mutated(record.name(), Kind.CREATED, List.of(), mutation -> true, List.of());
    }

    /** A record changes in one of these values, or in any if none is named. */
    static Mutated updated(RecordDefinition record, String... values) {
        return new Mutated(record.name(), Kind.UPDATED, List.of(values), mutation -> true, List.of());
    }

    /** A record is deleted, or leaves the view. */
    static Mutated deleted(RecordDefinition record) {
        return new Mutated(record.name(), Kind.DELETED, List.of(), mutation -> true, List.of());
    }

    /** A global value changes that is set by hand, goes from state to state, or follows from what a function reads. */
    static Mutated changed(Property<?> global) {
        return new Mutated(null, Kind.UPDATED, List.of(global.name()), mutation -> true, List.of());
    }
}
