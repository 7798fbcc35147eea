package dev.entail.storage.task;

import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tasks. Rows get their numbers from the database when they are inserted, which is while their transaction holds the lock
 * of what the result is for: so the numbers of one key are in the order of the requests (ASY-07). Thread-safe.
 */
public final class TaskStore {
    /** Physical name of the table. */
    public static final String TABLE = "_entail_task_";

    private static final String ID = "id";
    private static final String PLACE = "place";
    private static final String RECORD_ID = "record_id";
    private static final String FRESHNESS = "freshness";
    private static final String STATUS = "status";
    private static final String ARGS = "args";
    private static final String RESULT = "result";
    private static final String ERROR = "error";
    private static final String ATTEMPTS = "attempts";
    private static final String VERSION = "version";
    private static final String DUE_AT = "due_at";
    private static final String CREATED_AT = "created_at";
    private static final List<String> KEY = List.of(PLACE, RECORD_ID, FRESHNESS);
    private static final List<String> OPTIONAL = List.of(RESULT, ERROR);
    private static final Map<String, ColumnType> COLUMNS = columns();

    private final Dialect dialect;
    private final String table;
    private final SqlTemplate insert;
    private final SqlTemplate drop;
    private final SqlTemplate find;
    private final SqlTemplate lock;
    private final SqlTemplate newest;
    private final SqlTemplate greatest;
    private final SqlTemplate due;
    private final SqlTemplate page;
    private final SqlTemplate removable;
    private final SqlTemplate claim;
    private final SqlTemplate complete;
    private final SqlTemplate postpone;
    private final SqlTemplate move;
    private final SqlTemplate remove;

    /** The tasks in a database of this dialect. */
    public TaskStore(Dialect dialect) {
        this.dialect = dialect;
        this.table = dialect.quote(TABLE);
        List<String> written = COLUMNS.keySet().stream()
                .filter(name -> !OPTIONAL.contains(name))
                .toList();
        this.insert = template(
                "INSERT INTO " + table + " ("
                        + written.stream().map(dialect::quote).collect(Collectors.joining(", ")) + ") VALUES ("
                        + written.stream().map(this::placeholder).collect(Collectors.joining(", ")) + ")",
                written);
        String open = Arrays.stream(TaskStatus.values())
                .filter(TaskStatus::isOpen)
                .map(this::literal)
                .collect(Collectors.joining(", "));
        this.drop = template(
                "DELETE FROM " + table + " WHERE " + is(PLACE) + " AND " + is(RECORD_ID) + " AND "
                        + dialect.quote(STATUS) + " IN (" + open + ")",
                List.of(PLACE, RECORD_ID));
        this.find = template(select() + " WHERE t." + is(ID), List.of(ID));
        this.lock = template(find.text() + dialect.forUpdate(), List.of(ID));
        this.newest = template(
                "SELECT MAX(" + dialect.quote(ID) + ") FROM " + table + " WHERE "
                        + KEY.stream().map(this::is).collect(Collectors.joining(" AND ")),
                KEY);
        this.greatest = template("SELECT MAX(" + dialect.quote(ID) + ") FROM " + table, List.of());
        String inStatus = select() + " WHERE t." + is(PLACE) + " AND t." + is(STATUS) + " AND t.";
        this.due = template(
                inStatus + dialect.quote(DUE_AT) + " <= " + placeholder(DUE_AT) + " AND t." + dialect.quote(ID)
                        + " <= ? ORDER BY t." + dialect.quote(DUE_AT) + ", t." + dialect.quote(ID),
                List.of(PLACE, STATUS, DUE_AT, ID));
        this.page = template(
                inStatus + dialect.quote(ID) + " > ? ORDER BY t." + dialect.quote(ID), List.of(PLACE, STATUS, ID));
        this.removable = template(
                inStatus + dialect.quote(ID) + " > ? AND NOT EXISTS (SELECT 1 FROM " + table + " o WHERE "
                        + KEY.stream()
                                .map(column -> "o." + dialect.quote(column) + " = t." + dialect.quote(column))
                                .collect(Collectors.joining(" AND "))
                        + " AND o." + dialect.quote(STATUS) + " IN (" + open + ")) ORDER BY t." + dialect.quote(ID),
                List.of(PLACE, STATUS, ID));
        this.claim = update(List.of(DUE_AT), ", " + increased(ATTEMPTS), VERSION);
        this.complete = update(List.of(STATUS, RESULT, ERROR, ATTEMPTS, DUE_AT), "", STATUS);
        this.postpone = update(List.of(STATUS, ERROR, ATTEMPTS, DUE_AT), "", VERSION);
        this.move = update(List.of(STATUS), "", VERSION);
        this.remove = template("DELETE FROM " + table + " WHERE " + is(ID), List.of(ID));
    }

    private static Map<String, ColumnType> columns() {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put(PLACE, ColumnType.KEY_TEXT);
        columns.put(RECORD_ID, ColumnType.ID);
        columns.put(FRESHNESS, ColumnType.KEY_TEXT);
        columns.put(STATUS, ColumnType.KEY_TEXT);
        columns.put(ARGS, ColumnType.TEXT);
        columns.put(RESULT, ColumnType.TEXT);
        columns.put(ERROR, ColumnType.TEXT);
        columns.put(ATTEMPTS, ColumnType.INTEGER);
        columns.put(VERSION, ColumnType.INTEGER);
        columns.put(DUE_AT, ColumnType.TIMESTAMP);
        columns.put(CREATED_AT, ColumnType.TIMESTAMP);
        return columns;
    }

    private static ColumnType type(String column) {
        return column.equals(ID) ? ColumnType.ID : Objects.requireNonNull(COLUMNS.get(column), column);
    }

    private static SqlTemplate template(String text, List<String> parameters) {
        return new SqlTemplate(text, parameters.stream().map(TaskStore::type).toList());
    }

    private String placeholder(String column) {
        return dialect.placeholder(type(column));
    }

    private String literal(TaskStatus status) {
        return dialect.literal(ColumnType.KEY_TEXT, status.text());
    }

    private String is(String column) {
        return dialect.quote(column) + " = " + placeholder(column);
    }

    private String increased(String column) {
        return dialect.quote(column) + " = " + dialect.quote(column) + " + 1";
    }

    /** Changes a row if it is still as it was seen to be. */
    private SqlTemplate update(List<String> columns, String more, String seen) {
        List<String> parameters = new ArrayList<>(columns);
        parameters.add(ID);
        parameters.add(seen);
        return template(
                "UPDATE " + table + " SET " + columns.stream().map(this::is).collect(Collectors.joining(", ")) + more
                        + ", " + increased(VERSION) + " WHERE " + is(ID) + " AND " + is(seen),
                parameters);
    }

    private String select() {
        return "SELECT t." + dialect.quote(ID) + ", "
                + COLUMNS.keySet().stream()
                        .map(column -> "t." + dialect.quote(column))
                        .collect(Collectors.joining(", "))
                + " FROM " + table + " t";
    }

    /** The statement that creates the table. */
    public static String create(Dialect dialect) {
        return "CREATE TABLE " + dialect.quote(TABLE) + " (" + dialect.quote(ID) + " " + dialect.numberedKey() + ", "
                + COLUMNS.entrySet().stream()
                        .map(column -> dialect.quote(column.getKey()) + " " + dialect.columnType(column.getValue())
                                + (OPTIONAL.contains(column.getKey()) ? "" : " NOT NULL"))
                        .collect(Collectors.joining(", "))
                + ")" + dialect.tableOptions();
    }

    /** The statements that create its indexes, by the names of these. */
    public static Map<String, String> indexes(Dialect dialect) {
        Map<String, String> indexes = new LinkedHashMap<>();
        index(dialect, indexes, "_entail_task_key_", PLACE, RECORD_ID, FRESHNESS, ID);
        index(dialect, indexes, "_entail_task_due_", PLACE, STATUS, DUE_AT, ID);
        return indexes;
    }

    private static void index(Dialect dialect, Map<String, String> indexes, String name, String... columns) {
        indexes.put(
                name,
                "CREATE INDEX " + dialect.quote(name) + " ON " + dialect.quote(TABLE) + " ("
                        + Arrays.stream(columns).map(dialect::quote).collect(Collectors.joining(", ")) + ")");
    }

    /**
     * Writes tasks down, in one batch.
     *
     * @param args what the workers have to know, as text, in the order of the requests
     */
    public void add(Jdbc jdbc, List<Map.Entry<TaskKey, String>> args, Instant now) {
        List<List<Object>> rows = args.stream()
                .map(each -> {
                    List<Object> values = new ArrayList<>(each.getKey().values());
                    values.addAll(List.of(TaskStatus.PENDING.text(), each.getValue(), 0L, 0L, now, now));
                    return values;
                })
                .toList();
        jdbc.updateAll(insert, rows);
    }

    /** Removes everything open of some records, whatever its freshness (ASY-12), in one batch. */
    public void drop(Jdbc jdbc, String place, Collection<RecordId> records) {
        jdbc.updateAll(
                drop,
                records.stream()
                        .map(record -> List.<Object>of(place, record.value()))
                        .toList());
    }

    /** A task; empty if there is none of this number. */
    public Optional<TaskRow> find(Jdbc jdbc, long id) {
        return jdbc.query(find, List.of(id), TaskStore::row).stream().findFirst();
    }

    /** The same, locked until the end of the transaction. */
    public Optional<TaskRow> lock(Jdbc jdbc, long id) {
        return jdbc.query(lock, List.of(id), TaskStore::row).stream().findFirst();
    }

    /** Whether there is a newer task with the same key. */
    public boolean isStale(Jdbc jdbc, TaskRow task) {
        return greatest(jdbc, newest, task.key().values()).orElse(task.id()) > task.id();
    }

    /** The number of the last task; empty if there is none. */
    public OptionalLong last(Jdbc jdbc) {
        return greatest(jdbc, greatest, List.of());
    }

    private static OptionalLong greatest(Jdbc jdbc, SqlTemplate query, List<Object> values) {
        Long id = jdbc.query(query, values, cells -> new Greatest((Long) cells.get(1, ColumnType.ID)))
                .get(0)
                .id();
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    private record Greatest(@Nullable Long id) {}

    /** Tasks of a place and status that are due, the longest waiting first. */
    public List<TaskRow> due(Jdbc jdbc, String place, TaskStatus status, Instant now, long last, int limit) {
        return jdbc.query(limited(due, limit), List.of(place, status.text(), now, last), TaskStore::row);
    }

    /** Tasks of a place and status behind a number, in order. */
    public List<TaskRow> page(Jdbc jdbc, String place, TaskStatus status, long after, int limit) {
        return jdbc.query(limited(page, limit), List.of(place, status.text(), after), TaskStore::row);
    }

    /** The same for those whose key has nothing open: without them nothing old would count again (ASY-14). */
    public List<TaskRow> removable(Jdbc jdbc, String place, TaskStatus status, long after, int limit) {
        return jdbc.query(limited(removable, limit), List.of(place, status.text(), after), TaskStore::row);
    }

    private SqlTemplate limited(SqlTemplate query, int limit) {
        return new SqlTemplate(query.text() + dialect.page((long) limit, null), query.parameters());
    }

    /**
     * Begins an attempt on a task; nobody else begins one before {@code until}.
     *
     * @return whether it was still the version that was seen; it has the next one then
     */
    public boolean claim(Jdbc jdbc, TaskRow task, Instant until) {
        return jdbc.update(claim, List.of(until, task.id(), task.version())) == 1;
    }

    /** Has a task of a status go on to another one, with what came of it, if it still has the first one. */
    public boolean complete(
            Jdbc jdbc,
            long id,
            TaskStatus from,
            TaskStatus to,
            @Nullable String result,
            @Nullable String error,
            Instant now) {
        return jdbc.update(complete, Arrays.asList(to.text(), result, error, 0L, now, id, from.text())) == 1;
    }

    /** Notes that an attempt failed, if the row is still the version that was seen. */
    public boolean postpone(Jdbc jdbc, TaskRow task, TaskStatus to, String error, int attempts, Instant until) {
        return jdbc.update(postpone, List.of(to.text(), error, (long) attempts, until, task.id(), task.version())) == 1;
    }

    /** Has a task go on to another status, if the row is still the version that was seen. */
    public boolean move(Jdbc jdbc, TaskRow task, TaskStatus to) {
        return jdbc.update(move, List.of(to.text(), task.id(), task.version())) == 1;
    }

    /** Removes tasks, in one batch. */
    public void remove(Jdbc jdbc, List<TaskRow> tasks) {
        jdbc.updateAll(
                remove,
                tasks.stream()
                        .map(task -> Collections.<Object>singletonList(task.id()))
                        .toList());
    }

    private static TaskRow row(Jdbc.Cells cells) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        int position = 2;
        for (Map.Entry<String, ColumnType> column : COLUMNS.entrySet()) {
            values.put(column.getKey(), cells.get(position++, column.getValue()));
        }
        return new TaskRow(
                (Long) Objects.requireNonNull(cells.get(1, ColumnType.ID)),
                new TaskKey((String) required(values, PLACE), RecordId.of((Long) required(values, RECORD_ID)), (String)
                        required(values, FRESHNESS)),
                TaskStatus.of((String) required(values, STATUS)),
                (String) required(values, ARGS),
                (String) values.get(RESULT),
                (String) values.get(ERROR),
                ((Long) required(values, ATTEMPTS)).intValue(),
                (Long) required(values, VERSION),
                (Instant) required(values, DUE_AT),
                (Instant) required(values, CREATED_AT));
    }

    private static Object required(Map<String, @Nullable Object> values, String column) {
        return Objects.requireNonNull(values.get(column), column);
    }
}
