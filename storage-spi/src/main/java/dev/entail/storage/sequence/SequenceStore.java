package dev.entail.storage.sequence;

import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceRange;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.sql.StorageException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Takes numbers from counters, with one atomic statement each: it creates the counter or moves it on (STO-550..556). The row
 * of the counter stays locked until the end of the transaction, and a rollback moves it back. Thread-safe.
 */
public final class SequenceStore {
    /** Physical name of the table. */
    public static final String TABLE = "_entail_scoped_sequence_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
    private static final int KEY_LENGTH = 255;
    private static final int ROUNDS = 5;
    private static final List<ColumnType> TYPES = List.of(ColumnType.KEY_TEXT, ColumnType.KEY_TEXT, ColumnType.INTEGER);

    private final String table;
    private final String name;
    private final String scope;
    private final String last;
    private final SqlTemplate advance;
    private final Optional<SqlTemplate> advanceReturning;
    private final SqlTemplate raise;
    private final SqlTemplate replace;
    private final SqlTemplate read;

    /** Counters in a database of this dialect. */
    public SequenceStore(Dialect dialect) {
        this.table = dialect.quote(TABLE);
        this.name = dialect.quote("name");
        this.scope = dialect.quote("scope");
        this.last = dialect.quote("last_value");
        String stored = table + "." + last;
        this.advance = upsert(dialect, stored + " + ?", 1);
        this.advanceReturning = dialect.updateReturning(advance.text(), List.of(last))
                .map(text -> new SqlTemplate(text, advance.parameters()));
        this.raise = upsert(dialect, "CASE WHEN " + stored + " < ? THEN ? ELSE " + stored + " END", 2);
        this.replace = upsert(dialect, "?", 1);
        this.read = new SqlTemplate(
                "SELECT " + last + " FROM " + table + " WHERE " + name + " = ? AND " + scope + " = ?",
                List.of(ColumnType.KEY_TEXT, ColumnType.KEY_TEXT));
    }

    private SqlTemplate upsert(Dialect dialect, String value, int parameters) {
        List<ColumnType> types = new ArrayList<>(TYPES);
        for (int i = 0; i < parameters; i++) {
            types.add(ColumnType.INTEGER);
        }
        String text = dialect.upsert(
                table, List.of(name, scope, last), TYPES, List.of(name, scope), List.of(last + " = " + value));
        return new SqlTemplate(text, types);
    }

    /** The statement that creates the table. */
    public static String create(Dialect dialect) {
        String key = dialect.columnType(ColumnType.KEY_TEXT) + " NOT NULL";
        return "CREATE TABLE " + dialect.quote(TABLE) + " (" + dialect.quote("name") + " " + key + ", "
                + dialect.quote("scope") + " " + key + ", " + dialect.quote("last_value") + " "
                + dialect.columnType(ColumnType.INTEGER) + " NOT NULL, PRIMARY KEY (" + dialect.quote("name") + ", "
                + dialect.quote("scope") + "))" + dialect.tableOptions();
    }

    /**
     * Takes the next {@code count} numbers of a scope.
     *
     * @throws EntailException {@code WRITE_INVALID} if the count is not positive or the scope does not fit the sequence,
     *     {@code VALUE_OUT_OF_RANGE} if there are no such numbers
     */
    public SequenceRange reserve(Jdbc jdbc, Sequence sequence, SequenceScope wanted, long count) {
        check(sequence, wanted);
        if (count < 1) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID,
                    "Sequence " + sequence.name() + " gives 1 or more numbers at once, was asked for " + count);
        }
        long distance = exact(() -> Math.multiplyExact(sequence.step(), count), sequence);
        long first = exact(() -> Math.addExact(sequence.start(), distance), sequence);
        List<Object> values = List.of(sequence.name(), key(wanted), first, distance);
        long end;
        if (advanceReturning.isPresent()) {
            SqlTemplate returning = advanceReturning.get();
            end = repeated(() -> jdbc.query(
                            returning, values, cells -> (Long) Objects.requireNonNull(cells.get(1, ColumnType.INTEGER)))
                    .get(0));
        } else {
            repeated(() -> jdbc.update(advance, values));
            end = read(jdbc, sequence, wanted).orElseThrow();
        }
        return new SequenceRange(end - distance + sequence.step(), count, end, sequence.step());
    }

    /** The last number that was taken or seeded in a scope; empty if none was. */
    public OptionalLong read(Jdbc jdbc, Sequence sequence, SequenceScope wanted) {
        check(sequence, wanted);
        List<Long> stored = jdbc.query(read, List.of(sequence.name(), key(wanted)), cells ->
                (Long) Objects.requireNonNull(cells.get(1, ColumnType.INTEGER)));
        return stored.isEmpty() ? OptionalLong.empty() : OptionalLong.of(stored.get(0));
    }

    /** Sets the counter of a scope, unless it is further already and {@code back} does not allow to move it back. */
    public void seed(Jdbc jdbc, Sequence sequence, SequenceScope wanted, long value, boolean back) {
        check(sequence, wanted);
        List<Object> values = new ArrayList<>(List.of(sequence.name(), key(wanted), value, value));
        if (!back) {
            values.add(value);
        }
        repeated(() -> jdbc.update(back ? replace : raise, values));
    }

    private static void check(Sequence sequence, SequenceScope wanted) {
        if (!NAME.matcher(sequence.name()).matches() || sequence.name().length() > KEY_LENGTH || sequence.step() < 1) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID,
                    "A sequence has a name of letters, digits and underscores and a step of at least 1, not '"
                            + sequence.name() + "' and " + sequence.step());
        }
        if (sequence.scope().isEmpty() || !wanted.names().equals(sequence.scope())) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID,
                    "Sequence " + sequence.name() + " counts per " + sequence.scope()
                            + ", the scope that was given has " + wanted.names());
        }
    }

    /** The text of a scope, or a part of it with a hash of the whole where it does not fit into the key. */
    private static String key(SequenceScope wanted) {
        String text = wanted.text();
        if (text.length() <= KEY_LENGTH) {
            return text;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            String hash = "#" + HexFormat.of().formatHex(digest);
            int cut = KEY_LENGTH - hash.length();
            return text.substring(0, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut) + hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Where two transactions may fail to create the same counter at once, the one that failed finds it the next time. */
    private static <T> T repeated(java.util.function.Supplier<T> statement) {
        for (int round = 1; ; round++) {
            try {
                return statement.get();
            } catch (StorageException e) {
                if (e.error().errorClass() != ErrorClass.UNIQUE || round == ROUNDS) {
                    throw e;
                }
            }
        }
    }

    private static long exact(java.util.function.LongSupplier arithmetic, Sequence sequence) {
        try {
            return arithmetic.getAsLong();
        } catch (ArithmeticException e) {
            throw new EntailException(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    "Sequence " + sequence.name() + " would exceed the range of 64-bit integers",
                    e);
        }
    }
}
