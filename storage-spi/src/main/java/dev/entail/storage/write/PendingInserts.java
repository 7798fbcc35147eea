package dev.entail.storage.write;

import dev.entail.storage.schema.Table;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.StatementBatch;
import dev.entail.storage.transaction.Transaction;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows that will be inserted: referred-to rows first, and all rows of one table that can go together as one batch. */
final class PendingInserts {
    private final Map<RecordKey, PendingRow> rows = new LinkedHashMap<>();
    private final Map<RecordKey, PendingRow> closed = new LinkedHashMap<>();
    private final WriteTemplates templates;
    private final Transaction transaction;

    PendingInserts(WriteTemplates templates, Transaction transaction) {
        this.templates = templates;
        this.transaction = transaction;
    }

    void add(RecordKey key, PendingRow row) {
        rows.put(key, row);
    }

    /** The row that waits for a record; if the record is none of this part of the work, all rows are sent and none waits. */
    @Nullable
    PendingRow get(RecordKey key) {
        if (closed.containsKey(key)) {
            flush(transaction.jdbc());
        }
        return rows.get(key);
    }

    /** From now on the rows that wait can no longer be changed in memory. */
    void close() {
        closed.putAll(rows);
        rows.clear();
    }

    void clear() {
        rows.clear();
        closed.clear();
    }

    void flush(Jdbc jdbc) {
        take().forEach(batch -> jdbc.updateAll(batch.template(), batch.rows()));
    }

    /** Takes out everything, in the order in which it can be inserted. */
    List<StatementBatch> take() {
        if (rows.isEmpty() && closed.isEmpty()) {
            return List.of();
        }
        close();
        Map<Integer, Map<Table, List<List<@Nullable Object>>>> byDepth = new TreeMap<>();
        Map<PendingRow, Integer> depths = new IdentityHashMap<>();
        for (PendingRow row : closed.values()) {
            byDepth.computeIfAbsent(row.depth(depths), depth -> new LinkedHashMap<>())
                    .computeIfAbsent(row.table(), table -> new ArrayList<>())
                    .add(row.values());
        }
        clear();
        List<StatementBatch> batches = new ArrayList<>();
        byDepth.values()
                .forEach(tables -> tables.forEach(
                        (table, values) -> batches.add(new StatementBatch(templates.insert(table), values))));
        return batches;
    }
}
