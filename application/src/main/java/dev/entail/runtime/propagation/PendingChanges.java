package dev.entail.runtime.propagation;

import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Increments of values that others depend on, coalesced per row. They are handed out by rank, so that each value changes
 * once for all its causes, and in one order of rows, so that two transactions never wait for each other.
 */
final class PendingChanges {
    private final TreeMap<Place, Pending> pending = new TreeMap<>();

    void add(int rank, String record, RecordId id, ValueModel value, Number delta, OptionalInt cause) {
        pending.computeIfAbsent(new Place(rank, record, id), place -> new Pending(cause, new LinkedHashMap<>()))
                .deltas()
                .merge(
                        value.name(),
                        delta,
                        (left, right) -> value.property().type().add(left, right));
    }

    void forget(String record, RecordId id) {
        pending.keySet()
                .removeIf(place -> place.record().equals(record) && place.id().equals(id));
    }

    void clear() {
        pending.clear();
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Takes out all that is pending at the lowest rank. */
    List<Map.Entry<Place, Pending>> takeLowestRank() {
        int rank = pending.firstKey().rank();
        List<Map.Entry<Place, Pending>> taken = new ArrayList<>();
        while (!pending.isEmpty() && pending.firstKey().rank() == rank) {
            taken.add(pending.pollFirstEntry());
        }
        return taken;
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
    record Pending(OptionalInt cause, Map<String, Number> deltas) {}
}
