package dev.entail.builtins.guard;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records that are locked for a call, as they were when their locks had been acquired. Nobody else changes them before
 * the end of the transaction. Immutable.
 */
public final class Locked {
    /** No lock is declared. */
    static final Locked NOTHING = new Locked(Map.of());

    private final Map<String, SortedMap<RecordId, Row>> rows;

    private Locked(Map<String, SortedMap<RecordId, Row>> rows) {
        this.rows = rows;
    }

    /** A record that a lock names; empty if it does not exist, or does not satisfy the match. */
    public Optional<Row> get(RecordDefinition record, RecordId id) {
        return Optional.ofNullable(of(record).get(id));
    }

    /** All records of this kind that are locked, in the order of their ids. */
    public List<Row> getAll(RecordDefinition record) {
        return List.copyOf(of(record).values());
    }

    private SortedMap<RecordId, Row> of(RecordDefinition record) {
        SortedMap<RecordId, Row> known = rows.get(record.name());
        if (known == null) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    "No condition of this call locks records of " + record.name() + ", only of " + rows.keySet()
                            + "; declare it with locking(...)");
        }
        return known;
    }

    /** Puts rows together. */
    static final class Builder {
        private final Map<String, SortedMap<RecordId, Row>> rows = new HashMap<>();

        void add(String record, List<Row> locked) {
            SortedMap<RecordId, Row> known = rows.computeIfAbsent(record, name -> new TreeMap<>());
            locked.forEach(row -> known.put(row.id(), row));
        }

        Locked build() {
            return rows.isEmpty() ? NOTHING : new Locked(rows);
        }
    }
}
