package dev.entail.storage.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.storage.spi.TransactionCapability.ConcurrentWriters;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends transactions, in the callback form only: commit when the callback returns, rollback when it throws
 * (STO-601). Thread-safe.
 */
public final class Transactions {
    private final Database database;
    private final SqlErrors errors;
    private final TransactionCapability capability;
    private final ReentrantLock queue = new ReentrantLock(true);
    private final ThreadLocal<@Nullable Transaction> current = new ThreadLocal<>();

    /** Transactions on one database. */
    public Transactions(Database database, SqlErrors errors) {
        this.database = database;
        this.errors = errors;
        this.capability = database.getTransactionCapability();
    }

    /** Whether the calling thread is in a transaction. */
    public boolean isActive() {
        return current.get() != null;
    }

    /**
     * Runs {@code work} in a transaction of its own.
     *
     * @throws EntailException {@code CAPABILITY_MISSING} if the database does not offer the isolation, before anything
     *     runs; {@code TRANSACTION_MISUSED} if the thread is in a transaction already
     */
    public <T extends @Nullable Object> T inTransaction(IsolationLevel isolation, Function<Transaction, T> work) {
        if (!capability.isolationLevels().contains(isolation)) {
            throw new EntailException(
                    ErrorCode.CAPABILITY_MISSING,
                    database.info() + " does not offer isolation " + isolation + "; it offers "
                            + capability.isolationLevels());
        }
        if (isActive()) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED, "The thread is in a transaction already; do the work in that one");
        }
        boolean queued = capability.concurrentWriters() == ConcurrentWriters.ONE
                || capability.serializedInProcess().contains(isolation);
        if (!queued) {
            return run(isolation, work);
        }
        queue.lock();
        try {
            return run(isolation, work);
        } finally {
            queue.unlock();
        }
    }

    /** Runs reads in the transaction of the thread if there is one, else each on its own. */
    public <T> T reading(Function<Jdbc, T> work) {
        Transaction active = current.get();
        if (active != null) {
            active.prepareRead();
            return work.apply(active.jdbc());
        }
        try (Connection connection = database.dataSource().getConnection()) {
            return work.apply(new Jdbc(connection, database.dialect(), errors));
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    /**
     * The same as {@link #reading} for a result that is too large to be held at once. Outside of a transaction the
     * connection is taken for as long as the work lasts.
     */
    public void streaming(Consumer<Jdbc> work) {
        if (isActive() || !database.dialect().fetchesInTransactionsOnly()) {
            reading(jdbc -> {
                work.accept(jdbc);
                return true;
            });
            return;
        }
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.accept(new Jdbc(connection, database.dialect(), errors));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    // Closed by hand, not by try-with-resources: a failure to roll back or to close must not hide the first failure.
    @SuppressWarnings("try")
    private <T extends @Nullable Object> T run(IsolationLevel isolation, Function<Transaction, T> work) {
        Connection connection = begin(isolation);
        Transaction transaction = new Transaction(new Jdbc(connection, database.dialect(), errors), isolation);
        current.set(transaction);
        boolean committed = false;
        try {
            T result = work.apply(transaction);
            RuntimeException failure = transaction.failure();
            if (failure != null) {
                throw failure;
            }
            commit(connection);
            committed = true;
            return result;
        } catch (RuntimeException | Error e) {
            CleanUp.after(e, connection::rollback);
            throw e;
        } finally {
            current.remove();
            transaction.end(committed);
            release(connection);
        }
    }

    private Connection begin(IsolationLevel isolation) {
        Connection connection;
        try {
            connection = database.dataSource().getConnection();
        } catch (SQLException e) {
            throw errors.translate(e);
        }
        try {
            if (isolation == IsolationLevel.SERIALIZABLE) {
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            release(connection);
            throw errors.translate(e);
        }
    }

    private void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw errors.translateCommit(e);
        }
    }

    /** Gives the connection back; the pool resets it, and discards it if that fails. */
    private static void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The outcome of the transaction is known by now, and the pool has let go of the connection.
            System.getLogger(Transactions.class.getName())
                    .log(System.Logger.Level.WARNING, "A connection could not be returned cleanly", e);
        }
    }
}
