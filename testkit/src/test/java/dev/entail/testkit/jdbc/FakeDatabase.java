package dev.entail.testkit.jdbc;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseInfo;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.Sequences;
import dev.entail.storage.spi.TransactionCapability;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A database that does nothing but write down what it is asked; statements on a closed connection fail. */
final class FakeDatabase implements Database {
    final List<String> asked = new ArrayList<>();

    @Override
    public DataSource dataSource() {
        return fake(DataSource.class, (proxy, method, args) -> switch (method.getName()) {
            case "getConnection" -> new FakeConnection().connection;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private final class FakeConnection {
        private boolean closed;
        private final Connection connection = fake(Connection.class, (proxy, method, args) -> {
            switch (method.getName()) {
                case "createStatement" -> {
                    return statement(Statement.class, "");
                }
                case "prepareStatement" -> {
                    return statement(PreparedStatement.class, (String) args[0]);
                }
                case "unwrap" -> {
                    return proxy;
                }
                case "close", "abort" -> closed = true;
                default -> asked.add(method.getName());
            }
            return null;
        });

        private <S extends Statement> S statement(Class<S> type, String prepared) {
            return fake(type, (proxy, method, args) -> {
                if (method.getName().startsWith("execute")) {
                    if (closed) {
                        throw new SQLException("closed", "08003");
                    }
                    asked.add(args == null ? prepared : (String) args[0]);
                }
                return switch (method.getName()) {
                    case "execute" -> true;
                    case "executeUpdate" -> 1;
                    case "executeBatch" -> new int[0];
                    default -> null;
                };
            });
        }
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public DatabaseInfo info() {
        return new DatabaseInfo("fake", "Fake", "1");
    }

    @Override
    public TransactionCapability getTransactionCapability() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Dialect dialect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ErrorClassifier errors() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Sequences sequences() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        asked.add("close");
    }
}
