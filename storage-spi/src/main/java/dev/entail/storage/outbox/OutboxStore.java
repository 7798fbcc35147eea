package dev.entail.storage.outbox;

import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The outbox. Rows get their numbers from the database when they are inserted, which is after their transaction has locked what
 * it changed: so the numbers of one record are in the order of its changes. Whoever changes a row names the version that he has
 * seen, so one of several wins. Thread-safe.
 */
public final class OutboxStore {
    /** Physical name of the table. */
    public static final String TABLE = "_entail_outbox_";

    private static final String ID = "id";
    private static final String SIDE_EFFECT = "side_effect";
    private static final String RECORD_ID = "record_id";
    private static final String DUE_AT = "due_at";
    private static final String ATTEMPTS = "attempts";
    private static final String VERSION = "version";
    private static final String DEAD = "dead";
    private static final String LAST_ERROR = "last_error";
    private static final Map<String, ColumnType> COLUMNS = columns();

    private final Dialect dialect;
    private final String table;
    private final SqlTemplate insert;
    private final SqlTemplate greatest;
    private final SqlTemplate claim;
    private final SqlTemplate remove;
    private final SqlTemplate postpone;
    private final SqlTemplate revive;
    private final SqlTemplate discard;
    private final SqlTemplate page;

    /** The outbox in a database of this dialect. */
    public OutboxStore(Dialect dialect) {
        this.dialect = dialect;
        this.table = dialect.quote(TABLE);
        List<String> written = COLUMNS.keySet().stream()
                .filter(name -> !name.equals(LAST_ERROR))
                .toList();
        this.insert = new SqlTemplate(
                "INSERT INTO " + table + " ("
                        + written.stream().map(dialect::quote).collect(Collectors.joining(", ")) + ") VALUES ("
                        + written.stream().map(this::placeholder).collect(Collectors.joining(", ")) + ")",
                written.stream().map(OutboxStore::type).toList());
        this.greatest = new SqlTemplate("SELECT MAX(" + dialect.quote(ID) + ") FROM " + table, List.of());
        this.claim = update(List.of(DUE_AT), ", " + increased(ATTEMPTS), true);
        this.postpone = update(List.of(DUE_AT, DEAD, LAST_ERROR), "", true);
        this.revive = update(List.of(DUE_AT, DEAD, ATTEMPTS), "", false);
        this.remove = new SqlTemplate(
                "DELETE FROM " + table + " WHERE " + is(ID) + " AND " + is(VERSION),
                List.of(ColumnType.ID, ColumnType.INTEGER));
        this.discard = new SqlTemplate("DELETE FROM " + table + " WHERE " + is(ID), List.of(ColumnType.ID));
        this.page = new SqlTemplate(
                select("o") + " WHERE o." + is(DEAD) + " AND o." + dialect.quote(ID) + " > ?" + orderBy(),
                List.of(ColumnType.BOOLEAN, ColumnType.ID));
    }

    private static Map<String, ColumnType> columns() {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put(SIDE_EFFECT, ColumnType.KEY_TEXT);
        columns.put("record", ColumnType.KEY_TEXT);
        columns.put(RECORD_ID, ColumnType.ID);
        columns.put("effect", ColumnType.TEXT);
        columns.put("occurred_at", ColumnType.TIMESTAMP);
        columns.put(DUE_AT, ColumnType.TIMESTAMP);
        columns.put(ATTEMPTS, ColumnType.INTEGER);
        columns.put(VERSION, ColumnType.INTEGER);
        columns.put(DEAD, ColumnType.BOOLEAN);
        columns.put(LAST_ERROR, ColumnType.TEXT);
        return columns;
    }

    private static ColumnType type(String column) {
        return Objects.requireNonNull(COLUMNS.get(column));
    }

    private String placeholder(String column) {
        return dialect.placeholder(type(column));
    }

    private String is(String column) {
        return dialect.quote(column) + " = ?";
    }

    private String increased(String column) {
        return dialect.quote(column) + " = " + dialect.quote(column) + " + 1";
    }

    private SqlTemplate update(List<String> columns, String more, boolean ofVersion) {
        List<ColumnType> types =
                new ArrayList<>(columns.stream().map(OutboxStore::type).toList());
        types.add(ColumnType.ID);
        if (ofVersion) {
            types.add(ColumnType.INTEGER);
        }
        String assignments = columns.stream()
                .map(column -> dialect.quote(column) + " = " + placeholder(column))
                .collect(Collectors.joining(", "));
        return new SqlTemplate(
                "UPDATE " + table + " SET " + assignments + more + ", " + increased(VERSION) + " WHERE " + is(ID)
                        + (ofVersion ? " AND " + is(VERSION) : ""),
                types);
    }

    private String select(String alias) {
        return "SELECT " + alias + "." + dialect.quote(ID) + ", "
                + COLUMNS.keySet().stream()
                        .map(column -> alias + "." + dialect.quote(column))
                        .collect(Collectors.joining(", "))
                + " FROM " + table + " " + alias;
    }

    private String orderBy() {
        return " ORDER BY o." + dialect.quote(ID);
    }

    /** The statement that creates the table. */
    public static String create(Dialect dialect) {
        return "CREATE TABLE " + dialect.quote(TABLE) + " (" + dialect.quote(ID) + " " + dialect.numberedKey() + ", "
                + COLUMNS.entrySet().stream()
                        .map(column -> dialect.quote(column.getKey()) + " " + dialect.columnType(column.getValue())
                                + (column.getKey().equals(LAST_ERROR) ? "" : " NOT NULL"))
                        .collect(Collectors.joining(", "))
                + ")" + dialect.tableOptions();
    }

    /** The statements that create its indexes, by the names of these. */
    public static Map<String, String> indexes(Dialect dialect) {
        Map<String, String> indexes = new LinkedHashMap<>();
        index(dialect, indexes, "_entail_outbox_order_", SIDE_EFFECT, RECORD_ID, ID);
        index(dialect, indexes, "_entail_outbox_due_", DEAD, DUE_AT);
        return indexes;
    }

    private static void index(Dialect dialect, Map<String, String> indexes, String name, String... columns) {
        indexes.put(
                name,
                "CREATE INDEX " + dialect.quote(name) + " ON " + dialect.quote(TABLE) + " ("
                        + Arrays.stream(columns).map(dialect::quote).collect(Collectors.joining(", ")) + ")");
    }

    /** Adds rows, in one batch. */
    public void add(Jdbc jdbc, List<NewOutboxRow> rows) {
        jdbc.updateAll(insert, rows.stream().map(NewOutboxRow::values).toList());
    }

    /** The number of the last row; empty if there is none. */
    public OptionalLong last(Jdbc jdbc) {
        Long last = jdbc.query(greatest, List.of(), cells -> new Greatest((Long) cells.get(1, ColumnType.ID)))
                .get(0)
                .id();
        return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }

    private record Greatest(@Nullable Long id) {}

    /** What asks for rows that are due for some side effects, at most {@code limit} at once. */
    public SqlTemplate due(int sideEffects, int limit) {
        String earlier = "SELECT 1 FROM " + table + " e WHERE " + same(SIDE_EFFECT) + " AND " + same(RECORD_ID)
                + " AND e." + dialect.quote(ID) + " < o." + dialect.quote(ID);
        List<ColumnType> types = new ArrayList<>(List.of(ColumnType.BOOLEAN, ColumnType.TIMESTAMP, ColumnType.ID));
        types.addAll(Collections.nCopies(sideEffects, ColumnType.KEY_TEXT));
        return new SqlTemplate(
                select("o") + " WHERE o." + is(DEAD) + " AND o." + dialect.quote(DUE_AT) + " <= " + placeholder(DUE_AT)
                        + " AND o." + dialect.quote(ID) + " <= ? AND o." + dialect.quote(SIDE_EFFECT) + " IN ("
                        + String.join(", ", Collections.nCopies(sideEffects, placeholder(SIDE_EFFECT)))
                        + ") AND NOT EXISTS (" + earlier + ")" + orderBy() + dialect.page((long) limit, null),
                types);
    }

    private String same(String column) {
        return "e." + dialect.quote(column) + " = o." + dialect.quote(column);
    }

    /**
     * Rows that are due and not behind an earlier one of the same side effect and record.
     *
     * @param due what {@link #due} made
     * @param last the greatest number of interest
     */
    public List<OutboxRow> due(Jdbc jdbc, SqlTemplate due, Instant now, long last, List<String> sideEffects) {
        List<Object> values = new ArrayList<>(List.of(false, now, last));
        values.addAll(sideEffects);
        return jdbc.query(due, values, OutboxStore::row);
    }

    /** Rows behind a number, in order, that are dead or not. */
    public List<OutboxRow> page(Jdbc jdbc, boolean dead, long after, int limit) {
        SqlTemplate limited = new SqlTemplate(page.text() + dialect.page((long) limit, null), page.parameters());
        return jdbc.query(limited, List.of(dead, after), OutboxStore::row);
    }

    private static OutboxRow row(Jdbc.Cells cells) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        int position = 2;
        for (ColumnType type : COLUMNS.values()) {
            values.add(cells.get(position++, type));
        }
        return new OutboxRow(
                (Long) Objects.requireNonNull(cells.get(1, ColumnType.ID)),
                (String) Objects.requireNonNull(values.get(0)),
                (String) Objects.requireNonNull(values.get(1)),
                RecordId.of((Long) Objects.requireNonNull(values.get(2))),
                (String) Objects.requireNonNull(values.get(3)),
                (Instant) Objects.requireNonNull(values.get(4)),
                (Instant) Objects.requireNonNull(values.get(5)),
                ((Long) Objects.requireNonNull(values.get(6))).intValue(),
                (Long) Objects.requireNonNull(values.get(7)),
                (Boolean) Objects.requireNonNull(values.get(8)),
                (String) values.get(9));
    }

    /**
     * Begins an attempt on a row; nobody else begins one before {@code until}.
     *
     * @return whether it was still the version that was seen; it has the next one then
     */
    public boolean claim(Jdbc jdbc, OutboxRow row, Instant until) {
        return jdbc.update(claim, List.of(until, row.id(), row.version())) == 1;
    }

    /** Removes a row whose work is done, if it still has this version. */
    public boolean remove(Jdbc jdbc, long id, long version) {
        return jdbc.update(remove, List.of(id, version)) == 1;
    }

    /** Notes that an attempt failed, if the row still has this version. */
    public boolean postpone(Jdbc jdbc, long id, long version, Instant until, boolean dead, String error) {
        return jdbc.update(postpone, List.of(until, dead, error, id, version)) == 1;
    }

    /** Makes a row due, with all attempts before it. */
    public boolean revive(Jdbc jdbc, long id, Instant at) {
        return jdbc.update(revive, List.of(at, false, 0L, id)) == 1;
    }

    /** Removes a row whatever its state. */
    public boolean discard(Jdbc jdbc, long id) {
        return jdbc.update(discard, List.of(id)) == 1;
    }
}
