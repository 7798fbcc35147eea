package dev.entail.storage.write;

import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Table;
import dev.entail.storage.sql.Jdbc;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whole values of hot columns of stored rows: what stands in the row and in its slots. */
final class HotValues {
    private final WriteTemplates templates;

    HotValues(WriteTemplates templates) {
        this.templates = templates;
    }

    /** Those of the columns that are hot. */
    static List<Column> among(Table table, Collection<Column> columns) {
        return columns.stream().filter(table::isHot).toList();
    }

    /**
     * Rows that were just read and locked, with what stands in their slots, which are locked as well: nobody adds to them
     * until the end of the transaction.
     *
     * @param rows with the key among their columns unless none is hot
     */
    List<Map<Column, @Nullable Object>> complete(
            Jdbc jdbc, Table table, Collection<Column> columns, List<Map<Column, @Nullable Object>> rows) {
        List<Column> hot = among(table, columns);
        if (hot.isEmpty() || rows.isEmpty()) {
            return rows;
        }
        Map<Long, Map<Column, Number>> added = new HashMap<>();
        for (List<Long> ids :
                RowAccess.chunks(rows.stream().map(row -> key(table, row)).toList())) {
            jdbc.query(templates.selectSlots(table, hot, ids.size()), ids, cells -> {
                Long id = (Long) Objects.requireNonNull(cells.get(1, table.key().type()));
                Map<Column, Number> sums = added.computeIfAbsent(id, any -> new HashMap<>());
                for (int i = 0; i < hot.size(); i++) {
                    Column column = hot.get(i);
                    Number part = (Number) Objects.requireNonNull(cells.get(i + 2, column.type()));
                    sums.merge(column, part, (left, right) -> Counters.add(column.type(), left, right));
                }
                return id;
            });
        }
        return rows.stream()
                .map(row -> plus(row, added.getOrDefault(key(table, row), Map.of())))
                .toList();
    }

    /** Has slots hold nothing of columns whose rows were just set to whole values. */
    void clear(Jdbc jdbc, Table table, Collection<Column> columns, Collection<RecordId> ids) {
        List<Column> hot = among(table, columns);
        if (!hot.isEmpty()) {
            jdbc.updateAll(
                    templates.clearSlots(table, hot),
                    ids.stream().map(id -> List.of(id.value())).toList());
        }
    }

    private static Long key(Table table, Map<Column, @Nullable Object> row) {
        return (Long) Objects.requireNonNull(row.get(table.key()));
    }

    private static Map<Column, @Nullable Object> plus(Map<Column, @Nullable Object> row, Map<Column, Number> added) {
        Map<Column, @Nullable Object> whole = new LinkedHashMap<>(row);
        added.forEach((column, part) ->
                whole.computeIfPresent(column, (any, own) -> Counters.add(column.type(), (Number) own, part)));
        return whole;
    }
}
