package dev.entail.driver.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.sqlite.ProgressHandler;

/** Ends a statement that runs for too long. SQLite asks it from time to time whether to go on. */
final class TimeLimit extends ProgressHandler {
    /** Operations of its virtual machine between two questions; a fraction of a millisecond. */
    private static final int OPERATIONS = 10_000;

    private final long start = System.nanoTime();
    private final long nanos;

    private TimeLimit(int seconds) {
        this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    @Override
    protected int progress() {
        return System.nanoTime() - start > nanos ? 1 : 0;
    }

    /** Runs a statement; a limit of zero is none. */
    static <T> T enforce(Connection connection, int seconds, Work<T> work) throws SQLException {
        if (seconds <= 0) {
            return work.run();
        }
        ProgressHandler.setHandler(connection, OPERATIONS, new TimeLimit(seconds));
        try {
            return work.run();
        } finally {
            ProgressHandler.clearHandler(connection);
        }
    }

    /** What is to be done within the limit. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }
}
