package dev.entail.testkit.history;

import dev.entail.core.value.RecordId;
import dev.entail.testkit.reference.ReferenceId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which record of the store is which record of the reference. */
final class Binding {
    /** The id that stands for a record that has never been. */
    static final RecordId NOBODY = RecordId.of(987_654_321);

    private final Map<ReferenceId, RecordId> ids = new HashMap<>();
    private final Map<String, Map<RecordId, ReferenceId>> back = new HashMap<>();

    void bind(ReferenceId reference, RecordId id) {
        ids.put(reference, id);
        back.computeIfAbsent(reference.record(), key -> new HashMap<>()).put(id, reference);
    }

    /** Takes back what was bound in a transaction that came to nothing: its ids may be given to others. */
    void forget(ReferenceId reference) {
        RecordId id = ids.remove(reference);
        if (id != null) {
            back.getOrDefault(reference.record(), Map.of()).remove(id, reference);
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

    /** The record of the reference, or null if the store has one that the reference does not know. */
    @Nullable
    ReferenceId reference(String record, RecordId id) {
        return back.getOrDefault(record, Map.of()).get(id);
    }
}
