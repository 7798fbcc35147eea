package dev.entail.storage.migration;

import dev.entail.core.definition.Constraint;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.RecordModel;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether constraints can be set up over the records that are stored already (STO-707, MOD-86). */
final class ConstraintSetup {
    private final Schema schema;
    private final Database database;
    private final Dialect dialect;
    private final SchemaDdl ddl;

    ConstraintSetup(Schema schema, Database database, SchemaDdl ddl) {
        this.schema = schema;
        this.database = database;
        this.dialect = database.dialect();
        this.ddl = ddl;
    }

    /**
     * Makes sure that what is stored satisfies every constraint, before anything is changed.
     *
     * @throws EntailException {@code CONSTRAINT_SETUP_FAILED} for the first one that it breaks
     */
    void requireSatisfied(Connection connection, ExistingSchema existing) throws SQLException {
        for (RecordModel record : schema.model().records().values()) {
            for (Constraint constraint : record.constraints()) {
                if (existing.hasTable(table(record).name()) && isViolated(connection, existing, record, constraint)) {
                    throw failure(
                            record,
                            constraint,
                            "is violated by records that are stored; nothing was changed. Mend the records first",
                            provoke(connection, record, constraint));
                }
            }
        }
    }

    /** The failure behind a refused statement, if it was to create the index of a constraint. */
    @Nullable
    EntailException explain(String statement, SQLException cause) {
        for (RecordModel record : schema.model().records().values()) {
            for (Constraint constraint : record.constraints()) {
                if (!(constraint instanceof Constraint.Required)
                        && ddl.createIndex(table(record), schema.index(constraint))
                                .equals(statement)) {
                    return failure(
                            record,
                            constraint,
                            "cannot be enforced, because the database refused its index; the cause says why",
                            cause);
                }
            }
        }
        return null;
    }

    /** Whether stored records break a constraint; one whose index exists cannot be broken. */
    private boolean isViolated(
            Connection connection, ExistingSchema existing, RecordModel record, Constraint constraint)
            throws SQLException {
        StoredRecord stored = schema.record(record.name());
        Table table = stored.table();
        if (constraint instanceof Constraint.Required required) {
            String column = Objects.requireNonNull(stored.values().get(required.attribute()), required.attribute())
                    .name();
            String member = present(record, stored);
            return existing.hasColumn(table.name(), column)
                    ? exists(connection, table, member + " AND " + dialect.quote(column) + " IS NULL")
                    : exists(connection, table, member);
        }
        Table.Index index = schema.index(constraint);
        List<String> needed = new ArrayList<>(index.columns());
        Table.Condition condition = index.condition();
        if (condition != null) {
            needed.addAll(condition.columns());
        }
        boolean known = existing.hasIndex(table.name(), index.name())
                || needed.stream().anyMatch(column -> !existing.hasColumn(table.name(), column));
        String present = index.columns().stream()
                .map(column -> dialect.quote(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String columns = index.columns().stream().map(dialect::quote).collect(Collectors.joining(", "));
        return !known
                && exists(
                        connection,
                        table,
                        (condition == null ? "" : condition.sql() + " AND ") + present + " GROUP BY " + columns
                                + " HAVING COUNT(*) > 1");
    }

    /** Which rows of the table are records of {@code record}. */
    private String present(RecordModel record, StoredRecord stored) {
        Column presence = stored.presence();
        String present = dialect.quote((presence == null ? stored.id() : presence).name()) + " IS NOT NULL";
        Column type = stored.type();
        return type == null
                ? present
                : present + " AND " + dialect.quote(type.name()) + " = "
                        + dialect.literal(ColumnType.KEY_TEXT, record.name());
    }

    /** What the database says about an index that it must refuse; null where asking would change the table. */
    private @Nullable SQLException provoke(Connection connection, RecordModel record, Constraint constraint) {
        if (constraint instanceof Constraint.Required) {
            return null;
        }
        Table.Index index = schema.index(constraint);
        if (!ddl.generatedColumns(table(record), index).isEmpty()) {
            return null;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl.createIndex(table(record), index));
            // Somebody mended the records in between; then the index is what was wanted.
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    private EntailException failure(
            RecordModel record, Constraint constraint, String what, @Nullable SQLException cause) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("constraint", constraint.name());
        if (!(constraint instanceof Constraint.Required)) {
            details.put("physicalName", schema.index(constraint).name());
        }
        details.put("record", record.name());
        details.put("table", table(record).name());
        details.put("attributes", constraint.attributes());
        details.put("driver", database.info().product());
        if (cause != null) {
            details.put("vendorCode", database.errors().classify(cause).vendorCode());
        }
        return new EntailException(
                ErrorCode.CONSTRAINT_SETUP_FAILED.name(),
                "Constraint " + constraint.name() + " of " + record.name() + " on " + constraint.attributes() + " "
                        + what,
                details,
                cause);
    }

    private boolean exists(Connection connection, Table table, String condition) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM " + dialect.quote(table.name()) + " WHERE "
                        + condition + dialect.page(1L, null))) {
            return rows.next();
        }
    }

    private Table table(RecordModel record) {
        return schema.record(record.name()).table();
    }
}
