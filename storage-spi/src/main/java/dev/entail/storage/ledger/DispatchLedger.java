package dev.entail.storage.ledger;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.sql.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of dispatches with an idempotency key, one row for each key (IDM-02, IDM-05). A key is claimed before anything else
 * is written, so that of two transactions with the same key the second waits for the end of the first. Thread-safe.
 */
public final class DispatchLedger {
    /** Physical name of the table. */
    public static final String TABLE = "_entail_dispatch_";

    /** Greatest length of a key, in UTF-16 units. */
    public static final int KEY_LENGTH = 255;

    /** A row that was in the way may be gone before it can be read, but hardly several times. */
    private static final int ROUNDS = 10;

    private static final List<ColumnType> KEY_TYPES =
            List.of(ColumnType.KEY_TEXT, ColumnType.INTEGER, ColumnType.KEY_TEXT);

    private final SqlTemplate insert;
    private final Optional<SqlTemplate> insertUnlessPresent;
    private final SqlTemplate select;
    private final SqlTemplate complete;
    private final SqlTemplate forget;

    /** The ledger in a database of this dialect. */
    public DispatchLedger(Dialect dialect) {
        String table = dialect.quote(TABLE);
        List<String> key = keyColumns(dialect);
        String request = dialect.quote("request");
        String answer = dialect.quote("answer");
        String time = dialect.quote("occurred_at");
        List<ColumnType> types = types(ColumnType.KEY_TEXT, ColumnType.TIMESTAMP);
        List<String> placeholders = types.stream().map(dialect::placeholder).toList();
        String text = "INSERT INTO " + table + " (" + String.join(", ", key) + ", " + request + ", " + time
                + ") VALUES (" + String.join(", ", placeholders) + ")";
        String isKey = " WHERE " + String.join(" = ? AND ", key) + " = ?";
        this.insert = new SqlTemplate(text, types);
        this.insertUnlessPresent = dialect.insertUnlessPresent(text, key).map(unless -> new SqlTemplate(unless, types));
        this.select = new SqlTemplate("SELECT " + request + ", " + answer + " FROM " + table + isKey, KEY_TYPES);
        List<ColumnType> completing = new ArrayList<>(List.of(ColumnType.TEXT));
        completing.addAll(KEY_TYPES);
        this.complete = new SqlTemplate(
                "UPDATE " + table + " SET " + answer + " = " + dialect.placeholder(ColumnType.TEXT) + isKey,
                completing);
        this.forget = new SqlTemplate(
                "DELETE FROM " + table + " WHERE " + time + " < " + dialect.placeholder(ColumnType.TIMESTAMP),
                List.of(ColumnType.TIMESTAMP));
    }

    /** The statement that creates the table. */
    public static String create(Dialect dialect) {
        List<String> key = keyColumns(dialect);
        StringBuilder text =
                new StringBuilder("CREATE TABLE ").append(dialect.quote(TABLE)).append(" (");
        for (int i = 0; i < key.size(); i++) {
            text.append(key.get(i))
                    .append(' ')
                    .append(dialect.columnType(KEY_TYPES.get(i)))
                    .append(" NOT NULL, ");
        }
        return text.append(dialect.quote("request") + " " + dialect.columnType(ColumnType.KEY_TEXT) + " NOT NULL, ")
                .append(dialect.quote("answer") + " " + dialect.columnType(ColumnType.TEXT) + ", ")
                .append(dialect.quote("occurred_at") + " " + dialect.columnType(ColumnType.TIMESTAMP) + " NOT NULL, ")
                .append("PRIMARY KEY (" + String.join(", ", key) + "))")
                .append(dialect.tableOptions())
                .toString();
    }

    private static List<String> keyColumns(Dialect dialect) {
        return List.of(dialect.quote("source"), dialect.quote("caller"), dialect.quote("call_key"));
    }

    private static List<ColumnType> types(ColumnType... more) {
        List<ColumnType> types = new ArrayList<>(KEY_TYPES);
        types.addAll(Arrays.asList(more));
        return List.copyOf(types);
    }

    /**
     * Claims a key, or tells what has been done under it. Waits for a transaction that has claimed it and not ended yet.
     *
     * @param request what tells requests apart, at most 255 characters
     * @param at when, for {@link #forget}
     * @return what was done under the key; empty if it is claimed now
     */
    public Optional<Entry> claim(Jdbc jdbc, DispatchKey key, String request, Instant at) {
        List<Object> values = new ArrayList<>(key.values());
        values.add(request);
        values.add(at);
        for (int round = 0; round < ROUNDS; round++) {
            if (inserted(jdbc, values)) {
                return Optional.empty();
            }
            List<Entry> stored = jdbc.query(
                    select,
                    key.values(),
                    cells -> new Entry((String) Objects.requireNonNull(cells.get(1, ColumnType.KEY_TEXT)), (String)
                            cells.get(2, ColumnType.TEXT)));
            if (!stored.isEmpty()) {
                return Optional.of(stored.get(0));
            }
        }
        throw new EntailException(
                ErrorCode.CONCURRENCY_CONFLICT,
                "The idempotency key of '" + key.source() + "' is claimed and forgotten at the same time; try again");
    }

    private boolean inserted(Jdbc jdbc, List<Object> values) {
        if (insertUnlessPresent.isPresent()) {
            return jdbc.update(insertUnlessPresent.get(), values) == 1;
        }
        try {
            jdbc.update(insert, values);
            return true;
        } catch (StorageException e) {
            if (e.error().errorClass() != ErrorClass.UNIQUE) {
                throw e;
            }
            return false;
        }
    }

    /** Keeps the answer to a request whose key this transaction has claimed. */
    public void complete(Jdbc jdbc, DispatchKey key, String answer) {
        List<Object> values = new ArrayList<>();
        values.add(answer);
        values.addAll(key.values());
        jdbc.update(complete, values);
    }

    /**
     * Forgets what was done before a time, so that its keys can be used again.
     *
     * @return how many keys that were
     */
    public int forget(Jdbc jdbc, Instant before) {
        return jdbc.update(forget, List.of(before));
    }

    /**
     * What has been done under a key.
     *
     * @param request what tells requests apart
     * @param answer null if the answer is still to come
     */
    public record Entry(String request, @Nullable String answer) {}
}
