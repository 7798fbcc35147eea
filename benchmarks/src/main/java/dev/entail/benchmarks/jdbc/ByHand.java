package dev.entail.benchmarks.jdbc;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A database for those who write their statements themselves. It is opened as Entail opens it, so that pools, sessions and
 * drivers are alike.
 */
public final class ByHand implements AutoCloseable {
    private final Database database;
    private final boolean postgres;
    /** Where one transaction writes at a time it is faster to wait here than to ask the database again and again. */
    private final @Nullable ReentrantLock writer;

    private final AtomicLong ids = new AtomicLong();

    /** Takes over a database and closes it. */
    public ByHand(Database database) {
        this.database = database;
        String product = database.info().product();
        this.postgres = product.equals("PostgreSQL");
        this.writer = product.equals("SQLite") ? new ReentrantLock() : null;
    }

    /** How this database wants its SQL. */
    public Dialect dialect() {
        return database.dialect();
    }

    boolean isPostgres() {
        return postgres;
    }

    /** Statements on one connection. */
    @FunctionalInterface
    public interface Work {
        /** Sends them. */
        void run(Connection connection) throws SQLException;
    }

    /** Runs statements in a transaction, which is rolled back if one fails. */
    public void inTransaction(Work work) throws SQLException {
        onConnection(connection -> {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                work.run(connection);
                connection.commit();
                done = true;
            } finally {
                if (!done) {
                    connection.rollback();
                }
            }
        });
    }

    /** Runs statements that need no transaction around them. */
    public void onConnection(Work work) throws SQLException {
        if (writer != null) {
            writer.lock();
        }
        try (Connection connection = database.dataSource().getConnection()) {
            work.run(connection);
        } finally {
            if (writer != null) {
                writer.unlock();
            }
        }
    }

    /** Runs statements without parameters, each for itself. */
    public void execute(String... statements) throws SQLException {
        onConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        });
    }

    /** The first number of the only row of a query. */
    public long number(String query) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw new SQLException("No row: " + query);
            }
            return row.getLong(1);
        }
    }

    /** The next id of any table. One process that counts is the cheapest there is. */
    public long nextId() {
        return ids.incrementAndGet();
    }

    /**
     * Creates rows that consist of an id and a text.
     *
     * @return their ids
     */
    public long[] create(String table, String column, int number) throws SQLException {
        long[] created = new long[number];
        inTransaction(connection -> {
            String sql = "INSERT INTO " + table + " (id, " + column + ") VALUES (?, ?)";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                for (int i = 0; i < number; i++) {
                    created[i] = nextId();
                    insert.setLong(1, created[i]);
                    insert.setString(2, "n" + i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
        return created;
    }

    /** Makes sure that a query has this number for an answer. */
    public void expect(long number, String query) throws SQLException {
        long found = number(query);
        if (found != number) {
            throw new IllegalStateException(found + " instead of " + number + ": " + query);
        }
    }

    /** Runs a statement that must change one row, or else the transaction must not be committed. */
    public static void one(PreparedStatement statement) throws SQLException {
        changed(1, statement.executeUpdate());
    }

    /** Runs a batch, each statement of which must change one row. */
    public static void ones(PreparedStatement batch) throws SQLException {
        for (int changed : batch.executeBatch()) {
            // A driver that has put several statements together does not say how many rows each has changed.
            if (changed != Statement.SUCCESS_NO_INFO) {
                changed(1, changed);
            }
        }
    }

    /** Makes sure that a statement has changed so many rows. */
    static void changed(int wanted, int changed) throws SQLException {
        if (changed != wanted) {
            throw new SQLException(wanted + " rows were to be changed, not " + changed);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
