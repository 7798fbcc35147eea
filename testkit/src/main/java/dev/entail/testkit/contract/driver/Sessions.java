package dev.entail.testkit.contract.driver;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two connections, each with a thread of its own, so that one can wait for the other. */
final class Sessions implements AutoCloseable {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(30);

    final Session first;
    final Session second;

    Sessions(Database database) throws SQLException {
        this(database, database);
    }

    /** The second one of another pool. */
    Sessions(Database one, Database other) throws SQLException {
        this.first = new Session(one.dataSource().getConnection());
        this.second = new Session(other.dataSource().getConnection());
    }

    /** Whether an action does not end while the other session keeps its locks. */
    static boolean waits(Future<?> action) throws SQLException {
        try {
            action.get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for the end of an action and hands on its result or failure. */
    static <T> T result(Future<T> action) throws SQLException {
        try {
            return action.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a statement did not end within " + LONG.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static SQLException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case SQLException sql -> sql;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(e);
        };
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    /** Both roll back at the same time, because one may be waiting for the other. */
    @Override
    public void close() throws SQLException {
        Future<?> firstEnd = first.end();
        Future<?> secondEnd = second.end();
        try {
            result(firstEnd);
        } finally {
            result(secondEnd);
        }
    }

    /** One of the two. */
    static final class Session {
        private final Connection connection;
        private final ExecutorService thread = Executors.newSingleThreadExecutor(
                runnable -> Thread.ofPlatform().daemon().name("session").unstarted(runnable));

        Session(Connection connection) {
            this.connection = connection;
        }

        /** Starts an action; actions of one session run in order. */
        <T> Future<T> start(SqlFunction<T> action) {
            return thread.submit(() -> action.apply(connection));
        }

        /** Does something and waits until it is done. */
        <T> T call(SqlFunction<T> action) throws SQLException {
            return result(start(action));
        }

        /** Does something without a result and waits until it is done. */
        void run(SqlStep step) throws SQLException {
            result(begun(step));
        }

        /** Starts something without a result. */
        Future<Boolean> begun(SqlStep step) {
            return start(c -> {
                step.run(c);
                return true;
            });
        }

        /** Rolls back and returns the connection, after everything that was started. */
        private Future<Boolean> end() {
            Future<Boolean> end = begun(c -> {
                try (c) {
                    if (!c.getAutoCommit()) {
                        c.rollback();
                        c.setAutoCommit(true);
                    }
                }
            });
            thread.shutdown();
            return end;
        }
    }

    /** Begins a transaction at a level. */
    static void begin(Connection connection, IsolationLevel level) throws SQLException {
        connection.setTransactionIsolation(jdbc(level));
        connection.setAutoCommit(false);
    }

    static int jdbc(IsolationLevel level) {
        return switch (level) {
            case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
            case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
        };
    }

    /** Something to ask of a connection. */
    @FunctionalInterface
    interface SqlFunction<T> {
        T apply(Connection connection) throws SQLException;
    }

    /** Something to do with a connection. */
    @FunctionalInterface
    interface SqlStep {
        void run(Connection connection) throws SQLException;
    }
}
