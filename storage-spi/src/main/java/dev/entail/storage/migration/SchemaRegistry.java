package dev.entail.storage.migration;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table in which a database remembers what its values mean. */
final class SchemaRegistry {
    private final Dialect dialect;
    private final String table;
    private final String path;
    private final String meaning;

    SchemaRegistry(Dialect dialect) {
        this.dialect = dialect;
        this.table = dialect.quote(SchemaSetup.REGISTRY);
        this.path = dialect.quote("path");
        this.meaning = dialect.quote("meaning");
    }

    /** The statement that creates the table, if it is missing. */
    List<String> create(ExistingSchema existing) {
        if (existing.hasTable(SchemaSetup.REGISTRY)) {
            return List.of();
        }
        return List.of("CREATE TABLE " + table + " (" + path + " " + dialect.columnType(ColumnType.KEY_TEXT)
                + " NOT NULL PRIMARY KEY, " + meaning + " " + dialect.columnType(ColumnType.TEXT) + " NOT NULL)"
                + dialect.tableOptions());
    }

    Map<String, String> read(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT " + path + ", " + meaning + " FROM " + table);
                ResultSet rows = statement.executeQuery()) {
            Map<String, String> meanings = new LinkedHashMap<>();
            while (rows.next()) {
                meanings.put(rows.getString(1), rows.getString(2));
            }
            return meanings;
        }
    }

    /**
     * Adds what is new and drops what the model no longer has, because nobody keeps that true from now on. Columns stay:
     * they are still there, and of that type, when the model wants them back.
     */
    void write(Connection connection, Map<String, String> known, Map<String, String> wanted) throws SQLException {
        inTransaction(connection, () -> change(connection, known, wanted));
    }

    /** Notes that a value is computed for what was there before it. */
    void filled(Connection connection, String filledPath, String meansNow) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + table + " SET " + meaning + " = ? WHERE " + path + " = ?")) {
            dialect.bind(update, 1, ColumnType.TEXT, meansNow);
            dialect.bind(update, 2, ColumnType.KEY_TEXT, filledPath);
            update.executeUpdate();
        }
    }

    private static void inTransaction(Connection connection, Change change) throws SQLException {
        connection.setAutoCommit(false);
        try {
            change.make();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private interface Change {
        void make() throws SQLException;
    }

    private void change(Connection connection, Map<String, String> known, Map<String, String> wanted)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table + " (" + path + ", " + meaning + ") VALUES (?, ?)");
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM " + table + " WHERE " + path + " = ?")) {
            for (Map.Entry<String, String> entry : wanted.entrySet()) {
                if (!known.containsKey(entry.getKey())) {
                    dialect.bind(insert, 1, ColumnType.KEY_TEXT, entry.getKey());
                    dialect.bind(insert, 2, ColumnType.TEXT, entry.getValue());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
            for (String gone : known.keySet()) {
                if (!wanted.containsKey(gone) && !gone.startsWith(ValueDescriptions.COLUMN)) {
                    dialect.bind(delete, 1, ColumnType.KEY_TEXT, gone);
                    delete.executeUpdate();
                }
            }
        }
    }
}
