package dev.entail.storage.write;

import dev.entail.storage.schema.Table;
import dev.entail.storage.sql.Jdbc;
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
    private final WriteTemplates templates;

    PendingInserts(WriteTemplates templates) {
        this.templates = templates;
    }

    void add(RecordKey key, PendingRow row) {
        rows.put(key, row);
    }

    @Nullable
    PendingRow get(RecordKey key) {
        return rows.get(key);
    }

    void clear() {
        rows.clear();
    }

    void flush(Jdbc jdbc) {
        if (rows.isEmpty()) {
            return;
        }
        Map<Integer, Map<Table, List<List<@Nullable Object>>>> byDepth = new TreeMap<>();
        Map<PendingRow, Integer> depths = new IdentityHashMap<>();
        for (PendingRow row : rows.values()) {
            byDepth.computeIfAbsent(row.depth(depths), depth -> new LinkedHashMap<>())
                    .computeIfAbsent(row.table(), table -> new ArrayList<>())
                    .add(row.values());
        }
        rows.clear();
        byDepth.values()
                .forEach(tables -> tables.forEach((table, values) -> jdbc.updateAll(templates.insert(table), values)));
    }
}
