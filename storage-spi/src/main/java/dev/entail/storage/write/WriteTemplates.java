package dev.entail.storage.write;

import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The statements that writing needs, each built once for its shape. Thread-safe. */
public final class WriteTemplates {
    private final Dialect dialect;
    private final Map<Object, SqlTemplate> templates = new ConcurrentHashMap<>();

    /** Statements in this dialect. */
    public WriteTemplates(Dialect dialect) {
        this.dialect = dialect;
    }

    /** INSERT of all columns, the key first. */
    SqlTemplate insert(Table table) {
        return templates.computeIfAbsent(List.of("insert", table.name()), shape -> {
            List<Column> columns = table.allColumns();
            String row = columns.stream()
                    .map(column -> dialect.placeholder(column.type()))
                    .collect(Collectors.joining(", ", "(", ")"));
            String text = "INSERT INTO " + quote(table) + " ("
                    + columns.stream().map(this::quote).collect(Collectors.joining(", ")) + ") VALUES " + row;
            return new SqlTemplate(text, types(columns), row);
        });
    }

    /** The same, but nothing happens where the key exists; empty if the database has no such statement. */
    Optional<SqlTemplate> insertUnlessPresent(Table table, List<String> key) {
        SqlTemplate insert = insert(table);
        return dialect.insertUnlessPresent(
                        insert.text(), key.stream().map(dialect::quote).toList())
                .map(text -> new SqlTemplate(text, insert.parameters()));
    }

    /** UPDATE that adds to columns of one row; the key comes last. */
    SqlTemplate increment(Table table, List<Column> columns) {
        return templates.computeIfAbsent(List.of("increment", table.name(), columns), shape -> {
            String text = "UPDATE " + quote(table) + " SET "
                    + columns.stream()
                            .map(column -> quote(column) + " = " + dialect.add(quote(column), column.type()))
                            .collect(Collectors.joining(", "))
                    + whereKey(table);
            return new SqlTemplate(text, types(columns, table.key()));
        });
    }

    /**
     * Adds to hot columns of one slot of a row, which is created if it is not there yet. Parameters are the key, the slot, and
     * what to add, twice.
     */
    SqlTemplate addToSlot(Table table, List<Column> columns) {
        return templates.computeIfAbsent(List.of("addToSlot", table.name(), columns), shape -> {
            String slots = dialect.quote(Objects.requireNonNull(table.slots()).name());
            List<Column> all = new ArrayList<>(List.of(table.key(), Table.Slots.SLOT));
            all.addAll(columns);
            String text = dialect.upsert(
                    slots,
                    all.stream().map(this::quote).toList(),
                    types(all),
                    List.of(quote(table.key()), quote(Table.Slots.SLOT)),
                    columns.stream()
                            .map(column ->
                                    quote(column) + " = " + dialect.add(slots + "." + quote(column), column.type()))
                            .toList());
            List<ColumnType> types = types(all);
            types.addAll(types(columns));
            return new SqlTemplate(text, types);
        });
    }

    /** Sets hot columns of all slots of one row to zero. */
    SqlTemplate clearSlots(Table table, List<Column> columns) {
        return templates.computeIfAbsent(List.of("clearSlots", table.name(), columns), shape -> {
            String text = "UPDATE "
                    + dialect.quote(Objects.requireNonNull(table.slots()).name()) + " SET "
                    + columns.stream()
                            .map(column -> quote(column) + " = "
                                    + dialect.literal(column.type(), Counters.zero(column.type())))
                            .collect(Collectors.joining(", "))
                    + whereKey(table);
            return new SqlTemplate(text, types(List.of(table.key())));
        });
    }

    /** SELECT of the key and of hot columns of all slots of {@code count} rows, locking them. */
    SqlTemplate selectSlots(Table table, List<Column> columns, int count) {
        return templates.computeIfAbsent(List.of("selectSlots", table.name(), columns, count), shape -> {
            String key = quote(table.key());
            String text = "SELECT " + key + ", "
                    + columns.stream().map(this::quote).collect(Collectors.joining(", ")) + " FROM "
                    + dialect.quote(Objects.requireNonNull(table.slots()).name()) + " WHERE " + key + " IN ("
                    + String.join(
                            ", ",
                            Collections.nCopies(
                                    count, dialect.placeholder(table.key().type())))
                    + ") ORDER BY " + key + ", " + quote(Table.Slots.SLOT) + dialect.forUpdate();
            return new SqlTemplate(text, Collections.nCopies(count, table.key().type()));
        });
    }

    /** The same as {@link #increment}, as a query that returns columns as they are afterwards, if the database can. */
    Optional<SqlTemplate> incrementReturning(Table table, List<Column> columns, List<Column> returned) {
        SqlTemplate update = increment(table, columns);
        return dialect.updateReturning(
                        update.text(), returned.stream().map(this::quote).toList())
                .map(text -> new SqlTemplate(text, update.parameters()));
    }

    /** UPDATE that sets columns of the row with a key, which comes last. */
    SqlTemplate update(Table table, List<Column> columns) {
        return update(table, whereKey(table), columns);
    }

    /** UPDATE that sets columns of a record, or of a link in the row of its host; its id comes last. */
    SqlTemplate update(StoredRecord record, List<Column> columns) {
        return update(record.table(), whereId(record), columns);
    }

    private SqlTemplate update(Table table, String where, List<Column> columns) {
        return templates.computeIfAbsent(List.of("update", table.name(), where, columns), shape -> {
            String text = "UPDATE " + quote(table) + " SET "
                    + columns.stream()
                            .map(column -> quote(column) + " = " + dialect.placeholder(column.type()))
                            .collect(Collectors.joining(", "))
                    + where;
            return new SqlTemplate(text, types(columns, table.key()));
        });
    }

    /** The same for a row in which {@code conditions} have given values, which come last. */
    SqlTemplate updateIf(StoredRecord record, List<Column> columns, List<Column> conditions) {
        SqlTemplate update = update(record, columns);
        return templates.computeIfAbsent(List.of("updateIf", update, conditions), shape -> {
            StringBuilder text = new StringBuilder(update.text());
            List<ColumnType> types = new ArrayList<>(update.parameters());
            for (Column column : conditions) {
                text.append(" AND " + quote(column) + " = " + dialect.placeholder(column.type()));
                types.add(column.type());
            }
            return new SqlTemplate(text.toString(), types);
        });
    }

    /** SELECT of columns of a record, or of a link in the row of its host, by its id. */
    SqlTemplate select(StoredRecord record, List<Column> columns, String lock) {
        String where = whereId(record);
        return templates.computeIfAbsent(
                List.of("selectRecord", record.table().name(), where, columns, lock), shape -> {
                    String text = "SELECT " + columns.stream().map(this::quote).collect(Collectors.joining(", "))
                            + " FROM " + quote(record.table()) + where + lock;
                    return new SqlTemplate(text, types(List.of(record.id())));
                });
    }

    /** SELECT of columns of the rows in which one column has one of {@code count} values, locking them. */
    SqlTemplate selectIn(Table table, List<Column> columns, Column condition, int count, String lock) {
        return templates.computeIfAbsent(List.of("selectIn", table.name(), columns, condition, count, lock), shape -> {
            String placeholder = dialect.placeholder(condition.type());
            String text = "SELECT " + columns.stream().map(this::quote).collect(Collectors.joining(", ")) + " FROM "
                    + quote(table) + " WHERE " + quote(condition) + " IN ("
                    + String.join(", ", Collections.nCopies(count, placeholder)) + ") ORDER BY " + quote(table.key())
                    + lock;
            return new SqlTemplate(text, Collections.nCopies(count, condition.type()));
        });
    }

    /** What a SELECT ends with to lock rows that may be changed. */
    String lock() {
        return dialect.forUpdate();
    }

    /** What a SELECT ends with to lock rows that will be deleted. */
    String lockToDelete() {
        return dialect.forDelete();
    }

    /** SELECT of columns of the rows in which {@code conditions} have given values. */
    SqlTemplate select(Table table, List<Column> columns, List<Column> conditions, boolean lock) {
        return select(table, columns, conditions, lock ? lock() : "");
    }

    /** The same with a lock that others can share. */
    SqlTemplate selectShared(Table table, List<Column> columns, List<Column> conditions) {
        return select(table, columns, conditions, dialect.forShare());
    }

    /** The same with this at its end. */
    SqlTemplate select(Table table, List<Column> columns, List<Column> conditions, String lock) {
        return templates.computeIfAbsent(List.of("select", table.name(), columns, conditions, lock), shape -> {
            String text = "SELECT " + columns.stream().map(this::quote).collect(Collectors.joining(", ")) + " FROM "
                    + quote(table) + " WHERE "
                    + conditions.stream()
                            .map(column -> quote(column) + " = " + dialect.placeholder(column.type()))
                            .collect(Collectors.joining(" AND "))
                    + lock;
            return new SqlTemplate(text, types(conditions));
        });
    }

    /** Whether a row that something is going to follow from must be written, not merely locked, while others read a snapshot. */
    boolean locksEscapeSnapshots() {
        return dialect.locksEscapeSnapshots();
    }

    /** UPDATE that sets a column of a record, or of a link in the row of its host, to what it is. */
    SqlTemplate touch(StoredRecord record, Column column) {
        String where = whereId(record);
        return templates.computeIfAbsent(List.of("touch", record.table().name(), where, column), shape -> {
            String text = "UPDATE " + quote(record.table()) + " SET " + quote(column) + " = " + quote(column) + where;
            return new SqlTemplate(text, types(List.of(record.id())));
        });
    }

    /** The same as {@link #touch}, as a query that returns columns, if the database can. */
    Optional<SqlTemplate> touchReturning(StoredRecord record, List<Column> returned) {
        SqlTemplate update = touch(record, returned.get(0));
        return dialect.updateReturning(
                        update.text(), returned.stream().map(this::quote).toList())
                .map(text -> new SqlTemplate(text, update.parameters()));
    }

    /** DELETE of one row by its key. */
    SqlTemplate delete(Table table) {
        return templates.computeIfAbsent(
                List.of("delete", table.name()),
                shape -> new SqlTemplate("DELETE FROM " + quote(table) + whereKey(table), types(List.of(table.key()))));
    }

    /** Whether inserting a row keeps others from updating the rows it refers to. */
    boolean updateBeforeInsert() {
        return dialect.foreignKeyChecksBlockUpdates();
    }

    private String whereId(StoredRecord record) {
        Column presence = record.presence();
        return whereKey(record.table()) + (presence == null ? "" : " AND " + quote(presence) + " IS NOT NULL");
    }

    private String whereKey(Table table) {
        return " WHERE " + quote(table.key()) + " = "
                + dialect.placeholder(table.key().type());
    }

    private String quote(Table table) {
        return dialect.quote(table.name());
    }

    private String quote(Column column) {
        return dialect.quote(column.name());
    }

    private static List<ColumnType> types(List<Column> columns, Column... more) {
        List<ColumnType> types = new ArrayList<>();
        columns.forEach(column -> types.add(column.type()));
        for (Column column : more) {
            types.add(column.type());
        }
        return types;
    }
}
