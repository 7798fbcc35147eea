package dev.entail.storage.migration;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tables, columns, indexes and references there are in the schema of a connection. */
final class ExistingSchema {
    private final Map<String, Set<String>> columns = new HashMap<>();
    private final Map<String, Set<String>> indexes = new HashMap<>();
    private final Map<String, Set<String>> foreignKeys = new HashMap<>();

    private ExistingSchema() {}

    static ExistingSchema read(Connection connection) throws SQLException {
        ExistingSchema existing = new ExistingSchema();
        DatabaseMetaData metaData = connection.getMetaData();
        String catalog = connection.getCatalog();
        String schema = connection.getSchema();
        try (ResultSet rows = metaData.getTables(catalog, schema, "%", null)) {
            while (rows.next()) {
                if (isTable(rows.getString("TABLE_TYPE"))) {
                    existing.columns.put(rows.getString("TABLE_NAME"), new HashSet<>());
                }
            }
        }
        try (ResultSet rows = metaData.getColumns(catalog, schema, "%", "%")) {
            while (rows.next()) {
                Set<String> names = existing.columns.get(rows.getString("TABLE_NAME"));
                if (names != null) {
                    names.add(rows.getString("COLUMN_NAME"));
                }
            }
        }
        for (String table : existing.columns.keySet()) {
            existing.readTable(metaData, catalog, schema, table);
        }
        return existing;
    }

    private static boolean isTable(@Nullable String type) {
        return type != null && (type.equals("TABLE") || type.equals("BASE TABLE"));
    }

    private void readTable(DatabaseMetaData metaData, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        Set<String> indexNames = indexes.computeIfAbsent(table, name -> new HashSet<>());
        try (ResultSet rows = metaData.getIndexInfo(catalog, schema, table, false, true)) {
            while (rows.next()) {
                indexNames.add(rows.getString("INDEX_NAME"));
            }
        }
        Set<String> keyNames = foreignKeys.computeIfAbsent(table, name -> new HashSet<>());
        try (ResultSet rows = metaData.getImportedKeys(catalog, schema, table)) {
            while (rows.next()) {
                keyNames.add(rows.getString("FK_NAME"));
            }
        }
    }

    boolean hasTable(String table) {
        return columns.containsKey(table);
    }

    boolean hasColumn(String table, String column) {
        return columns.getOrDefault(table, Set.of()).contains(column);
    }

    boolean hasIndex(String table, String index) {
        return indexes.getOrDefault(table, Set.of()).contains(index);
    }

    boolean hasForeignKey(String table, String key) {
        return foreignKeys.getOrDefault(table, Set.of()).contains(key);
    }
}
