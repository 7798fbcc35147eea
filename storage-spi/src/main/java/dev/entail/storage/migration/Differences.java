package dev.entail.storage.migration;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
import dev.entail.core.model.Model;
import dev.entail.core.model.Projections;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a database and a model and cannot be mended by adding something empty. Derived values that are new and have
 * to be computed for what is there already are no difference to somebody who is going to do so.
 */
final class Differences {
    private final Set<String> unfilled = new LinkedHashSet<>();
    private final boolean fills;
    private final Schema schema;
    private final Dialect dialect;
    private final Connection connection;
    private final ExistingSchema existing;

    /**
     * A comparison.
     *
     * @param fills whether new derived values will be computed for what is there already
     */
    Differences(Schema schema, Dialect dialect, Connection connection, ExistingSchema existing, boolean fills) {
        this.fills = fills;
        this.schema = schema;
        this.dialect = dialect;
        this.connection = connection;
        this.existing = existing;
    }

    /** The paths of the values that are to be computed for what is there already, after {@link #find}. */
    Set<String> unfilled() {
        return unfilled;
    }

    List<String> find(Map<String, String> known, Map<String, String> wanted) throws SQLException {
        String owner = known.get(ValueDescriptions.MODEL);
        if (owner != null && !owner.equals(schema.model().name())) {
            return List.of("the database belongs to model '" + owner + "'; if the model was renamed, change the row "
                    + ValueDescriptions.MODEL + " of " + SchemaSetup.REGISTRY);
        }
        List<String> differences = changed(known, wanted, false);
        for (Map.Entry<String, String> entry : known.entrySet()) {
            if (entry.getKey().startsWith(ValueDescriptions.CONSTRAINT)
                    && !entry.getValue().startsWith(ValueDescriptions.REQUIRED)
                    && !wanted.containsKey(entry.getKey())) {
                differences.add(
                        entry.getKey() + " (" + entry.getValue() + ") is no longer in the model, but the database"
                                + " still enforces it; drop its index and its row in " + SchemaSetup.REGISTRY);
            }
        }
        // Views and members of unions have their values with what they are stored with, under its name.
        for (RecordModel record : schema.model().roots().values()) {
            for (ValueModel value : record.values().values()) {
                String path = record.name() + "." + value.name();
                if (!known.containsKey(path)) {
                    newValue(differences, record, value, path);
                }
            }
        }
        for (RecordModel record : schema.model().records().values()) {
            for (Computation.OfRecords computation : record.computations()) {
                if (computation instanceof Projection projection) {
                    newProjection(differences, known, record, projection);
                }
            }
        }
        for (ValueModel global : schema.model().globals().values()) {
            String path = Model.GLOBALS + "." + global.name();
            if (!known.containsKey(path)) {
                newGlobal(differences, known, global, path);
            }
        }
        for (RecordModel record : schema.model().records().values()) {
            record.identity()
                    .filter(identity -> !known.containsKey(ValueDescriptions.CONSTRAINT + identity.name()))
                    .filter(identity -> existing.hasTable(
                            schema.record(record.name()).table().name()))
                    .ifPresent(identity -> differences.add("identity " + identity.name() + " is new, but the table of "
                            + record.name() + " exists; an identity is set up together with its table"));
        }
        // A change of a value is one of its column too, so columns are looked at only where nothing else is wrong.
        return differences.isEmpty() ? changed(known, wanted, true) : differences;
    }

    private List<String> changed(Map<String, String> known, Map<String, String> wanted, boolean columns) {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            String stored = known.get(entry.getKey());
            if (stored != null && stored.equals(ValueDescriptions.UNFILLED + entry.getValue())) {
                fill(changed, entry.getKey(), "was being computed for what is there already, and that did not end");
            } else if (stored != null
                    && !stored.equals(entry.getValue())
                    && entry.getKey().startsWith(ValueDescriptions.COLUMN) == columns) {
                changed.add(
                        entry.getKey() + " is stored as '" + stored + "', the model says '" + entry.getValue() + "'");
            }
        }
        return changed;
    }

    private void newValue(List<String> differences, RecordModel record, ValueModel value, String path)
            throws SQLException {
        Table table = schema.root(record.name()).table();
        if (value.isDerived() && hasRows(table)) {
            String why =
                    "is derived and new, and there are records of " + record.name() + " that would have a wrong value";
            fill(differences, value, path, why);
            if (!fills) {
                return;
            }
        }
        String column = Objects.requireNonNull(
                        schema.root(record.name()).values().get(value.name()), path)
                .name();
        if (existing.hasColumn(table.name(), column) && hasRows(table)) {
            differences.add(
                    "column " + table.name() + "." + column + " exists, but it is not known to hold values of " + path);
        }
    }

    private void newProjection(
            List<String> differences, Map<String, String> known, RecordModel record, Projection projection)
            throws SQLException {
        String path = Projections.path(record, projection);
        String source = projection.source().name();
        if (!known.containsKey(path) && hasRows(schema.record(source).table())) {
            fill(differences, path, "is new, and there are records of " + source + " that it should have been made of");
        }
    }

    /**
     * Whether it follows from what there is; numbers follow from what others took, results from work that was done.
     * What is kept beside a value, or with records that are projected, comes with those.
     */
    private static boolean isFillable(ValueModel value) {
        return value.computation() != null
                        && !(value.computation() instanceof Sequence)
                        && !(value.computation() instanceof Async)
                || value.machine().isPresent()
                || value.isHidden() && value.computation() == null;
    }

    private void fill(List<String> differences, ValueModel value, String path, String why) {
        if (isFillable(value)) {
            fill(differences, path, why);
        } else {
            differences.add(path + " " + why);
        }
    }

    private void fill(List<String> differences, String path, String why) {
        if (fills) {
            unfilled.add(path);
        } else {
            differences.add(path + " " + why + "; open the model with filling() to have it computed");
        }
    }

    private void newGlobal(List<String> differences, Map<String, String> known, ValueModel global, String path)
            throws SQLException {
        for (Table items : itemTables(global.computation())) {
            if (hasRows(items)) {
                fill(differences, global, path, "is new, and there are records that it should have counted already");
                return;
            }
        }
        if (global.computation() instanceof Computation.Reader reader
                && reader.globals().stream().anyMatch(name -> known.containsKey(Model.GLOBALS + "." + name))) {
            fill(differences, global, path, "is new, and follows from global values that are there already");
        }
    }

    /** What a global value looks at. */
    private List<Table> itemTables(Computation.@Nullable Elementary computation) {
        if (computation instanceof Computation.Reader reader) {
            return reader.sets().values().stream()
                    .map(set -> schema.record(set.record()).table())
                    .toList();
        }
        Items items = switch (computation) {
            case Count count -> count.items();
            case Summation sum -> sum.items();
            case null, default -> null;
        };
        return items instanceof Items.All all
                ? List.of(schema.record(all.record().name()).table())
                : List.of();
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
