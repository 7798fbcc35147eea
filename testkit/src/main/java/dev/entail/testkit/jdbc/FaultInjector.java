package dev.entail.testkit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
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

    /** The physical connection is cut before the n-th call reaches the database. */
    public void cutBefore(int n) {
        order.set(new Order(n, (call, action) -> {
            cut(call.connection());
            throw lost("before call " + n);
        }));
    }

    /** The physical connection is cut after the database did the n-th call and before the caller learns of it. */
    public void cutAfter(int n) {
        order.set(new Order(n, (call, action) -> {
            action.proceed();
            cut(call.connection());
            throw lost("after call " + n);
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

    private static SQLException lost(String when) {
        return new SQLNonTransientConnectionException("the connection was cut " + when, "08006");
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
