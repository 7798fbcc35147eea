package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.transaction.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes single rows of entities by their id, whether they are stored or still to be inserted. Rows that are
 * read here are locked until the end of the transaction.
 */
final class RowAccess {
    private final Transaction transaction;
    private final WriteTemplates templates;
    private final PendingInserts inserts;
    private final Map<RecordKey, Map<Column, @Nullable Object>> returned = new HashMap<>();

    RowAccess(Transaction transaction, WriteTemplates templates, PendingInserts inserts) {
        this.transaction = transaction;
        this.templates = templates;
        this.inserts = inserts;
    }

    Jdbc jdbc() {
        return transaction.jdbc();
    }

    /** The columns of a row, or null if there is no such row. */
    @Nullable
    Map<Column, @Nullable Object> read(StoredRecord record, RecordId id, Collection<Column> columns) {
        RecordKey key = new RecordKey(record.name(), id);
        PendingRow pending = inserts.get(key);
        if (pending != null) {
            Map<Column, @Nullable Object> values = new LinkedHashMap<>();
            columns.forEach(column -> values.put(column, pending.get(column)));
            return values;
        }
        Map<Column, @Nullable Object> known = returned.get(key);
        if (known != null && known.keySet().containsAll(columns)) {
            return known;
        }
        List<Column> wanted = columns.isEmpty() ? List.of(record.table().key()) : List.copyOf(columns);
        SqlTemplate select =
                templates.select(record.table(), wanted, List.of(record.table().key()), true);
        List<Map<Column, @Nullable Object>> rows = jdbc().query(select, List.of(id.value()), reader(wanted));
        return rows.isEmpty() ? null : rows.get(0);
    }

    /** Sets columns of a row that is known to exist. */
    void write(StoredRecord record, RecordId id, Map<Column, @Nullable Object> cells) {
        if (cells.isEmpty()) {
            return;
        }
        RecordKey key = new RecordKey(record.name(), id);
        PendingRow pending = inserts.get(key);
        if (pending != null) {
            cells.forEach(pending::set);
            return;
        }
        returned.remove(key);
        if (!templates.updateBeforeInsert()) {
            inserts.flush(jdbc());
        }
        List<@Nullable Object> values = new ArrayList<>(cells.values());
        values.add(id.value());
        if (jdbc().update(templates.update(record.table(), List.copyOf(cells.keySet())), values) == 0) {
            throw missing(record, id);
        }
    }

    /** Adds to counters of a stored row and tells what {@code wanted} columns are afterwards. */
    Map<Column, @Nullable Object> increment(
            StoredRecord record, RecordId id, Map<Column, Number> deltas, List<Column> wanted) {
        if (!templates.updateBeforeInsert()) {
            inserts.flush(jdbc());
        }
        List<Column> columns = List.copyOf(deltas.keySet());
        List<Object> values = new ArrayList<>(deltas.values());
        values.add(id.value());
        Optional<SqlTemplate> returning = templates.incrementReturning(record.table(), columns, wanted);
        List<Map<Column, @Nullable Object>> rows;
        if (returning.isPresent()) {
            rows = jdbc().query(returning.get(), values, reader(wanted));
        } else {
            jdbc().update(templates.increment(record.table(), columns), values);
            rows = jdbc().query(
                            templates.select(
                                    record.table(),
                                    wanted,
                                    List.of(record.table().key()),
                                    false),
                            List.of(id.value()),
                            reader(wanted));
        }
        if (rows.isEmpty()) {
            throw missing(record, id);
        }
        returned.put(new RecordKey(record.name(), id), rows.get(0));
        return rows.get(0);
    }

    void delete(StoredRecord record, RecordId id) {
        returned.remove(new RecordKey(record.name(), id));
        jdbc().update(templates.delete(record.table()), List.of(id.value()));
    }

    static EntailException missing(StoredRecord record, RecordId id) {
        return new EntailException(
                ErrorCode.REFERENCE_NOT_FOUND.name(),
                "There is no " + record.name() + " with id " + id + "; it may have been deleted",
                Map.of("record", record.name(), "id", id.toString()),
                null);
    }

    static Jdbc.RowReader<Map<Column, @Nullable Object>> reader(List<Column> columns) {
        return cells -> {
            Map<Column, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                values.put(columns.get(i), cells.get(i + 1, columns.get(i).type()));
            }
            return values;
        };
    }
}
