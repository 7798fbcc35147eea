package dev.entail.testkit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers for each connection that was taken from the pool and not returned where it was taken. */
public final class ConnectionTracker implements JdbcInterceptor {
    private final IdentityHashMap<Connection, ConnectionOpened> open = new IdentityHashMap<>();

    @Override
    public @Nullable Object around(JdbcCall call, Action action) throws SQLException {
        if (call.kind() == JdbcCall.Kind.CLOSE) {
            closed(call.connection());
        }
        Object result = action.proceed();
        if (call.kind() == JdbcCall.Kind.OPEN && result != null) {
            opened((Connection) result);
        }
        return result;
    }

    private synchronized void opened(Connection connection) {
        open.put(connection, new ConnectionOpened(Thread.currentThread().getName()));
    }

    private synchronized void closed(@Nullable Connection connection) {
        open.remove(connection);
        notifyAll();
    }

    /** How many connections are out. */
    public synchronized int count() {
        return open.size();
    }

    /**
     * Checks that every connection has been returned, and forgets those that have not, so that one leak is told once.
     *
     * @param patience how long other threads may take to return theirs
     * @throws AssertionError with the stack trace of where each missing connection was taken
     */
    public void assertAllReturned(Duration patience) {
        List<ConnectionOpened> missing = awaitNone(patience);
        if (missing.isEmpty()) {
            return;
        }
        AssertionError error = new AssertionError(
                missing.size() + (missing.size() == 1 ? " connection was" : " connections were")
                        + " taken from the pool and not returned; see where in the causes",
                missing.getFirst());
        missing.stream().skip(1).forEach(error::addSuppressed);
        throw error;
    }

    private synchronized List<ConnectionOpened> awaitNone(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis(); !open.isEmpty() && left > 0; ) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ConnectionOpened> missing = List.copyOf(open.values());
        open.clear();
        return missing;
    }

    /** Carries the stack trace of where a connection was taken from the pool. */
    public static final class ConnectionOpened extends Exception {
        private static final long serialVersionUID = 1L;

        ConnectionOpened(String thread) {
            super("the connection was taken here, in thread " + thread);
        }
    }
}
