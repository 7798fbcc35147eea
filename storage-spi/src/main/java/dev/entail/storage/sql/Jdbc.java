package dev.entail.storage.sql;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClass;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs templates on one connection. Every database error leaves it as a {@link StorageException}. */
public final class Jdbc {
    /** Rows of one insert when there are many. Of more the text is long. */
    private static final int ROWS_TOGETHER = 32;

    /** From here on a further round trip, for the rows that are left over, does not count. */
    private static final int MANY_ROWS = 256;

    private final ConnectionAccess access;
    private final Dialect dialect;
    private final SqlErrors errors;
    private final Deadline deadline;
    private final boolean readOnly;
    private StatementListener listener;
    private Purpose purpose;

    /** Runs on {@code connection}, which somebody else opens and closes. */
    public Jdbc(Connection connection, Dialect dialect, SqlErrors errors, StatementListener listener) {
        this(ConnectionAccess.of(connection), dialect, errors, listener, Purpose.QUERY, Deadline.NONE, false);
    }

    /**
     * The same within limits.
     *
     * @param access asked for the connection with the first statement
     * @param listener hears of every statement
     * @param purpose what the statements are for, until {@link #serve} says otherwise
     * @param deadline when the last statement must have ended
     * @param readOnly whether changes are refused before they are sent
     */
    public Jdbc(
            ConnectionAccess access,
            Dialect dialect,
            SqlErrors errors,
            StatementListener listener,
            Purpose purpose,
            Deadline deadline,
            boolean readOnly) {
        this.access = access;
        this.dialect = dialect;
        this.errors = errors;
        this.listener = listener;
        this.purpose = purpose;
        this.deadline = deadline;
        this.readOnly = readOnly;
    }

    /** The connection, for the few who need more than statements. */
    public Connection connection() {
        return access.connection();
    }

    /** The same for statements that may, or even should, run before the transaction has begun. */
    public Connection connectionBeforeTransaction() {
        return access.beforeTransaction();
    }

    /** How SQL is written here. */
    public Dialect dialect() {
        return dialect;
    }

    /** Says what the statements are for from now on; returns what they were for. */
    public Purpose serve(Purpose next) {
        Purpose before = purpose;
        purpose = next;
        return before;
    }

    /** Tells somebody else of every statement as well from now on. */
    public void tell(StatementListener another) {
        StatementListener first = listener;
        listener = execution -> {
            first.executed(execution);
            another.executed(execution);
        };
    }

    /** Turns an error that happened on this connection into a coded one. */
    public EntailException translate(SQLException error) {
        StorageException translated = errors.translate(error);
        return deadline.hasPassed() && isEndOfWaiting(translated.error().errorClass())
                ? deadline.timeout(error)
                : translated;
    }

    /** A statement that waited until the time was up; which of several limits the database noticed first is chance. */
    private static boolean isEndOfWaiting(ErrorClass errorClass) {
        return switch (errorClass) {
            case CANCELLED, LOCK_TIMEOUT, BUSY -> true;
            default -> false;
        };
    }

    /**
     * Makes sure that changes may be sent.
     *
     * @throws EntailException {@code DATABASE_READ_ONLY} if this is for reading only
     */
    public void requireWritable() {
        if (readOnly) {
            throw new EntailException(
                    ErrorCode.DATABASE_READ_ONLY,
                    "The transaction is read-only, so nothing was sent; write in one that is not");
        }
    }

    private Prepared prepare(String text) throws SQLException {
        deadline.check();
        return limited(access.connection().prepareStatement(text));
    }

    private Prepared limited(PreparedStatement statement) throws SQLException {
        Prepared prepared = new Prepared(statement, deadline.isLimited());
        if (deadline.isLimited()) {
            prepared.limit(deadline.secondsLeft());
        }
        return prepared;
    }

    /** A statement whose limit is taken off in the end: a JDBC driver may hand it out again to somebody with more time. */
    private record Prepared(PreparedStatement statement, boolean limited) implements AutoCloseable {
        void limit(int seconds) throws SQLException {
            try {
                statement.setQueryTimeout(seconds);
            } catch (SQLException e) {
                statement.close();
                throw e;
            }
        }

        @Override
        public void close() throws SQLException {
            try (statement) {
                if (limited) {
                    statement.setQueryTimeout(0);
                }
            }
        }
    }

    /** Runs a statement and tells how many rows it changed. */
    public int update(SqlTemplate template, List<? extends @Nullable Object> values) {
        requireWritable();
        try (Prepared prepared = prepare(template.text())) {
            PreparedStatement statement = prepared.statement();
            bind(statement, template, values);
            return observed(template, 1, false, statement::executeUpdate);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    /**
     * Runs a statement for each list of values in one round trip, or without a batch if there is only one. Many rows of an
     * insert take two, because some of them go together in each statement.
     *
     * @return the positions of those that changed no row, as far as the database tells
     */
    public List<Integer> updateAll(SqlTemplate template, List<? extends List<? extends @Nullable Object>> rows) {
        if (rows.size() == 1) {
            return update(template, rows.get(0)) == 0 ? List.of(0) : List.of();
        }
        int inserted = insertTogether(template, rows);
        if (inserted > 0) {
            return inserted == rows.size() ? List.of() : updateAll(template, rows.subList(inserted, rows.size()));
        }
        return zeros(batch(template, template.text(), rows.size(), statement -> {
            for (List<? extends @Nullable Object> row : rows) {
                bind(statement, template, row);
                statement.addBatch();
            }
        }));
    }

    /** Inserts as many rows as fill statements for several of them; tells how many, which may be none. */
    private int insertTogether(SqlTemplate template, List<? extends List<? extends @Nullable Object>> rows) {
        int parameters = template.parameters().size();
        if (!template.insertsSeveral()
                || rows.size() < MANY_ROWS
                || ROWS_TOGETHER * parameters > dialect.maxParameters()) {
            return 0;
        }
        int inserted = rows.size() / ROWS_TOGETHER * ROWS_TOGETHER;
        batch(template, template.times(ROWS_TOGETHER).getFirst(), inserted, statement -> {
            for (int row = 0; row < inserted; row++) {
                bind(statement, 1 + row % ROWS_TOGETHER * parameters, template, rows.get(row));
                if ((row + 1) % ROWS_TOGETHER == 0) {
                    statement.addBatch();
                }
            }
        });
        return inserted;
    }

    private int[] batch(SqlTemplate template, String text, int times, Filling filling) {
        requireWritable();
        try (Prepared prepared = prepare(text)) {
            filling.fill(prepared.statement());
            return observed(template, times, false, prepared.statement()::executeBatch);
        } catch (BatchUpdateException e) {
            throw translate(e.getNextException() == null ? e : e.getNextException());
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    private interface Filling {
        void fill(PreparedStatement statement) throws SQLException;
    }

    /**
     * Runs statements that are a transaction of their own in one round trip, on a connection whose transaction has not begun. If
     * they fail it begins, so that a rollback undoes what is left of them.
     *
     * @param text what the dialect makes of the texts of all statements; the parameters are theirs in order
     * @param statements what is to be bound
     * @throws EntailException also {@code COMMIT_OUTCOME_UNKNOWN}, as from any commit
     */
    public void updateTogether(String text, List<StatementBatch> statements) {
        requireWritable();
        deadline.check();
        Connection connection = access.beforeTransaction();
        try (Prepared prepared = limited(connection.prepareStatement(text))) {
            PreparedStatement statement = prepared.statement();
            int position = 1;
            for (StatementBatch batch : statements) {
                for (List<? extends @Nullable Object> values : batch.rows()) {
                    bind(statement, position, batch.template(), values);
                    position += values.size();
                }
            }
            observed(statements, statement::execute);
        } catch (SQLException e) {
            EntailException failure = deadline.hasPassed() ? translate(e) : errors.translateCommit(e);
            beginAfter(failure);
            throw failure;
        }
    }

    private void beginAfter(EntailException failure) {
        try {
            access.connection();
        } catch (EntailException e) {
            failure.addSuppressed(e);
        }
    }

    private static List<Integer> zeros(int[] counts) {
        List<Integer> zeros = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                zeros.add(i);
            }
        }
        return zeros;
    }

    /** Runs a query and reads each row. */
    public <T> List<T> query(SqlTemplate template, List<? extends @Nullable Object> values, RowReader<T> reader) {
        List<T> result = new ArrayList<>();
        read(template, values, 0, cells -> result.add(reader.read(cells)));
        return result;
    }

    /**
     * Runs a query and passes on each row while the others are still to come. The time limit is that of all other statements,
     * and also ends the rows; what {@code consumer} throws comes through as it is.
     */
    public void forEach(SqlTemplate template, List<? extends @Nullable Object> values, RowConsumer consumer) {
        read(template, values, dialect.fetchSize(), consumer);
    }

    private void read(
            SqlTemplate template, List<? extends @Nullable Object> values, int fetchSize, RowConsumer consumer) {
        try (Prepared prepared = prepare(template.text())) {
            PreparedStatement statement = prepared.statement();
            bind(statement, template, values);
            if (fetchSize > 0) {
                statement.setFetchSize(fetchSize);
            }
            try (ResultSet rows = observed(template, 1, true, statement::executeQuery)) {
                Cells cells = new Cells(rows);
                while (rows.next()) {
                    // JDBC limits the execution only, and a driver may fetch rows after it.
                    deadline.check();
                    consumer.accept(cells);
                }
            }
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    private <T> T observed(SqlTemplate template, int times, boolean answers, Execution<T> execution)
            throws SQLException {
        return observed(
                execution,
                (took, failed) -> tell(new StatementExecution(purpose, template.text(), times, answers, took, failed)));
    }

    /** Of statements that go together each is told, with the time of all of them. */
    private void observed(List<StatementBatch> statements, Execution<Boolean> execution) throws SQLException {
        observed(
                execution,
                (took, failed) -> statements.forEach(batch -> tell(new StatementExecution(
                        purpose, batch.template().text(), batch.rows().size(), false, took, failed))));
    }

    private static <T> T observed(Execution<T> execution, Outcome outcome) throws SQLException {
        long start = System.nanoTime();
        boolean failed = true;
        try {
            T result = execution.run();
            failed = false;
            return result;
        } finally {
            outcome.tell(Duration.ofNanos(System.nanoTime() - start), failed);
        }
    }

    /** Whoever listens is no reason for a statement to fail. */
    private void tell(StatementExecution execution) {
        try {
            listener.executed(execution);
        } catch (RuntimeException e) {
            System.getLogger(Jdbc.class.getName())
                    .log(System.Logger.Level.WARNING, "A listener to statements failed: " + e);
        }
    }

    private interface Outcome {
        void tell(Duration took, boolean failed);
    }

    private interface Execution<T> {
        T run() throws SQLException;
    }

    private void bind(PreparedStatement statement, SqlTemplate template, List<? extends @Nullable Object> values)
            throws SQLException {
        bind(statement, 1, template, values);
    }

    private void bind(
            PreparedStatement statement, int first, SqlTemplate template, List<? extends @Nullable Object> values)
            throws SQLException {
        List<ColumnType> types = template.parameters();
        if (types.size() != values.size()) {
            throw new IllegalArgumentException(
                    types.size() + " parameters, " + values.size() + " values: " + template.text());
        }
        for (int i = 0; i < types.size(); i++) {
            dialect.bind(statement, first + i, types.get(i), values.get(i));
        }
    }

    /** Makes something of a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** Reads the current row. */
        T read(Cells cells) throws SQLException;
    }

    /** Does something with a row. */
    @FunctionalInterface
    public interface RowConsumer {
        /** Takes the current row. */
        void accept(Cells cells) throws SQLException;
    }

    /** The values of the current row, by position from 1. */
    public final class Cells {
        private final ResultSet rows;

        private Cells(ResultSet rows) {
            this.rows = rows;
        }

        /** The value at a position, or null. */
        public @Nullable Object get(int position, ColumnType type) throws SQLException {
            return dialect.read(rows, position, type);
        }
    }
}
