package dev.entail.storage.write;

import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row that will be inserted. Until then it can be changed without a statement. */
final class PendingRow {
    private final Table table;
    private final RecordId id;
    private final Map<String, @Nullable Object> cells = new HashMap<>();
    private final Set<PendingRow> predecessors = new LinkedHashSet<>();

    PendingRow(Table table, RecordId id) {
        this.table = table;
        this.id = id;
        for (Column column : table.columns()) {
            if (column.counter()) {
                cells.put(column.name(), Counters.zero(column.type()));
            }
        }
    }

    Table table() {
        return table;
    }

    @Nullable
    Object get(Column column) {
        return column.name().equals(table.key().name()) ? Long.valueOf(id.value()) : cells.get(column.name());
    }

    void set(Column column, @Nullable Object value) {
        cells.put(column.name(), value);
    }

    /** Makes sure that this row is inserted after {@code other}, which it refers to and which must not reach this one. */
    void after(PendingRow other) {
        predecessors.add(other);
    }

    /** Whether this row must be inserted after {@code other}, at one or more removes. */
    boolean reaches(PendingRow other) {
        return this == other || predecessors.stream().anyMatch(row -> row.reaches(other));
    }

    /** Rows of lesser depth are inserted first. */
    int depth(Map<PendingRow, Integer> known) {
        Integer depth = known.get(this);
        if (depth == null) {
            int deepest = -1;
            for (PendingRow predecessor : predecessors) {
                deepest = Math.max(deepest, predecessor.depth(known));
            }
            depth = deepest + 1;
            known.put(this, depth);
        }
        return depth;
    }

    List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(id.value());
        for (Column column : table.columns()) {
            values.add(cells.get(column.name()));
        }
        return values;
    }
}
