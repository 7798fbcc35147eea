package dev.entail.storage.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.storage.sql.Deadline;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.Purpose;
import dev.entail.storage.sql.SqlErrors;
import dev.entail.storage.sql.StatementListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
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
    private final StatementListener listener;
    private final TransactionCapability capability;
    private final TogetherTemplates together;
    private final Places places;
    private final ThreadLocal<@Nullable Transaction> current = new ThreadLocal<>();

    /**
     * Transactions on one database.
     *
     * @param listener hears of every statement
     */
    public Transactions(Database database, SqlErrors errors, StatementListener listener) {
        this.database = database;
        this.errors = errors;
        this.listener = listener;
        this.capability = database.getTransactionCapability();
        this.together = new TogetherTemplates(database.dialect());
        this.places = new Places(capability);
    }

    /** Whether the calling thread is in a transaction. */
    public boolean isActive() {
        return current.get() != null;
    }

    /**
     * Runs {@code work} in a transaction of its own.
     *
     * @throws EntailException {@code CAPABILITY_MISSING} if the database does not offer what the options ask for, before
     *     anything runs; {@code TRANSACTION_MISUSED} if the thread is in a transaction already; {@code
     *     TRANSACTION_TIMEOUT} if it does not end in time
     */
    public <T extends @Nullable Object> T inTransaction(TransactionOptions options, Function<Transaction, T> work) {
        return inTransaction(options, deadline(options), work);
    }

    /** The moment at which a transaction that is asked for now must have ended. */
    public Deadline deadline(TransactionOptions options) {
        return options.timeout()
                .map(limit -> Deadline.after(limit, "'" + options.name() + "'"))
                .orElse(Deadline.NONE);
    }

    /** The same as {@link #inTransaction(TransactionOptions, Function)} for work that began before, with its deadline. */
    public <T extends @Nullable Object> T inTransaction(
            TransactionOptions options, Deadline deadline, Function<Transaction, T> work) {
        String what = "Transaction '" + options.name() + "'";
        require(Capability.TRANSACTIONS, what);
        require(Capability.of(options.isolation()), what);
        if (deadline.isLimited()) {
            require(Capability.STATEMENT_TIMEOUTS, what);
        }
        if (isActive()) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED, "The thread is in a transaction already; do the work in that one");
        }
        return run(options, deadline, work);
    }

    private void require(Capability wanted, String what) {
        capability.require(wanted, what, database.info());
    }

    /** Runs reads in the transaction of the thread if there is one, else each on its own. */
    public <T> T reading(Function<Jdbc, T> work) {
        Transaction active = current.get();
        if (active != null) {
            active.prepareRead();
            return work.apply(active.jdbc());
        }
        try (Connection connection = database.dataSource().getConnection()) {
            return work.apply(new Jdbc(connection, database.dialect(), errors, listener));
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
                work.accept(new Jdbc(connection, database.dialect(), errors, listener));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    // Closed by hand, not by try-with-resources: a failure to roll back or to close must not hide the first failure.
    @SuppressWarnings("try")
    private <T extends @Nullable Object> T run(
            TransactionOptions options, Deadline deadline, Function<Transaction, T> work) {
        TransactionConnection connection =
                new TransactionConnection(database, errors, options, places.of(options, deadline));
        Jdbc jdbc = new Jdbc(
                connection,
                database.dialect(),
                errors,
                listener,
                new Purpose(options.name(), Map.of()),
                deadline,
                options.readOnly());
        Transaction transaction = new Transaction(
                connection,
                jdbc,
                together,
                options,
                () -> require(Capability.SAVEPOINTS, "An attempt in '" + options.name() + "'"));
        current.set(transaction);
        boolean committed = false;
        try {
            deadline.check();
            T result = work.apply(transaction);
            RuntimeException failure = transaction.failure();
            if (failure != null) {
                throw failure;
            }
            deadline.check();
            connection.commit();
            committed = true;
            return result;
        } catch (RuntimeException | Error e) {
            connection.rollBack(e);
            throw e;
        } finally {
            current.remove();
            try {
                // Whoever comes next must find what is remembered in memory as the end has left it.
                transaction.end(committed);
            } finally {
                connection.release();
            }
        }
    }
}
