package dev.entail.testkit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call fail. Statements, batches and commits are counted from 1, over all connections, from the moment the
 * order is given; the fault happens once. Walking {@code n} upwards until {@link #fired()} is false visits every point at
 * which a piece of work can break.
 */
public final class FaultInjector implements JdbcInterceptor {
    private final AtomicReference<@Nullable Order> order = new AtomicReference<>();

    /** The n-th call is not made but fails with this exception; the connection stays alive. */
    public void failBefore(int n, Supplier<? extends SQLException> error) {
        order.set(new Order(n, (call, action) -> {
            throw error.get();
        }));
    }

    /**
     * The physical connection is cut before the n-th call reaches the database. The call is then made all the same, so
     * that the cause of the error is the real one of the JDBC driver, and the pool learns of it.
     */
    public void cutBefore(int n) {
        order.set(new Order(n, (call, action) -> {
            cut(call.connection());
            try {
                action.proceed();
            } catch (SQLException e) {
                tellPool(call.connection());
                throw lost("before call " + n, e);
            }
            throw lost("before call " + n, null);
        }));
    }

    /** The physical connection is cut after the database did the n-th call and before the caller learns of it. */
    public void cutAfter(int n) {
        order.set(new Order(n, (call, action) -> {
            action.proceed();
            cut(call.connection());
            throw lost("after call " + n, tellPool(call.connection()));
        }));
    }

    /** Takes the order back. */
    public void disarm() {
        order.set(null);
    }

    /** Whether the fault of the last order happened. */
    public boolean fired() {
        Order current = order.get();
        return current != null && current.fired();
    }

    @Override
    public @Nullable Object around(JdbcCall call, Action action) throws SQLException {
        Order current = order.get();
        boolean counted = call.kind().isExecution() || call.kind() == JdbcCall.Kind.COMMIT;
        return current != null && counted && current.isDue() ? current.fault.around(call, action) : action.proceed();
    }

    private static void cut(@Nullable Connection connection) throws SQLException {
        if (connection == null) {
            return;
        }
        Connection physical = connection.unwrap(Connection.class);
        try {
            physical.abort(Runnable::run);
        } finally {
            physical.close();
        }
    }

    /** Uses the connection once more, so that the pool above learns of the cut as it would of a real one. */
    private static @Nullable SQLException tellPool(@Nullable Connection connection) {
        if (connection == null) {
            return null;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    /** Not every product has a code for a connection that was cut on this side, so the standard one is used. */
    private static SQLException lost(String when, @Nullable SQLException real) {
        return new SQLNonTransientConnectionException("the connection was cut " + when, "08006", real);
    }

    private static final class Order {
        private final int n;
        private final JdbcInterceptor fault;
        private int calls;

        Order(int n, JdbcInterceptor fault) {
            this.n = n;
            this.fault = fault;
        }

        synchronized boolean isDue() {
            calls++;
            return calls == n;
        }

        synchronized boolean fired() {
            return calls >= n;
        }
    }
}
