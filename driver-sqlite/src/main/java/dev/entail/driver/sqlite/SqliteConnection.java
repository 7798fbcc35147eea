package dev.entail.driver.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;
import org.sqlite.jdbc4.JDBC4Statement;

/**
 * A connection whose transactions take the write lock when they begin. The JDBC driver begins the next transaction within
 * {@code commit()}: were that one to wait for the write lock too, a commit that succeeded could be reported as failed.
 * Therefore only leaving auto-commit mode takes the lock, and a read-only connection never does.
 *
 * <p>The JDBC driver takes the time limit of a statement for the time to wait for locks; here it also ends the statement.
 */
final class SqliteConnection extends JDBC4Connection {
    private static final String URL_PREFIX = "jdbc:sqlite:";

    private boolean readOnly;

    SqliteConnection(String url, Properties properties) throws SQLException {
        super(url, url.substring(URL_PREFIX.length()), properties);
        getConnectionConfig().setTransactionMode(TransactionMode.DEFERRED);
        Decimals.register(this);
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (autoCommit || !getAutoCommit()) {
            super.setAutoCommit(autoCommit);
            return;
        }
        getConnectionConfig().setTransactionMode(readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
        try {
            super.setAutoCommit(false);
        } catch (SQLException e) {
            // The transaction did not begin, although the JDBC driver has already noted that it has.
            getConnectionConfig().setAutoCommit(true);
            throw e;
        } finally {
            getConnectionConfig().setTransactionMode(TransactionMode.DEFERRED);
        }
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        checkOpen();
        checkCursor(type, concurrency, holdability);
        return new LimitedStatement(this);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        checkOpen();
        checkCursor(type, concurrency, holdability);
        return new LimitedPreparedStatement(this, sql);
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        if (this.readOnly == readOnly) {
            return;
        }
        try (Statement statement = createStatement()) {
            statement.execute("PRAGMA query_only = " + readOnly);
        }
        this.readOnly = readOnly;
    }

    private static final class LimitedStatement extends JDBC4Statement {
        LimitedStatement(SqliteConnection connection) {
            super(connection);
        }

        @Override
        protected <T> T withConnectionTimeout(SQLCallable<T> work) throws SQLException {
            return TimeLimit.enforce(conn, getQueryTimeout(), () -> super.withConnectionTimeout(work));
        }
    }

    private static final class LimitedPreparedStatement extends JDBC4PreparedStatement {
        LimitedPreparedStatement(SqliteConnection connection, String sql) throws SQLException {
            super(connection, sql);
        }

        @Override
        protected <T> T withConnectionTimeout(SQLCallable<T> work) throws SQLException {
            return TimeLimit.enforce(conn, getQueryTimeout(), () -> super.withConnectionTimeout(work));
        }
    }
}
