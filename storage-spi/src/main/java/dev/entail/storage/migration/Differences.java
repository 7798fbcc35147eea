package dev.entail.storage.migration;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands between a database and a model and cannot be mended by adding something empty. */
final class Differences {
    private final Schema schema;
    private final Dialect dialect;
    private final Connection connection;
    private final ExistingSchema existing;

    Differences(Schema schema, Dialect dialect, Connection connection, ExistingSchema existing) {
        this.schema = schema;
        this.dialect = dialect;
        this.connection = connection;
        this.existing = existing;
    }

    List<String> find(Map<String, String> known, Map<String, String> wanted) throws SQLException {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            String stored = known.get(entry.getKey());
            if (stored != null && !stored.equals(entry.getValue())) {
                differences.add(
                        entry.getKey() + " is stored as '" + stored + "', the model says '" + entry.getValue() + "'");
            }
        }
        for (Map.Entry<String, String> entry : known.entrySet()) {
            if (entry.getKey().startsWith(ValueDescriptions.CONSTRAINT)
                    && entry.getValue().startsWith("unique")
                    && !wanted.containsKey(entry.getKey())) {
                differences.add(
                        entry.getKey() + " (" + entry.getValue() + ") is no longer in the model, but the database"
                                + " still enforces it; drop its index and its row in " + SchemaSetup.REGISTRY);
            }
        }
        for (RecordModel record : schema.model().records().values()) {
            for (ValueModel value : record.values().values()) {
                String path = record.name() + "." + value.name();
                if (!known.containsKey(path)) {
                    newValue(differences, record, value, path);
                }
            }
        }
        for (ValueModel global : schema.model().globals().values()) {
            String path = Model.GLOBALS + "." + global.name();
            if (!known.containsKey(path) && hasRows(itemTable(global.computation()))) {
                differences.add(path + " is new, and there are records that it should have counted already");
            }
        }
        for (RecordModel record : schema.model().records().values()) {
            for (Constraint constraint : record.constraints()) {
                if (isViolated(record, constraint)) {
                    differences.add("constraint " + constraint.name() + " is violated by records of " + record.name()
                            + " in " + constraint.attributes());
                }
            }
        }
        return differences;
    }

    /** Whether stored records break a constraint; one whose index exists cannot be broken. */
    private boolean isViolated(RecordModel record, Constraint constraint) throws SQLException {
        StoredRecord stored = schema.record(record.name());
        Table table = stored.table();
        if (!existing.hasTable(table.name())) {
            return false;
        }
        return switch (constraint) {
            case Constraint.Required required -> {
                String column = Objects.requireNonNull(stored.values().get(required.attribute()), required.attribute())
                        .name();
                String present = dialect.quote(stored.id().name()) + " IS NOT NULL";
                yield existing.hasColumn(table.name(), column)
                        ? exists(table, present + " AND " + dialect.quote(column) + " IS NULL")
                        : hasRows(table);
            }
            case Constraint.Unique unique -> {
                Table.Index index = schema.index(unique);
                boolean known = existing.hasIndex(table.name(), index.name())
                        || index.columns().stream().anyMatch(column -> !existing.hasColumn(table.name(), column));
                String columns = index.columns().stream().map(dialect::quote).collect(Collectors.joining(", "));
                String present = index.columns().stream()
                        .map(column -> dialect.quote(column) + " IS NOT NULL")
                        .collect(Collectors.joining(" AND "));
                yield !known && exists(table, present + " GROUP BY " + columns + " HAVING COUNT(*) > 1");
            }
        };
    }

    private boolean exists(Table table, String condition) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM " + dialect.quote(table.name()) + " WHERE "
                        + condition + dialect.page(1L, null))) {
            return rows.next();
        }
    }

    private void newValue(List<String> differences, RecordModel record, ValueModel value, String path)
            throws SQLException {
        Table table = schema.record(record.name()).table();
        if (value.isDerived() && hasRows(table)) {
            differences.add(path + " is derived and new, and there are records of " + record.name()
                    + " that would have a wrong value");
            return;
        }
        String column = Objects.requireNonNull(
                        schema.record(record.name()).values().get(value.name()), path)
                .name();
        if (existing.hasColumn(table.name(), column) && hasRows(table)) {
            differences.add(
                    "column " + table.name() + "." + column + " exists, but it is not known to hold values of " + path);
        }
    }

    private Table itemTable(Computation.@Nullable OfValue computation) {
        Items items = switch (computation) {
            case Count count -> count.items();
            case Summation sum -> sum.items();
            case null, default -> throw new IllegalStateException("Global values are aggregates");
        };
        return switch (items) {
            case Items.All all -> schema.record(all.record().name()).table();
            case Items.Related related -> throw new IllegalStateException("Global values have no relations");
        };
    }

    private boolean hasRows(Table table) throws SQLException {
        if (!existing.hasTable(table.name())) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT 1 FROM " + dialect.quote(table.name()) + dialect.page(1L, null))) {
            return rows.next();
        }
    }
}
