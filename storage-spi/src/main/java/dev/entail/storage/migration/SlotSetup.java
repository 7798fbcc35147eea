package dev.entail.storage.migration;

import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.PhysicalNames;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.Table;
import dev.entail.storage.schema.Table.Slots;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables with the slots of hot columns: creates what is missing, and takes back what stands in those of others. */
final class SlotSetup {
    private final Schema schema;
    private final Dialect dialect;
    private final PhysicalNames names;

    SlotSetup(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
        this.names = new PhysicalNames(dialect.maxIdentifierLength());
    }

    /** The statements that create what is missing and drop what is not needed, after {@link #foldBack}. */
    List<String> changes(ExistingSchema existing) {
        List<String> statements = new ArrayList<>();
        for (Table table : schema.tables()) {
            String name = names.of(table.name(), Slots.SUFFIX);
            Slots slots = table.slots();
            if (slots != null && !existing.hasTable(name)) {
                statements.add(create(table, slots));
            } else if (slots != null) {
                slots.columns().stream()
                        .filter(column -> !existing.hasColumn(name, column.name()))
                        .forEach(column -> statements.add(alter(name, "ADD COLUMN " + counter(column))));
                cold(table, existing)
                        .forEach(column -> statements.add(alter(name, "DROP COLUMN " + dialect.quote(column.name()))));
            } else if (existing.hasTable(name)) {
                statements.add("DROP TABLE " + dialect.quote(name));
            }
        }
        return statements;
    }

    private String alter(String slots, String change) {
        return "ALTER TABLE " + dialect.quote(slots) + " " + change;
    }

    /** Columns that were hot before and are not now. */
    private List<Column> cold(Table table, ExistingSchema existing) {
        String slots = names.of(table.name(), Slots.SUFFIX);
        return table.columns().stream()
                .filter(column -> column.counter() && !table.isHot(column) && existing.hasColumn(slots, column.name()))
                .toList();
    }

    private String create(Table table, Slots slots) {
        String key = dialect.quote(table.key().name());
        String slot = dialect.quote(Slots.SLOT.name());
        List<String> parts = new ArrayList<>();
        parts.add(key + " " + dialect.columnType(ColumnType.ID) + " NOT NULL");
        parts.add(slot + " " + dialect.columnType(Slots.SLOT.type()) + " NOT NULL");
        slots.columns().forEach(column -> parts.add(counter(column)));
        parts.add("PRIMARY KEY (" + key + ", " + slot + ")");
        parts.add("CONSTRAINT " + dialect.quote(slots.reference()) + " FOREIGN KEY (" + key + ") REFERENCES "
                + dialect.quote(table.name()) + " (" + key + ") ON DELETE CASCADE");
        return "CREATE TABLE " + dialect.quote(slots.name()) + " (" + String.join(", ", parts) + ")"
                + dialect.tableOptions();
    }

    private String counter(Column column) {
        return dialect.quote(column.name()) + " " + dialect.columnType(column.type()) + " DEFAULT 0 NOT NULL";
    }

    /**
     * Adds what stands in slots to columns that are not hot any more, in one transaction. Whoever does the same at the same
     * time waits for the slots, and then finds nothing left in them.
     */
    void foldBack(Connection connection, ExistingSchema existing) throws SQLException {
        for (Table table : schema.tables()) {
            String slots = names.of(table.name(), Slots.SUFFIX);
            List<Column> cold = cold(table, existing);
            if (cold.isEmpty()) {
                continue;
            }
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String text : folding(table, slots, cold)) {
                    statement.execute(text);
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private List<String> folding(Table table, String slots, List<Column> cold) {
        String name = dialect.quote(slots);
        String key = dialect.quote(table.key().name());
        String slot = dialect.quote(Slots.SLOT.name());
        String whole = dialect.quote(table.name());
        return List.of(
                "UPDATE " + name + " SET " + slot + " = " + slot,
                "UPDATE " + whole + " SET "
                        + cold.stream()
                                .map(column -> dialect.quote(column.name()) + " = "
                                        + dialect.plus(
                                                whole + "." + dialect.quote(column.name()),
                                                "(SELECT "
                                                        + dialect.sum(
                                                                name + "." + dialect.quote(column.name()),
                                                                column.type())
                                                        + " FROM " + name + " WHERE " + name + "." + key + " = " + whole
                                                        + "." + key + ")",
                                                column.type()))
                                .collect(Collectors.joining(", "))
                        + " WHERE " + key + " IN (SELECT " + key + " FROM " + name + ")",
                "UPDATE " + name + " SET "
                        + cold.stream()
                                .map(column -> dialect.quote(column.name()) + " = 0")
                                .collect(Collectors.joining(", ")));
    }
}
