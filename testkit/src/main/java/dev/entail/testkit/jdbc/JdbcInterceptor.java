package dev.entail.testkit.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands between a program and its database: sees each call and decides whether and how it goes on. Thread-safe. */
@FunctionalInterface
public interface JdbcInterceptor {
    /**
     * Handles one call.
     *
     * @param call what is asked
     * @param action does what is asked; an {@link JdbcCall.Kind#OPEN} returns the connection
     * @return what the caller gets, usually the result of {@code action}
     */
    @Nullable
    Object around(JdbcCall call, Action action) throws SQLException;

    /** The way on to the database. */
    @FunctionalInterface
    interface Action {
        /** Does what is asked. */
        @Nullable
        Object proceed() throws SQLException;
    }

    /** Several interceptors as one; the first is the outermost. */
    static JdbcInterceptor chain(List<? extends JdbcInterceptor> interceptors) {
        JdbcInterceptor chain = (call, action) -> action.proceed();
        for (JdbcInterceptor interceptor : interceptors.reversed()) {
            JdbcInterceptor inner = chain;
            chain = (call, action) -> interceptor.around(call, () -> inner.around(call, action));
        }
        return chain;
    }
}
