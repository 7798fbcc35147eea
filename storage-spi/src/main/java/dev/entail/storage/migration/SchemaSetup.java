package dev.entail.storage.migration;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.GlobalsTable;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.ErrorClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a database ready for a model, once: creates missing tables, columns, indexes, references, counters and global values, and
 * remembers what each stored value means. What cannot be added safely is refused with a list, and then nothing is changed.
 */
public final class SchemaSetup {
    private static final int ROUNDS = 50;

    private final Schema schema;
    private final Database database;
    private final SchemaDdl ddl;
    private final ConstraintSetup constraints;
    private final SlotSetup slots;
    private final boolean fills;
    private String current = "";
    private Set<String> unfilled = Set.of();

    /**
     * Set-up of {@code schema} on {@code database}.
     *
     * @param fills whether derived values that are new will be computed for what is there already
     */
    public SchemaSetup(Schema schema, Database database, boolean fills) {
        this.fills = fills;
        this.schema = schema;
        this.database = database;
        this.ddl = new SchemaDdl(database.dialect());
        this.slots = new SlotSetup(schema, database.dialect());
        this.constraints = new ConstraintSetup(schema, database, ddl);
    }

    /**
     * Brings the database to what the model needs; tells the paths of the values, by {@code Record.value}, that have to be
     * computed for what is there already. Several processes may do so at once: whoever finds that somebody else
     * was faster looks again, and only a statement that fails although it is still needed counts as a failure.
     *
     * @throws EntailException {@code SCHEMA_MISMATCH} with all differences, {@code CONSTRAINT_SETUP_FAILED}, or {@code
     *     DATABASE_ERROR}
     */
    public Set<String> run() {
        // The first failure is never the same one twice; some databases stumble over a table that is just being
        // created.
        String failedBefore = " ";
        for (int round = 1; ; round++) {
            try (Connection connection = database.dataSource().getConnection()) {
                if (install(connection)) {
                    return unfilled;
                }
            } catch (SQLException e) {
                if (!isRace(e) && current.equals(failedBefore) || round == ROUNDS) {
                    EntailException ofConstraint = constraints.explain(current, e);
                    if (ofConstraint != null) {
                        throw ofConstraint;
                    }
                    throw new EntailException(
                            ErrorCode.DATABASE_ERROR,
                            "The tables of model '" + schema.model().name() + "' could not be set up on "
                                    + database.info() + "; check that the user may create tables and indexes",
                            e);
                }
                failedBefore = current;
            }
        }
    }

    private boolean isRace(SQLException error) {
        ErrorClass errorClass = database.errors().classify(error).errorClass();
        return errorClass == ErrorClass.ALREADY_EXISTS || errorClass == ErrorClass.UNIQUE || errorClass.retryable();
    }

    /** Whether it is done; if not, others have changed the registry in the meantime, and it must be looked at again. */
    private boolean install(Connection connection) throws SQLException {
        SchemaRegistry registry = new SchemaRegistry(database.dialect());
        ExistingSchema existing = ExistingSchema.read(connection);
        execute(connection, registry.create(existing));
        Map<String, String> known = registry.read(connection);
        Map<String, String> wanted = ValueDescriptions.of(schema);
        Differences comparison = new Differences(schema, database.dialect(), connection, existing, fills);
        List<String> differences = comparison.find(known, wanted);
        if (!differences.isEmpty()) {
            if (!registry.read(connection).equals(known)) {
                return false;
            }
            throw mismatch(differences);
        }
        constraints.requireSatisfied(connection, existing);
        slots.foldBack(connection, existing);
        execute(connection, statements(existing));
        insertGlobals(connection, known);
        unfilled = comparison.unfilled();
        unfilled.forEach(path -> wanted.computeIfPresent(path, (key, meaning) -> ValueDescriptions.UNFILLED + meaning));
        registry.write(connection, known, wanted);
        return true;
    }

    /** Remembers that a value is computed for what was there before it. */
    public void filled(String path) {
        String meaning = Objects.requireNonNull(ValueDescriptions.of(schema).get(path), path);
        try (Connection connection = database.dataSource().getConnection()) {
            new SchemaRegistry(database.dialect()).filled(connection, path, meaning);
        } catch (SQLException e) {
            throw new EntailException(
                    ErrorCode.DATABASE_ERROR, "It could not be noted that " + path + " is computed; open once more", e);
        }
    }

    private EntailException mismatch(List<String> differences) {
        return new EntailException(
                ErrorCode.SCHEMA_MISMATCH.name(),
                "What is stored does not fit model '" + schema.model().name() + "':\n  - "
                        + String.join("\n  - ", differences)
                        + "\nNothing was changed. Migrate the data, or open the model on another database",
                Map.of("differences", differences));
    }

    private List<String> statements(ExistingSchema existing) {
        List<String> statements = new ArrayList<>();
        statements.addAll(FrameworkTables.missing(database.dialect(), existing));
        for (Table table : schema.tables()) {
            if (existing.hasTable(table.name())) {
                table.columns().stream()
                        .filter(column -> !existing.hasColumn(table.name(), column.name()))
                        .forEach(column -> statements.add(ddl.addColumn(table, column)));
                table.indexes().forEach(index -> addGenerated(existing, table, index, statements));
            } else {
                statements.add(ddl.createTable(table));
            }
        }
        for (Table table : schema.tables()) {
            table.indexes().stream()
                    .filter(index -> !existing.hasIndex(table.name(), index.name()))
                    .forEach(index -> statements.add(ddl.createIndex(table, index)));
            if (!database.dialect().foreignKeysInline()) {
                table.foreignKeys().stream()
                        .filter(key -> !existing.hasForeignKey(table.name(), key.name()))
                        .forEach(key -> statements.add(ddl.addForeignKey(table, key)));
            }
        }
        statements.addAll(slots.changes(existing));
        schema.model().roots().keySet().stream()
                .map(record -> schema.root(record).sequence())
                .distinct()
                .forEach(sequence -> statements.addAll(database.sequences().create(sequence)));
        return statements;
    }

    private void addGenerated(ExistingSchema existing, Table table, Table.Index index, List<String> statements) {
        ddl.generatedColumns(table, index).forEach((name, definition) -> {
            if (!existing.hasColumn(table.name(), name)) {
                statements.add(ddl.addGenerated(table, definition));
            }
        });
    }

    /** Global values start at zero or at their default, also those that an earlier model had and that nobody has kept since. */
    private void insertGlobals(Connection connection, Map<String, String> known) throws SQLException {
        List<String> present = ddl.globals(connection, schema.globals());
        for (ValueModel global : schema.model().globals().values()) {
            if (GlobalsTable.holds(global) && !known.containsKey(Model.GLOBALS + "." + global.name())) {
                if (present.contains(global.name())) {
                    ddl.deleteGlobal(connection, schema.globals(), global.name());
                }
                ddl.insertGlobal(
                        connection, schema.globals(), global, schema.model().globals());
            }
        }
    }

    private void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : statements) {
                current = text;
                statement.execute(text);
            }
        }
    }

    /** Name of the table that remembers what stored values mean; reserved like {@link Model#GLOBALS}. */
    static final String REGISTRY = "_entail_schema_";
}
