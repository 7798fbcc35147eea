package dev.entail.storage.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.ConnectionAccess;
import dev.entail.storage.sql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one transaction: taken from the pool when it is first needed, in a transaction when the first statement
 * that belongs to it is sent. Work that sends nothing costs nothing, and what is sent together with its end begins none.
 * While there is a connection the transaction has its place: who waits for a place must not keep others from a connection,
 * and nothing of others may come between what is sent, in a transaction or not.
 */
final class TransactionConnection implements ConnectionAccess {
    private final Database database;
    private final SqlErrors errors;
    private final TransactionOptions options;
    private final Place place;
    private @Nullable Connection connection;
    private @Nullable RuntimeException failure;
    private boolean begun;
    private boolean ended;

    TransactionConnection(Database database, SqlErrors errors, TransactionOptions options, Place place) {
        this.database = database;
        this.errors = errors;
        this.options = options;
        this.place = place;
    }

    @Override
    public Connection connection() {
        requireOpen();
        Connection taken = beforeTransaction();
        if (!begun) {
            try {
                begin(taken);
                begun = true;
            } catch (SQLException e) {
                throw errors.translate(e);
            }
        }
        return taken;
    }

    @Override
    public Connection beforeTransaction() {
        requireOpen();
        Connection taken = connection;
        if (taken == null) {
            enter();
            try {
                taken = database.dataSource().getConnection();
                connection = taken;
            } catch (SQLException e) {
                throw errors.translate(e);
            }
        }
        return taken;
    }

    /** Somebody wanted to send something and could not, so the rest must not be sent without it. */
    private void enter() {
        if (failure != null) {
            throw failure;
        }
        try {
            place.enter();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void begin(Connection taken) throws SQLException {
        if (options.isolation() == IsolationLevel.SERIALIZABLE) {
            taken.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }
        if (options.readOnly()) {
            taken.setReadOnly(true);
        }
        taken.setAutoCommit(false);
    }

    private void requireOpen() {
        if (ended) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED,
                    "'" + options.name()
                            + "' has been committed already; nothing may be sent after its last statements");
        }
    }

    /** Whether a statement of the transaction has been sent, or was going to be. */
    boolean hasBegun() {
        return begun;
    }

    /** The failure to get a place in time, or null. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /** Notes that what was sent outside the transaction was all of it. */
    void end() {
        ended = true;
    }

    void commit() {
        Connection taken = connection;
        if (taken != null && begun) {
            try {
                taken.commit();
            } catch (SQLException e) {
                throw errors.translateCommit(e);
            }
        }
    }

    /** A connection that could not be rolled back is of no use to anybody, so the pool must let go of it (STO-606). */
    void rollBack(Throwable first) {
        Connection taken = connection;
        if (taken != null && begun) {
            try {
                taken.rollback();
            } catch (SQLException | RuntimeException e) {
                first.addSuppressed(e);
                CleanUp.after(first, () -> destroy(taken));
            }
        }
    }

    private static void destroy(Connection connection) throws SQLException {
        // Not every JDBC driver knows how to abort, and the one of the pool would merely be returned.
        Connection physical = connection.unwrap(Connection.class);
        try (physical) {
            physical.abort(Runnable::run);
        }
    }

    /** Gives the connection back, then the place; the pool resets the connection, and discards it if that fails. */
    void release() {
        try {
            close();
        } finally {
            place.leave();
        }
    }

    private void close() {
        Connection taken = connection;
        if (taken != null) {
            try {
                taken.close();
            } catch (SQLException e) {
                // The outcome of the transaction is known by now, and the pool has let go of the connection.
                System.getLogger(Transactions.class.getName())
                        .log(System.Logger.Level.WARNING, "A connection could not be returned cleanly", e);
            }
        }
    }
}
