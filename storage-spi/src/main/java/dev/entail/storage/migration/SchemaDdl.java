package dev.entail.storage.migration;

import dev.entail.core.computation.Custom;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Step;
import dev.entail.core.computation.Stepping;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Row;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.GlobalsTable;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements that create tables and what belongs to them. */
final class SchemaDdl {
    private final Dialect dialect;

    SchemaDdl(Dialect dialect) {
        this.dialect = dialect;
    }

    String createTable(Table table) {
        List<String> parts = new ArrayList<>();
        parts.add(dialect.quote(table.key().name()) + " "
                + (table.key().type() == ColumnType.ID
                        ? dialect.primaryKey()
                        : dialect.columnType(table.key().type()) + " NOT NULL PRIMARY KEY"));
        table.columns().forEach(column -> parts.add(column(table, column)));
        table.indexes().forEach(index -> generatedColumns(table, index).values().forEach(parts::add));
        if (dialect.foreignKeysInline()) {
            table.foreignKeys().forEach(key -> parts.add(constraint(key)));
        }
        return "CREATE TABLE " + dialect.quote(table.name()) + " (" + String.join(", ", parts) + ")"
                + dialect.tableOptions();
    }

    String addColumn(Table table, Column column) {
        Table.ForeignKey key = foreignKey(table, column);
        String inline = key != null && dialect.foreignKeysInline() ? " " + references(key) : "";
        return "ALTER TABLE " + dialect.quote(table.name()) + " ADD COLUMN " + column(table, column) + inline;
    }

    String createIndex(Table table, Table.Index index) {
        List<String> columns = index.columns().stream().map(dialect::quote).toList();
        Table.Condition condition = index.condition();
        if (condition != null) {
            Optional<String> partial = dialect.partialUniqueIndex(
                    dialect.quote(index.name()), dialect.quote(table.name()), columns, condition.sql());
            if (partial.isPresent()) {
                return partial.get();
            }
            columns = condition.generated().stream().map(dialect::quote).toList();
        }
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + dialect.quote(index.name()) + " ON "
                + dialect.quote(table.name()) + " (" + String.join(", ", columns) + ")";
    }

    /** Definitions of the columns that stand for an index of some rows only, by name; none where there are such indexes. */
    Map<String, String> generatedColumns(Table table, Table.Index index) {
        Table.Condition condition = index.condition();
        if (condition == null
                || dialect.partialUniqueIndex("i", "t", List.of("c"), condition.sql())
                        .isPresent()) {
            return Map.of();
        }
        Map<String, String> definitions = new LinkedHashMap<>();
        for (int i = 0; i < index.columns().size(); i++) {
            String key = index.columns().get(i);
            ColumnType type = table.allColumns().stream()
                    .filter(column -> column.name().equals(key))
                    .findFirst()
                    .orElseThrow()
                    .type();
            String name = condition.generated().get(i);
            definitions.put(
                    name,
                    dialect.quote(name) + " " + dialect.columnType(type)
                            + dialect.generated(
                                    "CASE WHEN " + condition.sql() + " THEN " + dialect.quote(key) + " END"));
        }
        return definitions;
    }

    String addGenerated(Table table, String definition) {
        return "ALTER TABLE " + dialect.quote(table.name()) + " ADD COLUMN " + definition;
    }

    String addForeignKey(Table table, Table.ForeignKey key) {
        return "ALTER TABLE " + dialect.quote(table.name()) + " ADD " + constraint(key);
    }

    List<String> globals(Connection connection, GlobalsTable globals) throws SQLException {
        String select = "SELECT " + dialect.quote(globals.table().key().name()) + " FROM "
                + dialect.quote(globals.table().name());
        try (PreparedStatement statement = connection.prepareStatement(select);
                ResultSet rows = statement.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    /**
     * Stores what a global value is at first.
     *
     * @param all all global values of the model
     */
    void insertGlobal(Connection connection, GlobalsTable globals, ValueModel global, Map<String, ValueModel> all)
            throws SQLException {
        Column column = globals.column(global);
        String names = dialect.quote(globals.table().key().name());
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO "
                + dialect.quote(globals.table().name()) + " (" + names
                + (global.isCounter()
                        ? ") VALUES (?)"
                        : ", " + dialect.quote(column.name()) + ") VALUES (?, " + dialect.placeholder(column.type())
                                + ")"))) {
            dialect.bind(statement, 1, globals.table().key().type(), global.name());
            if (!global.isCounter()) {
                dialect.bind(
                        statement, 2, column.type(), new ValueCodec().encode(global.property(), initial(global, all)));
            }
            statement.executeUpdate();
        }
    }

    /** What a value is while there are no records. */
    private static @Nullable Object initial(ValueModel global, Map<String, ValueModel> all) {
        Row nothing = new Row(Model.GLOBALS_ID, Map.of());
        String path = Model.GLOBALS + "." + global.name();
        Optional<StateMachine> machine = global.machine();
        if (machine.isPresent()) {
            return global.property().normalize(global.initial(machine.get(), path, nothing), path);
        }
        if (global.computation() instanceof Custom) {
            return initialStep(global, all).value();
        }
        ValueModel owner = all.get(Stepping.ownerOf(global.name()));
        if (owner != null && owner.computation() instanceof Custom) {
            Map<String, @Nullable Object> states = initialStep(owner, all).states();
            for (String state : states.keySet()) {
                if (Stepping.stateName(owner.name(), state).equals(global.name())) {
                    return states.get(state);
                }
            }
        }
        if (global.isDueTime()) {
            // What follows the time is null at first and due at once.
            return Instant.EPOCH;
        }
        Function<Row, ?> byDefault = global.property().defaultValue();
        return byDefault == null ? null : global.property().normalize(byDefault.apply(nothing), path);
    }

    /** What a custom value and its states are while there are no records. */
    private static Step.Value initialStep(ValueModel global, Map<String, ValueModel> all) {
        Custom custom = (Custom) Objects.requireNonNull(global.computation());
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        custom.sets().keySet().forEach(set -> read.put(set, List.of()));
        custom.globals()
                .forEach(name ->
                        read.put(GlobalValue.PREFIX + name, initial(Objects.requireNonNull(all.get(name), name), all)));
        return custom.evaluate(Model.GLOBALS + "." + global.name(), global.property(), new Row(Model.GLOBALS_ID, read));
    }

    void deleteGlobal(Connection connection, GlobalsTable globals, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM " + dialect.quote(globals.table().name()) + " WHERE "
                        + dialect.quote(globals.table().key().name()) + " = ?")) {
            dialect.bind(statement, 1, globals.table().key().type(), name);
            statement.executeUpdate();
        }
    }

    private String column(Table table, Column column) {
        Table.ForeignKey key = foreignKey(table, column);
        boolean required = column.required() || key != null && key.required();
        String suffix = column.counter() ? " DEFAULT 0 NOT NULL" : required ? " NOT NULL" : "";
        return dialect.quote(column.name()) + " " + dialect.columnType(column.type()) + suffix;
    }

    private String constraint(Table.ForeignKey key) {
        return "CONSTRAINT " + dialect.quote(key.name()) + " FOREIGN KEY (" + dialect.quote(key.column()) + ") "
                + references(key);
    }

    private String references(Table.ForeignKey key) {
        return "REFERENCES " + dialect.quote(key.table()) + " (" + dialect.quote("id") + ")";
    }

    private static Table.@Nullable ForeignKey foreignKey(Table table, Column column) {
        return table.foreignKeys().stream()
                .filter(key -> key.column().equals(column.name()))
                .findFirst()
                .orElse(null);
    }
}
