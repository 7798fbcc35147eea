package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.sql.StorageException;
import dev.entail.storage.transaction.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes rows of records by their id, whether they are stored or still to be inserted. Rows that are read here
 * are locked until the end of the transaction.
 */
final class RowAccess {
    private static final int IDS_PER_STATEMENT = 1024;

    private final Transaction transaction;
    private final WriteTemplates templates;
    private final PendingInserts inserts;
    private final HotValues hot;
    private final Map<RecordKey, Map<Column, @Nullable Object>> returned = new HashMap<>();
    private final Set<RecordKey> written = new HashSet<>();
    private final Set<RecordKey> touched = new HashSet<>();

    RowAccess(Transaction transaction, WriteTemplates templates, PendingInserts inserts) {
        this.transaction = transaction;
        this.templates = templates;
        this.inserts = inserts;
        this.hot = new HotValues(templates);
    }

    Jdbc jdbc() {
        return transaction.jdbc();
    }

    /** Whether a stored row has been changed in this transaction. */
    boolean isWritten(RecordKey key) {
        return written.contains(key);
    }

    /** The columns of a row, or null if there is no such row. */
    @Nullable
    Map<Column, @Nullable Object> read(StoredRecord record, RecordId id, Collection<Column> columns) {
        return read(record, id, columns, templates.lock());
    }

    private @Nullable Map<Column, @Nullable Object> read(
            StoredRecord record, RecordId id, Collection<Column> columns, String lock) {
        RecordKey key = new RecordKey(record.root(), id);
        PendingRow pending = inserts.get(key);
        if (pending != null) {
            Map<Column, @Nullable Object> values = new LinkedHashMap<>();
            columns.forEach(column -> values.put(column, pending.get(column)));
            return values;
        }
        if (record.isHosted()) {
            // A link in the row of a host may still wait with it.
            inserts.flush(jdbc());
        }
        Map<Column, @Nullable Object> known = returned.get(key);
        if (known != null && known.keySet().containsAll(columns)) {
            return known;
        }
        List<Column> wanted = columns.isEmpty() ? List.of(record.id()) : withKey(record.table(), List.copyOf(columns));
        SqlTemplate select = templates.select(record, wanted, lock);
        List<Map<Column, @Nullable Object>> rows =
                hot.complete(jdbc(), record.table(), wanted, jdbc().query(select, List.of(id.value()), reader(wanted)));
        return rows.isEmpty() ? null : rows.get(0);
    }

    /**
     * The same as {@link #readAll} for rows that something of this transaction is going to follow from although they do not
     * change. One at SERIALIZABLE that changes such a row later, under a snapshot in which that something is not there yet,
     * fails.
     *
     * @param columns one at least
     */
    Map<RecordId, Map<Column, @Nullable Object>> relyOn(
            StoredRecord record, Collection<RecordId> ids, Collection<Column> columns) {
        List<RecordId> unmarked =
                templates.locksEscapeSnapshots() && transaction.options().isolation() != IsolationLevel.SERIALIZABLE
                        ? ids.stream()
                                .distinct()
                                .filter(id -> !isMarked(record, new RecordKey(record.root(), id), columns))
                                .toList()
                        : List.of();
        if (unmarked.size() == 1 && ids.size() == 1) {
            return readMarked(record, unmarked.get(0), List.copyOf(columns));
        }
        Map<RecordId, Map<Column, @Nullable Object>> found = readAll(record, ids, columns);
        List<List<Long>> existing = unmarked.stream()
                .filter(found::containsKey)
                .map(id -> List.of(id.value()))
                .toList();
        if (!existing.isEmpty()) {
            Column any = columns.iterator().next();
            jdbc().updateAll(templates.touch(record, any), existing);
            unmarked.forEach(id -> touched.add(new RecordKey(record.root(), id)));
        }
        return found;
    }

    private boolean isMarked(StoredRecord record, RecordKey key, Collection<Column> columns) {
        Map<Column, @Nullable Object> known = returned.get(key);
        return touched.contains(key)
                || inserts.get(key) != null
                || known != null && known.keySet().containsAll(columns);
    }

    private Map<RecordId, Map<Column, @Nullable Object>> readMarked(
            StoredRecord record, RecordId id, List<Column> columns) {
        if (record.isHosted()) {
            // A link in the row of a host may still wait with it.
            inserts.flush(jdbc());
        }
        touched.add(new RecordKey(record.root(), id));
        Optional<SqlTemplate> returning = templates.touchReturning(record, columns);
        if (returning.isEmpty()) {
            jdbc().update(templates.touch(record, columns.get(0)), List.of(id.value()));
            Map<Column, @Nullable Object> row = read(record, id, columns);
            return row == null ? Map.of() : Map.of(id, row);
        }
        List<Map<Column, @Nullable Object>> rows = jdbc().query(returning.get(), List.of(id.value()), reader(columns));
        return rows.isEmpty() ? Map.of() : Map.of(id, rows.get(0));
    }

    /** Sets columns of a row that is known to exist. */
    void write(StoredRecord record, RecordId id, Map<Column, @Nullable Object> cells) {
        if (cells.isEmpty()) {
            return;
        }
        RecordKey key = new RecordKey(record.root(), id);
        PendingRow pending = inserts.get(key);
        if (pending != null) {
            cells.forEach(pending::set);
            return;
        }
        returned.remove(key);
        written.add(key);
        if (!templates.updateBeforeInsert()) {
            inserts.flush(jdbc());
        }
        List<@Nullable Object> values = new ArrayList<>(cells.values());
        values.add(id.value());
        SqlTemplate update = templates.update(record, List.copyOf(cells.keySet()));
        if (jdbc().update(update, values) == 0) {
            throw missing(record, id);
        }
        hot.clear(jdbc(), record.table(), cells.keySet(), List.of(id));
    }

    /** Sets columns of a stored row if others hold what is expected, none of it null; tells whether they did. */
    boolean writeIf(
            StoredRecord record,
            RecordId id,
            Map<Column, @Nullable Object> cells,
            Map<Column, @Nullable Object> expected) {
        RecordKey key = new RecordKey(record.root(), id);
        returned.remove(key);
        written.add(key);
        if (!templates.updateBeforeInsert() || inserts.get(key) != null) {
            inserts.flush(jdbc());
        }
        List<@Nullable Object> values = new ArrayList<>(cells.values());
        values.add(id.value());
        values.addAll(expected.values());
        SqlTemplate update = templates.updateIf(record, List.copyOf(cells.keySet()), List.copyOf(expected.keySet()));
        return jdbc().update(update, values) == 1;
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
        RecordKey key = new RecordKey(record.root(), id);
        returned.put(key, rows.get(0));
        written.add(key);
        return rows.get(0);
    }

    /** The rows, locked, in which a column has one of these values; inserts must have been sent. */
    List<Map<Column, @Nullable Object>> select(
            Table table, List<Column> columns, Column condition, Collection<RecordId> ids) {
        return select(table, columns, condition, ids, templates.lock());
    }

    private List<Map<Column, @Nullable Object>> select(
            Table table, List<Column> columns, Column condition, Collection<RecordId> ids, String lock) {
        List<Map<Column, @Nullable Object>> found = new ArrayList<>();
        List<Column> wanted = withKey(table, columns);
        for (List<Long> chunk :
                chunks(ids.stream().map(RecordId::value).distinct().toList())) {
            SqlTemplate select = templates.selectIn(table, wanted, condition, chunk.size(), lock);
            found.addAll(jdbc().query(select, chunk, reader(wanted)));
        }
        return hot.complete(jdbc(), table, wanted, found);
    }

    /** Ids in portions that one statement takes, each filled up. */
    static List<List<Long>> chunks(List<Long> ids) {
        List<List<Long>> chunks = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += IDS_PER_STATEMENT) {
            chunks.add(padded(ids.subList(from, Math.min(ids.size(), from + IDS_PER_STATEMENT))));
        }
        return chunks;
    }

    /** The columns, with the key if one of them is hot. */
    private static List<Column> withKey(Table table, List<Column> columns) {
        if (columns.contains(table.key()) || HotValues.among(table, columns).isEmpty()) {
            return columns;
        }
        List<Column> all = new ArrayList<>(columns);
        all.add(table.key());
        return all;
    }

    /** The rows, locked, in which two columns have these values; inserts must have been sent. */
    List<Map<Column, @Nullable Object>> selectPair(
            Table table, List<Column> columns, Column first, RecordId firstId, Column second, RecordId secondId) {
        List<Column> wanted = withKey(table, columns);
        List<Map<Column, @Nullable Object>> rows = jdbc().query(
                        templates.select(table, wanted, List.of(first, second), true),
                        List.of(firstId.value(), secondId.value()),
                        reader(wanted));
        return hot.complete(jdbc(), table, wanted, rows);
    }

    /** The columns of several rows by id, locked, in the order of {@code ids}; those that do not exist are left out. */
    Map<RecordId, Map<Column, @Nullable Object>> readAll(
            StoredRecord record, Collection<RecordId> ids, Collection<Column> columns) {
        return readAll(record, ids, columns, templates.lock());
    }

    /** The same for records that will be deleted: nobody else begins to refer to them. */
    Map<RecordId, Map<Column, @Nullable Object>> readToDelete(
            StoredRecord record, Collection<RecordId> ids, Collection<Column> columns) {
        return readAll(record, ids, columns, templates.lockToDelete());
    }

    private Map<RecordId, Map<Column, @Nullable Object>> readAll(
            StoredRecord record, Collection<RecordId> ids, Collection<Column> columns, String lock) {
        Map<RecordId, Map<Column, @Nullable Object>> found = new LinkedHashMap<>();
        if (ids.size() == 1) {
            RecordId id = ids.iterator().next();
            Map<Column, @Nullable Object> row = read(record, id, columns, lock);
            if (row != null) {
                found.put(id, row);
            }
            return found;
        }
        inserts.flush(jdbc());
        List<Column> wanted = new ArrayList<>(List.of(record.id()));
        columns.stream().filter(column -> !column.equals(record.id())).forEach(wanted::add);
        Column presence = record.presence();
        if (presence != null && !wanted.contains(presence)) {
            wanted.add(presence);
        }
        Map<RecordId, Map<Column, @Nullable Object>> byId = new HashMap<>();
        for (Map<Column, @Nullable Object> row : select(record.table(), wanted, record.id(), ids, lock)) {
            if (presence == null || row.get(presence) != null) {
                byId.put(RecordId.of((Long) Objects.requireNonNull(row.get(record.id()))), row);
            }
        }
        for (RecordId id : ids) {
            Map<Column, @Nullable Object> row = byId.get(id);
            if (row != null) {
                found.put(id, row);
            }
        }
        return found;
    }

    /** Sets the same columns of several stored rows. */
    void writeAll(StoredRecord record, List<RecordId> ids, Map<Column, @Nullable Object> cells) {
        if (ids.size() == 1) {
            write(record, ids.get(0), cells);
            return;
        }
        Map<RecordId, Map<Column, @Nullable Object>> each = new LinkedHashMap<>();
        ids.forEach(id -> each.put(id, cells));
        writeAll(record, each);
    }

    /** Sets columns of several stored rows, those with the same columns in one batch. */
    void writeAll(StoredRecord record, Map<RecordId, Map<Column, @Nullable Object>> rows) {
        inserts.flush(jdbc());
        Map<List<Column>, List<List<@Nullable Object>>> batches = new LinkedHashMap<>();
        rows.forEach((id, cells) -> {
            returned.remove(new RecordKey(record.root(), id));
            written.add(new RecordKey(record.root(), id));
            List<@Nullable Object> values = new ArrayList<>(cells.values());
            values.add(id.value());
            batches.computeIfAbsent(List.copyOf(cells.keySet()), columns -> new ArrayList<>())
                    .add(values);
        });
        batches.forEach((columns, values) -> {
            if (!columns.isEmpty()) {
                jdbc().updateAll(templates.update(record, columns), values);
                hot.clear(
                        jdbc(),
                        record.table(),
                        columns,
                        values.stream()
                                .map(row -> RecordId.of((Long) Objects.requireNonNull(row.get(columns.size()))))
                                .toList());
            }
        });
    }

    /** Deletes stored rows in one batch. */
    void deleteAll(StoredRecord record, List<RecordId> ids) {
        List<List<Long>> values = new ArrayList<>();
        for (RecordId id : ids) {
            returned.remove(new RecordKey(record.root(), id));
            values.add(List.of(id.value()));
        }
        if (!values.isEmpty()) {
            try {
                jdbc().updateAll(templates.delete(record.table()), values);
            } catch (StorageException e) {
                throw e.error().errorClass() == ErrorClass.FOREIGN_KEY ? referredToMeanwhile(record, e) : e;
            }
        }
    }

    /** All that referred to the rows has been deleted before them, so somebody else has come in between. */
    private static EntailException referredToMeanwhile(StoredRecord record, StorageException cause) {
        return new EntailException(
                ErrorCode.CONCURRENCY_CONFLICT,
                "Somebody referred to a record of " + record.name()
                        + " while it was being deleted; run the transaction again",
                cause);
    }

    /** Fills a list of ids up to a power of two by repeating its last one, so that few statement texts are needed. */
    private static List<Long> padded(List<Long> ids) {
        List<Long> padded = new ArrayList<>(ids);
        int size = Integer.highestOneBit(Math.max(1, ids.size() * 2 - 1));
        padded.addAll(Collections.nCopies(size - ids.size(), ids.get(ids.size() - 1)));
        return padded;
    }

    /** Forgets what rows were when they were changed here. */
    void forget() {
        returned.clear();
        touched.clear();
    }

    /** Forgets what a record was, which is gone. */
    void forget(RecordKey key) {
        returned.remove(key);
        touched.remove(key);
        written.remove(key);
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
