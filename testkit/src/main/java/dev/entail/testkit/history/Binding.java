package dev.entail.testkit.history;

import dev.entail.core.value.RecordId;
import dev.entail.testkit.reference.ReferenceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which record of the store is which record of the reference. */
final class Binding {
    /** The id that stands for a record that has never been. */
    static final RecordId NOBODY = RecordId.of(987_654_321);

    private final Map<ReferenceId, RecordId> ids = new HashMap<>();
    private final Map<String, Map<RecordId, List<ReferenceId>>> back = new HashMap<>();

    /** A link may get the id of one before it. */
    void bind(ReferenceId reference, RecordId id) {
        forget(reference);
        ids.put(reference, id);
        back.computeIfAbsent(reference.record(), key -> new HashMap<>())
                .computeIfAbsent(id, key -> new ArrayList<>())
                .add(reference);
    }

    /** Takes back what was bound in a transaction that came to nothing: its ids may be given to others. */
    void forget(ReferenceId reference) {
        RecordId id = ids.remove(reference);
        if (id != null) {
            back.getOrDefault(reference.record(), Map.of())
                    .getOrDefault(id, new ArrayList<>())
                    .remove(reference);
        }
    }

    @Nullable
    RecordId id(ReferenceId reference) {
        return ids.get(reference);
    }

    /** The id in the store. */
    RecordId require(ReferenceId reference) {
        RecordId id = ids.get(reference);
        if (id == null) {
            throw new DifferenceFound("identity", "nothing in the store is known to be " + reference);
        }
        return id;
    }

    boolean knows(ReferenceId reference) {
        return ids.containsKey(reference);
    }

    /** The last record of the reference with this id, or null if the store has one that the reference does not know. */
    @Nullable
    ReferenceId reference(String record, RecordId id) {
        List<ReferenceId> all = back.getOrDefault(record, Map.of()).getOrDefault(id, List.of());
        return all.isEmpty() ? null : all.getLast();
    }
}
