package dev.entail.testkit.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes JDBC objects whose calls go through a {@link JdbcInterceptor}; the only place where proxies are made. */
final class JdbcProxies {
    private final JdbcInterceptor interceptor;
    private final Function<String, List<String>> statements;

    private JdbcProxies(JdbcInterceptor interceptor, Function<String, List<String>> statements) {
        this.interceptor = interceptor;
        this.statements = statements;
    }

    /** @param statements the statements that a text is made of */
    static DataSource intercept(
            DataSource target, JdbcInterceptor interceptor, Function<String, List<String>> statements) {
        JdbcProxies proxies = new JdbcProxies(interceptor, statements);
        return proxy(
                DataSource.class,
                target,
                (proxy, method, args) -> method.getName().equals("getConnection")
                        ? proxies.open(target, method, args)
                        : invoke(target, method, args));
    }

    private @Nullable Object open(DataSource target, Method method, @Nullable Object @Nullable [] args)
            throws SQLException {
        Object connection = interceptor.around(
                new JdbcCall(JdbcCall.Kind.OPEN, List.of(), null), () -> invoke(target, method, args));
        return connection == null ? null : connection((Connection) connection);
    }

    private Connection connection(Connection target) {
        return proxy(Connection.class, target, (proxy, method, args) -> {
            String name = method.getName();
            if (name.equals("createStatement")) {
                Statement statement = (Statement) required(invoke(target, method, args));
                return statement(Statement.class, statement, (Connection) proxy, target, "");
            }
            if (name.equals("prepareStatement") && args != null) {
                Statement statement = (Statement) required(invoke(target, method, args));
                return statement(PreparedStatement.class, statement, (Connection) proxy, target, text(args));
            }
            if (name.equals("prepareCall") && args != null) {
                Statement statement = (Statement) required(invoke(target, method, args));
                return statement(CallableStatement.class, statement, (Connection) proxy, target, text(args));
            }
            JdbcCall call = control(name, args, target);
            return call == null
                    ? invoke(target, method, args)
                    : interceptor.around(call, () -> invoke(target, method, args));
        });
    }

    private static @Nullable JdbcCall control(String method, @Nullable Object @Nullable [] args, Connection target) {
        return switch (method) {
            case "close" -> new JdbcCall(JdbcCall.Kind.CLOSE, List.of(), target);
            case "commit" -> new JdbcCall(JdbcCall.Kind.COMMIT, List.of("commit"), target);
            case "setAutoCommit" ->
                new JdbcCall(
                        JdbcCall.Kind.AUTO_COMMIT,
                        List.of("auto-commit " + (Boolean.TRUE.equals(first(args)) ? "on" : "off")),
                        target);
            case "rollback" ->
                first(args) instanceof Savepoint
                        ? new JdbcCall(JdbcCall.Kind.SAVEPOINT, List.of("rollback to savepoint"), target)
                        : new JdbcCall(JdbcCall.Kind.ROLLBACK, List.of("rollback"), target);
            case "setSavepoint" -> new JdbcCall(JdbcCall.Kind.SAVEPOINT, List.of("savepoint"), target);
            case "releaseSavepoint" -> new JdbcCall(JdbcCall.Kind.SAVEPOINT, List.of("release savepoint"), target);
            default -> null;
        };
    }

    private <S extends Statement> S statement(
            Class<S> type, Statement target, Connection owner, Connection connection, String prepared) {
        List<String> batch = new ArrayList<>();
        return proxy(type, target, (proxy, method, args) -> {
            String name = method.getName();
            if (name.equals("getConnection")) {
                return owner;
            }
            Object sql = first(args);
            String executed = sql instanceof String text ? text : prepared;
            if (name.equals("executeBatch") || name.equals("executeLargeBatch")) {
                JdbcCall call = new JdbcCall(JdbcCall.Kind.BATCH, batch, connection);
                batch.clear();
                return interceptor.around(call, () -> invoke(target, method, args));
            }
            if (name.startsWith("execute")) {
                List<String> parts = statements.apply(executed);
                JdbcCall.Kind kind = parts.size() == 1 ? JdbcCall.Kind.STATEMENT : JdbcCall.Kind.BATCH;
                JdbcCall call = new JdbcCall(kind, parts, connection);
                return interceptor.around(call, () -> invoke(target, method, args));
            }
            Object result = invoke(target, method, args);
            if (name.equals("addBatch")) {
                batch.add(executed);
            } else if (name.equals("clearBatch")) {
                batch.clear();
            }
            return result;
        });
    }

    @SuppressWarnings("ReferenceEquality") // A proxy equals itself; asking it would ask this very handler.
    private static <T> T proxy(Class<T> type, Object target, InvocationHandler handler) {
        InvocationHandler complete = (proxy, method, args) -> switch (method.getName()) {
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "intercepted " + target;
            default -> handler.invoke(proxy, method, args);
        };
        return type.cast(Proxy.newProxyInstance(JdbcProxies.class.getClassLoader(), new Class<?>[] {type}, complete));
    }

    private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] args)
            throws SQLException {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case SQLException sql -> throw sql;
                case RuntimeException runtime -> throw runtime;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(@Nullable Object[] args) {
        return String.valueOf(args[0]);
    }

    private static @Nullable Object first(@Nullable Object @Nullable [] args) {
        return args == null || args.length == 0 ? null : args[0];
    }

    private static Object required(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("the JDBC driver returned no statement");
        }
        return value;
    }
}
