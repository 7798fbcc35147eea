package dev.entail.storage.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Counters as rows of a table, for databases without sequences. A block is claimed by one atomic update of the row. */
public final class TableSequences implements Sequences {
    /** Physical name of the table. */
    public static final String TABLE = "_entail_sequence_";

    private static final int BLOCK_SIZE = 128;

    private final String table;
    private final String name;
    private final String nextValue;
    private final Dialect dialect;
    private final @Nullable DataSource own;

    private TableSequences(Dialect dialect, @Nullable DataSource own) {
        this.dialect = dialect;
        this.own = own;
        this.table = dialect.quote(TABLE);
        this.name = dialect.quote("name");
        this.nextValue = dialect.quote("next_value");
    }

    /**
     * Counters that are claimed on the connection of the caller and roll back with its transaction. The database must be
     * able to return columns from an update.
     */
    public static TableSequences onCurrentConnection(Dialect dialect) {
        return new TableSequences(dialect, null);
    }

    /**
     * Counters that are claimed on connections of their own, so that no caller holds the lock of a counter until the end
     * of its transaction. The pool must not be the one that callers draw from, else they could wait for each other.
     */
    public static TableSequences onOwnConnection(Dialect dialect, DataSource own) {
        return new TableSequences(dialect, own);
    }

    @Override
    public List<String> create(String sequence) {
        String literal = "'" + sequence.replace("'", "''") + "'";
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + table + " (" + name + " " + dialect.columnType(ColumnType.KEY_TEXT)
                        + " NOT NULL PRIMARY KEY, " + nextValue + " " + dialect.columnType(ColumnType.INTEGER)
                        + " NOT NULL)" + dialect.tableOptions(),
                "INSERT INTO " + table + " (" + name + ", " + nextValue + ") SELECT " + literal
                        + ", 1 FROM (SELECT 1 AS one) AS seed WHERE NOT EXISTS (SELECT 1 FROM " + table + " WHERE "
                        + name + " = " + literal + ")");
    }

    @Override
    public long reserve(Connection current, String sequence) throws SQLException {
        if (own == null) {
            String sql = dialect.updateReturning(update(), List.of(nextValue)).orElseThrow();
            return blockBefore(query(current, sql, sequence));
        }
        return blockBefore(onOwn(own, connection -> claim(connection, sequence)));
    }

    @Override
    public boolean advance(Connection current, String sequence, long past) throws SQLException {
        Sequences.requireRange(past);
        return own == null
                ? raise(current, sequence, past)
                : onOwn(own, connection -> raise(connection, sequence, past));
    }

    private static <T> T onOwn(DataSource own, Claim<T> claim) throws SQLException {
        try (Connection connection = own.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = claim.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public int blockSize() {
        return BLOCK_SIZE;
    }

    @Override
    public boolean transactional() {
        return own == null;
    }

    private static long blockBefore(long next) {
        return next - BLOCK_SIZE;
    }

    private String update() {
        return "UPDATE " + table + " SET " + nextValue + " = " + nextValue + " + " + BLOCK_SIZE + " WHERE " + name
                + " = ?";
    }

    /** The update locks the row, so that the query after it sees this transaction's own value and no other. */
    private long claim(Connection connection, String sequence) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(update())) {
            dialect.bind(update, 1, ColumnType.KEY_TEXT, sequence);
            update.executeUpdate();
        }
        return query(connection, select(), sequence);
    }

    /** One update, so that the comparison and the change cannot be torn apart. */
    private boolean raise(Connection connection, String sequence, long past) throws SQLException {
        String sql = "UPDATE " + table + " SET " + nextValue + " = ? WHERE " + name + " = ? AND " + nextValue + " <= ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            dialect.bind(update, 1, ColumnType.INTEGER, past + 1);
            dialect.bind(update, 2, ColumnType.KEY_TEXT, sequence);
            dialect.bind(update, 3, ColumnType.INTEGER, past);
            if (update.executeUpdate() == 1) {
                return true;
            }
        }
        query(connection, select(), sequence);
        return false;
    }

    private String select() {
        return "SELECT " + nextValue + " FROM " + table + " WHERE " + name + " = ?";
    }

    private long query(Connection connection, String sql, String sequence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            dialect.bind(statement, 1, ColumnType.KEY_TEXT, sequence);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("There is no sequence " + sequence + " in table " + TABLE);
                }
                return row.getLong(1);
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Something to do with the counters on a connection. */
    @FunctionalInterface
    private interface Claim<T> {
        T on(Connection connection) throws SQLException;
    }
}
