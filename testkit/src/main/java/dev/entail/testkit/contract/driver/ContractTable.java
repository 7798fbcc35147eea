package dev.entail.testkit.contract.driver;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table made, filled and read in the way in which the storage layer does it. */
final class ContractTable {
    static final String ID = "id";

    private final Dialect dialect;
    private final String name;
    private final List<Column> columns;

    ContractTable(Dialect dialect, String name, List<Column> columns) {
        this.dialect = dialect;
        this.name = name;
        this.columns = columns;
    }

    /**
     * A column besides the id.
     *
     * @param constraint what follows the type
     */
    record Column(String name, ColumnType type, String constraint) {
        static Column nullable(String name, ColumnType type) {
            return new Column(name, type, "");
        }

        static Column required(String name, ColumnType type) {
            return new Column(name, type, " NOT NULL");
        }
    }

    String name() {
        return name;
    }

    /** The name of the table in quotes. */
    String quoted() {
        return dialect.quote(name);
    }

    /** The name of a column in quotes. */
    String quoted(String column) {
        return dialect.quote(column);
    }

    String createStatement() {
        String body = columns.stream()
                .map(c -> ", " + quoted(c.name()) + " " + dialect.columnType(c.type()) + c.constraint())
                .collect(Collectors.joining());
        return "CREATE TABLE " + quoted() + " (" + quoted(ID) + " " + dialect.primaryKey() + body + ")"
                + dialect.tableOptions();
    }

    void create(Connection connection) throws SQLException {
        execute(connection, createStatement());
    }

    String insertStatement() {
        String names = columns.stream().map(c -> ", " + quoted(c.name())).collect(Collectors.joining());
        String values =
                columns.stream().map(c -> ", " + dialect.placeholder(c.type())).collect(Collectors.joining());
        return "INSERT INTO " + quoted() + " (" + quoted(ID) + names + ") VALUES (" + dialect.placeholder(ColumnType.ID)
                + values + ")";
    }

    void bindRow(PreparedStatement insert, long id, @Nullable Object... values) throws SQLException {
        dialect.bind(insert, 1, ColumnType.ID, id);
        for (int i = 0; i < values.length; i++) {
            dialect.bind(insert, i + 2, columns.get(i).type(), values[i]);
        }
    }

    void insert(Connection connection, long id, @Nullable Object... values) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(insertStatement())) {
            bindRow(insert, id, values);
            insert.executeUpdate();
        }
    }

    void update(Connection connection, long id, String column, @Nullable Object value) throws SQLException {
        String sql = "UPDATE " + quoted() + " SET " + quoted(column) + " = " + dialect.placeholder(type(column))
                + " WHERE " + quoted(ID) + " = " + dialect.placeholder(ColumnType.ID);
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            dialect.bind(update, 1, type(column), value);
            dialect.bind(update, 2, ColumnType.ID, id);
            update.executeUpdate();
        }
    }

    @Nullable
    Object read(Connection connection, long id, String column) throws SQLException {
        String sql = "SELECT " + quoted(column) + " FROM " + quoted() + " WHERE " + quoted(ID) + " = " + id;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new AssertionError("there is no row " + id + " in " + name);
            }
            return dialect.read(rows, 1, type(column));
        }
    }

    long count(Connection connection) throws SQLException {
        return ids(connection, "").size();
    }

    /** The ids of the rows that a clause selects, in the order in which they come. */
    List<Long> ids(Connection connection, String clause, Object... parameters) throws SQLException {
        String sql = "SELECT " + quoted(ID) + " FROM " + quoted() + " " + clause;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                dialect.bind(select, i + 1, columns.getFirst().type(), parameters[i]);
            }
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add((Long) dialect.read(rows, 1, ColumnType.ID));
                }
            }
            return ids;
        }
    }

    private ColumnType type(String column) {
        return columns.stream()
                .filter(c -> c.name().equals(column))
                .map(Column::type)
                .findFirst()
                .orElse(ColumnType.ID);
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
