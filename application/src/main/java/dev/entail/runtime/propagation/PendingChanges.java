package dev.entail.runtime.propagation;

import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.computation.Recomputation;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What remains to be done for values that others depend on: increments, coalesced per row, and values to compute anew, each
 * once. They are handed out by rank, so that each value changes once for all its causes, and in one order of rows, so that
 * two transactions never wait for each other.
 */
final class PendingChanges {
    private final TreeMap<Place, Increment> increments = new TreeMap<>();
    private final TreeMap<Integer, Map<Recomputation, Anew>> recomputations = new TreeMap<>();

    void add(int rank, String record, RecordId id, ValueModel value, Number delta, OptionalInt cause) {
        increments
                .computeIfAbsent(new Place(rank, record, id), place -> new Increment(cause, new LinkedHashMap<>()))
                .deltas()
                .merge(
                        value.name(),
                        delta,
                        (left, right) -> value.property().type().add(left, right));
    }

    void add(int rank, Recomputation recomputation, Collection<RecordId> ids, OptionalInt cause) {
        recomputations
                .computeIfAbsent(rank, key -> new LinkedHashMap<>())
                .computeIfAbsent(recomputation, key -> new Anew(cause, new LinkedHashSet<>()))
                .ids()
                .addAll(ids);
    }

    void forget(String record, RecordId id) {
        increments
                .keySet()
                .removeIf(place -> place.record().equals(record) && place.id().equals(id));
    }

    void clear() {
        increments.clear();
        recomputations.clear();
    }

    boolean isEmpty() {
        return increments.isEmpty() && recomputations.isEmpty();
    }

    /** Whether anything remains to be done at a rank or below. */
    boolean hasUpTo(int rank) {
        return !isEmpty() && lowestRank() <= rank;
    }

    /** Takes out the next increment at the lowest rank there is; empty if values are to be computed anew there. */
    Optional<Map.Entry<Place, Increment>> takeIncrement() {
        return !increments.isEmpty() && increments.firstKey().rank() == lowestRank()
                ? Optional.of(increments.pollFirstEntry())
                : Optional.empty();
    }

    /** Takes out the values to compute anew at the lowest rank there is; call it when there are no increments there. */
    Map<Recomputation, Anew> takeRecomputations() {
        Map<Recomputation, Anew> taken = recomputations.remove(lowestRank());
        return taken == null ? Map.of() : taken;
    }

    private int lowestRank() {
        return Stream.concat(
                        increments.isEmpty()
                                ? Stream.of()
                                : Stream.of(increments.firstKey().rank()),
                        recomputations.isEmpty() ? Stream.of() : Stream.of(recomputations.firstKey()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** A row at a rank. */
    record Place(int rank, String record, RecordId id) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::rank)
                .thenComparing(Place::record)
                .thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** What to add to a row, and the effect that first led to it. */
    record Increment(OptionalInt cause, Map<String, Number> deltas) {}

    /** The records to compute a value of anew, and the effect that first led to it. */
    record Anew(OptionalInt cause, Set<RecordId> ids) {}
}
