package dev.entail.storage.write;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.definition.Constraint;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.Suggestion;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values on their way in and out of rows: checked, defaulted, computed, encoded. */
final class RecordValues {
    private final ValueCodec codec;
    private final ComputedValues computed;
    private final Numbering numbering;
    private final Function<Set<String>, Map<String, @Nullable Object>> globals;

    /**
     * Values of records.
     *
     * @param globals what global values are, locked
     */
    RecordValues(
            ValueCodec codec,
            ComputedValues computed,
            Numbering numbering,
            Function<Set<String>, Map<String, @Nullable Object>> globals) {
        this.codec = codec;
        this.computed = computed;
        this.numbering = numbering;
        this.globals = globals;
    }

    /**
     * All values of a new record: what was given, defaults and computed values (STO-065, STO-068, MOD-42).
     *
     * @param held the records behind relation attributes that the row will hold
     */
    Prepared forNew(
            StoredRecord record,
            RecordId id,
            Map<String, ? extends @Nullable Object> given,
            Map<String, RecordId> held) {
        if (record.model().values().isEmpty()) {
            return Prepared.NOTHING;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, @Nullable Object> copies = copies(record.model());
        for (ValueModel value : record.model().values().values()) {
            if (value.discriminator()) {
                refuseDerived(record.name(), value, given);
                values.put(value.name(), record.name());
            } else if (isManual(value)) {
                values.put(value.name(), normalize(record.name(), value, given.get(value.name())));
            } else if (value.machine().isPresent()) {
                values.put(
                        value.name(),
                        start(record.name(), value, value.machine().get(), given, new Row(id, values)));
            } else if (value.isDerived()) {
                refuseDerived(record.name(), value, given);
                if (value.computation() instanceof GlobalValue global) {
                    values.put(value.name(), copies.get(global.global()));
                }
                if (record.values().get(value.name()) instanceof Column column && column.counter()) {
                    values.put(value.name(), Counters.zero(column.type()));
                }
                if (value.computation() instanceof Async) {
                    putDefault(record, value, id, values);
                }
            } else if (given.containsKey(value.name())) {
                values.put(value.name(), normalize(record.name(), value, given.get(value.name())));
            } else {
                putDefault(record, value, id, values);
            }
        }
        values.putAll(numbering.numbers(record, values, held));
        values.putAll(ComputedValues.compute(record.name(), id, computed.of(record.name()), values));
        requireAllValues(record.model(), values);
        return prepared(record, values);
    }

    /** A new record must have every value that the model demands, also those that nobody mentioned. */
    private static void requireAllValues(RecordModel record, Map<String, @Nullable Object> values) {
        if (!record.constraints().isEmpty()) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            record.values().keySet().forEach(name -> all.put(name, values.get(name)));
            requireValues(record, all);
        }
    }

    private static void putDefault(
            StoredRecord record, ValueModel value, RecordId id, Map<String, @Nullable Object> values) {
        Function<Row, ?> byDefault = value.property().defaultValue();
        if (byDefault != null) {
            values.put(value.name(), normalize(record.name(), value, call(record, value, byDefault, id, values)));
        }
    }

    /** The global values that a record keeps copies of. */
    private Map<String, @Nullable Object> copies(RecordModel record) {
        Set<String> names = Set.of();
        for (ValueModel value : record.values().values()) {
            if (value.computation() instanceof GlobalValue global) {
                names = names.isEmpty() ? new HashSet<>() : names;
                names.add(global.global());
            }
        }
        return names.isEmpty() ? Map.of() : globals.apply(names);
    }

    /** A record starts in the first state of a machine, or in the one that its draft names (STM-08). */
    private static @Nullable Object start(
            String record,
            ValueModel value,
            StateMachine machine,
            Map<String, ? extends @Nullable Object> given,
            Row others) {
        Object state = given.get(value.name());
        if (state == null) {
            return value.initial(machine, record + "." + value.name(), others);
        }
        if (value.isHidden() || machine.hasValues()) {
            refuseDerived(record, value, given);
        }
        if (!machine.states().contains(state)) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH,
                    record + "." + value.name() + " starts in one of " + machine.states() + ", not in '" + state + "'");
        }
        return state;
    }

    /** Whether drafts may give a value although it is derived (MOD-113). */
    private static boolean isManual(ValueModel value) {
        return value.computation() instanceof Sequence sequence && sequence.manual();
    }

    private static @Nullable Object call(
            StoredRecord record,
            ValueModel value,
            Function<Row, ?> byDefault,
            RecordId id,
            Map<String, @Nullable Object> given) {
        try {
            return byDefault.apply(new Row(id, given));
        } catch (RuntimeException e) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The default of " + record.name() + "." + value.name() + " threw "
                            + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Values that are to be written to an existing record. */
    Map<String, @Nullable Object> forUpdate(RecordModel record, Map<String, ? extends @Nullable Object> given) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            ValueModel declared = record.values().get(name);
            if (declared != null) {
                refuseDerived(record.name(), declared, given);
                values.put(name, normalize(record.name(), declared, value));
            }
        });
        return values;
    }

    /** Refuses null where the model demands a value (STO-701, STO-708, MOD-91). */
    static void requireValues(RecordModel record, Map<String, ? extends @Nullable Object> values) {
        for (Constraint constraint : record.constraints()) {
            switch (constraint) {
                case Constraint.Required required -> requireValues(record, required, required.code(), values);
                case Constraint.Identity identity ->
                    requireValues(record, identity, ErrorCode.NON_NULL_CONSTRAINT_VIOLATION.name(), values);
                case Constraint.Unique unique -> {}
            }
        }
    }

    private static void requireValues(
            RecordModel record, Constraint constraint, String code, Map<String, ? extends @Nullable Object> values) {
        for (String attribute : constraint.attributes()) {
            if (values.containsKey(attribute) && values.get(attribute) == null) {
                throw new EntailException(
                        code,
                        record.name() + "." + attribute + " must have a value (constraint " + constraint.name()
                                + "); give one",
                        Map.of(
                                "record",
                                record.name(),
                                "attributes",
                                constraint.attributes(),
                                "constraint",
                                constraint.name(),
                                ConstraintViolation.KIND,
                                ConstraintViolation.Kind.NON_NULL.text()));
            }
        }
    }

    /** The same values as columns hold them. */
    Prepared prepared(StoredRecord record, Map<String, ? extends @Nullable Object> values) {
        Map<Column, @Nullable Object> cells = LinkedHashMap.newLinkedHashMap(values.size());
        Map<String, Object> present = LinkedHashMap.newLinkedHashMap(values.size());
        values.forEach((name, value) -> {
            ValueModel declared = Objects.requireNonNull(record.model().values().get(name), name);
            cells.put(
                    Objects.requireNonNull(record.values().get(name), name), codec.encode(declared.property(), value));
            if (value != null) {
                present.put(name, value);
            }
        });
        return new Prepared(cells, present);
    }

    /** The values behind those columns of a row that hold values of {@code record}. */
    Map<String, @Nullable Object> decode(StoredRecord record, Map<Column, ? extends @Nullable Object> row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        record.values().forEach((name, column) -> {
            if (row.containsKey(column)) {
                ValueModel declared =
                        Objects.requireNonNull(record.model().values().get(name), name);
                values.put(name, codec.decode(declared.property(), row.get(column)));
            }
        });
        return values;
    }

    /** The same without nulls. */
    Map<String, Object> present(StoredRecord record, Map<Column, ? extends @Nullable Object> row) {
        Map<String, Object> present = new LinkedHashMap<>();
        decode(record, row).forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }

    /** Refuses names that are neither a value nor a relation of the record (MOD-34, STO-303). */
    static void checkNames(RecordModel record, Map<String, ? extends @Nullable Object> given) {
        for (String name : given.keySet()) {
            boolean known =
                    record.values().containsKey(name) || record.navigations().containsKey(name) || name.equals("id");
            if (!known) {
                List<String> names = new ArrayList<>(record.visibleNames());
                names.addAll(record.navigations().keySet());
                throw new EntailException(
                        ErrorCode.UNKNOWN_NAME.name(),
                        record.name() + " has no attribute '" + name + "'; it has " + names
                                + Suggestion.forName(name, names),
                        Map.of("record", record.name(), "attribute", name),
                        null);
            }
        }
    }

    private static @Nullable Object normalize(String record, ValueModel value, @Nullable Object given) {
        return value.property().normalize(given, record + "." + value.name());
    }

    private static void refuseDerived(String record, ValueModel value, Map<String, ? extends @Nullable Object> given) {
        if (value.isDerived() && given.containsKey(value.name())) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID.name(),
                    record + "." + value.name() + " is derived, only the framework writes it; change what it is"
                            + " derived from",
                    Map.of("record", record, "attribute", value.name()),
                    null);
        }
    }

    /**
     * Values that are ready to be stored.
     *
     * @param cells as columns hold them; nobody else keeps the map
     * @param present as users see them, without nulls; nobody else keeps the map
     */
    record Prepared(Map<Column, @Nullable Object> cells, Map<String, Object> present) {
        private static final Prepared NOTHING = new Prepared(Map.of(), Map.of());

        Prepared {
            cells = Collections.unmodifiableMap(cells);
            present = Collections.unmodifiableMap(present);
        }
    }
}
