package dev.entail.storage.atomic;

import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.GlobalsTable;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and changes single values past all events (STO-530..534). Thread-safe. */
public final class AtomicStore {
    private final Schema schema;
    private final Dialect dialect;
    private final AtomicRules rules;
    private final ValueCodec codec = new ValueCodec();

    /** Atomic operations on the values of {@code schema}. */
    public AtomicStore(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
        this.rules = new AtomicRules(schema.model());
    }

    /**
     * A value of a record.
     *
     * @throws EntailException {@code UNKNOWN_NAME}, or {@code ATOMIC_NOT_ALLOWED} if somebody has to hear of changes
     */
    public Target target(RecordDefinition definition, RecordId id, Property<?> property) {
        Target target = target(definition, id, property.name());
        Property<?> declared = target.value.property();
        if (declared.type() != property.type() || declared.isList() != property.isList()) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME, target.value.path() + " is " + declared + ", not " + property);
        }
        return target;
    }

    private Target target(RecordDefinition definition, RecordId id, String name) {
        RecordModel record = schema.model().record(definition);
        ValueModel value = rules.require(record, name);
        StoredRecord stored = schema.record(record.name());
        Column column = Objects.requireNonNull(stored.values().get(name), name);
        Row row = row(stored, id);
        return new Target(new AtomicTarget(
                record.name() + "." + name,
                value.property(),
                dialect.quote(stored.table().name()),
                column,
                row.condition(),
                row.types(),
                row.values()));
    }

    /** A value of the whole model. */
    public Target target(ValueModel global) {
        rules.requirePlain(global);
        GlobalsTable globals = schema.globals();
        Column key = globals.table().key();
        return new Target(new AtomicTarget(
                Model.GLOBALS + "." + global.name(),
                global.property(),
                dialect.quote(globals.table().name()),
                globals.column(global),
                dialect.quote(key.name()) + " = " + dialect.placeholder(key.type()),
                List.of(key.type()),
                List.of(global.name())));
    }

    /** Adds to a number, of which null counts as zero, and tells what it is then (STO-532). */
    public Object increment(Jdbc jdbc, Target target, Number delta) {
        AtomicTarget value = target.value;
        if (!value.property().type().isNumeric() || value.property().isList()) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH, value.path() + " is " + value.property() + ", which cannot be added to");
        }
        Column column = value.column();
        String quoted = dialect.quote(column.name());
        String orZero = "COALESCE(" + quoted + ", " + dialect.literal(column.type(), zero(column.type())) + ")";
        String update = "UPDATE " + value.table() + " SET " + quoted + " = " + dialect.add(orZero, column.type())
                + " WHERE " + value.row();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(value.property().normalize(delta, value.path()));
        values.addAll(value.key());
        List<ColumnType> types = types(column.type(), value.types());
        Optional<String> returning = dialect.updateReturning(update, List.of(quoted));
        if (returning.isPresent()) {
            List<Object> changed = jdbc.query(
                    new SqlTemplate(returning.get(), types),
                    values,
                    cells -> Objects.requireNonNull(cells.get(1, column.type())));
            return changed.stream().findFirst().orElseThrow(() -> missing(value));
        }
        if (jdbc.update(new SqlTemplate(update, types), values) == 0) {
            throw missing(value);
        }
        return Objects.requireNonNull(read(jdbc, value, false));
    }

    /** Sets a value and tells what it was before, under a lock (STO-533). */
    public @Nullable Object replace(Jdbc jdbc, Target target, @Nullable Object next) {
        AtomicTarget value = target.value;
        Object encoded = encode(value, next);
        Object before = read(jdbc, value, true);
        SqlTemplate update = new SqlTemplate(
                "UPDATE " + value.table() + " SET " + set(value.column()) + " WHERE " + value.row(),
                types(value.column().type(), value.types()));
        List<@Nullable Object> values = new ArrayList<>();
        values.add(encoded);
        values.addAll(value.key());
        if (jdbc.update(update, values) == 0) {
            throw missing(value);
        }
        return before;
    }

    /** The value, or null, with its row locked until the end of the transaction (STO-535). */
    public @Nullable Object lock(Jdbc jdbc, Target target) {
        return read(jdbc, target.value, true);
    }

    /** Adds to numbers that are fields of a JSON map, under a lock, and tells what the map is then (STO-536). */
    public Map<String, @Nullable Object> addToFields(Jdbc jdbc, Target target, Map<String, ? extends Number> deltas) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(fields(target.value, lock(jdbc, target)));
        deltas.forEach(
                (name, delta) -> fields.put(name, sum(target.value.path() + "." + name, fields.get(name), delta)));
        Object sums = target.value.property().normalize(fields, target.value.path());
        replace(jdbc, target, sums);
        return fields(target.value, sums);
    }

    @SuppressWarnings("unchecked") // keys of JSON maps are texts
    private static Map<String, @Nullable Object> fields(AtomicTarget value, @Nullable Object stored) {
        return switch (stored) {
            case null -> Map.of();
            case Map<?, ?> map -> (Map<String, @Nullable Object>) map;
            default ->
                throw new EntailException(
                        ErrorCode.VALUE_MISMATCH, value.path() + " has no fields to add to; it is no JSON map");
        };
    }

    private static Object sum(String path, @Nullable Object stored, Number delta) {
        if (stored != null && !(stored instanceof Number)) {
            throw new EntailException(ErrorCode.VALUE_MISMATCH, path + " is no number, so nothing can be added to it");
        }
        BigDecimal before = stored == null ? BigDecimal.ZERO : new BigDecimal(stored.toString());
        return before.add(new BigDecimal(delta.toString()));
    }

    /** Sets a value if it is the expected one, of which null is one, and tells whether it was (STO-534). */
    public boolean compareAndSet(Jdbc jdbc, Target target, @Nullable Object expected, @Nullable Object next) {
        AtomicTarget value = target.value;
        Column column = value.column();
        List<ColumnType> types = types(column.type(), value.types());
        List<@Nullable Object> values = new ArrayList<>();
        values.add(encode(value, next));
        values.addAll(value.key());
        Object wanted =
                codec.encode(value.property(), value.property().normalize(expected, value.path() + " (expected)"));
        String comparison = " IS NULL";
        if (wanted != null) {
            comparison = " = " + dialect.placeholder(column.type());
            types.add(column.type());
            values.add(wanted);
        }
        return jdbc.update(
                        new SqlTemplate(
                                "UPDATE " + value.table() + " SET " + set(column) + " WHERE " + value.row() + " AND "
                                        + dialect.quote(column.name()) + comparison,
                                types),
                        values)
                == 1;
    }

    /** Sets values of a record if it satisfies a condition on its own values, and tells whether it did. */
    public boolean claim(
            Jdbc jdbc,
            RecordDefinition definition,
            RecordId id,
            Match condition,
            Map<String, ? extends @Nullable Object> changes) {
        RecordModel record = schema.model().record(definition);
        StoredRecord stored = schema.record(record.name());
        if (changes.isEmpty()) {
            throw new EntailException(ErrorCode.WRITE_INVALID, "A claim of " + record.name() + " sets no value");
        }
        List<String> sets = new ArrayList<>();
        List<ColumnType> types = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        changes.forEach((name, given) -> {
            AtomicTarget value = target(definition, id, name).value;
            sets.add(set(value.column()));
            types.add(value.column().type());
            values.add(encode(value, given));
        });
        Row row = row(stored, id);
        types.addAll(row.types());
        values.addAll(row.values());
        RowMatch match = new RowMatch(stored, dialect);
        String where = row.condition() + " AND " + match.compile(condition);
        types.addAll(match.types());
        values.addAll(match.values());
        SqlTemplate update = new SqlTemplate(
                "UPDATE " + dialect.quote(stored.table().name()) + " SET " + String.join(", ", sets) + " WHERE "
                        + where,
                types);
        return jdbc.update(update, values) == 1;
    }

    private @Nullable Object read(Jdbc jdbc, AtomicTarget value, boolean lock) {
        SqlTemplate select = new SqlTemplate(
                "SELECT " + dialect.quote(value.column().name()) + " FROM " + value.table() + " WHERE " + value.row()
                        + (lock ? dialect.forUpdate() : ""),
                value.types());
        List<Optional<Object>> found = jdbc.query(
                select,
                value.key(),
                cells -> Optional.ofNullable(cells.get(1, value.column().type())));
        if (found.isEmpty()) {
            throw missing(value);
        }
        return codec.decode(value.property(), found.get(0).orElse(null));
    }

    /** The row of a record; members of a union share a table, so there it must be one of this member. */
    private Row row(StoredRecord stored, RecordId id) {
        Column presence = stored.presence();
        String condition = dialect.quote(stored.id().name()) + " = "
                + dialect.placeholder(stored.id().type())
                + (presence == null ? "" : " AND " + dialect.quote(presence.name()) + " IS NOT NULL");
        Column type = stored.type();
        if (type == null) {
            return new Row(condition, List.of(stored.id().type()), List.of(id.value()));
        }
        return new Row(
                condition + " AND " + dialect.quote(type.name()) + " = " + dialect.placeholder(type.type()),
                List.of(stored.id().type(), type.type()),
                List.of(id.value(), stored.name()));
    }

    private String set(Column column) {
        return dialect.quote(column.name()) + " = " + dialect.placeholder(column.type());
    }

    private @Nullable Object encode(AtomicTarget value, @Nullable Object given) {
        Object normal = value.property().normalize(given, value.path());
        if (normal == null) {
            requireNullable(value);
        }
        return codec.encode(value.property(), normal);
    }

    /** What is required is checked here, because the database does not. */
    private void requireNullable(AtomicTarget value) {
        for (RecordModel record : schema.model().records().values()) {
            for (Constraint constraint : record.constraints()) {
                if (constraint instanceof Constraint.Required required
                        && (record.name() + "." + required.attribute()).equals(value.path())) {
                    throw new EntailException(
                            required.code(),
                            value.path() + " must have a value (constraint " + required.name() + "); give one",
                            Map.of(
                                    "record",
                                    record.name(),
                                    "attributes",
                                    required.attributes(),
                                    "constraint",
                                    required.name(),
                                    "kind",
                                    "non-null"));
                }
            }
        }
    }

    private static List<ColumnType> types(ColumnType first, List<ColumnType> rest) {
        List<ColumnType> types = new ArrayList<>();
        types.add(first);
        types.addAll(rest);
        return types;
    }

    private static Object zero(ColumnType type) {
        return switch (type) {
            case INTEGER -> 0L;
            case DECIMAL -> BigDecimal.ZERO;
            case NUMBER -> 0.0;
            case ID, TEXT, KEY_TEXT, BOOLEAN, TIMESTAMP, JSON ->
                throw new IllegalArgumentException(type + " columns are no numbers");
        };
    }

    private static EntailException missing(AtomicTarget value) {
        return new EntailException(
                ErrorCode.REFERENCE_NOT_FOUND,
                "There is no record that holds " + value.path() + "; it may have been deleted");
    }

    private record Row(String condition, List<ColumnType> types, List<@Nullable Object> values) {}

    /** A value that may be changed by atomic operations. */
    public static final class Target {
        private final AtomicTarget value;

        private Target(AtomicTarget value) {
            this.value = value;
        }
    }
}
