package dev.entail.testkit.reference;

import dev.entail.core.definition.Constraint;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The facts in drafts: checked, brought to their types, defaulted. */
final class DraftValues {
    /** Values of the link, inside what is given for a related record. */
    static final String LINK = "&";

    private final ReferenceStore store;

    DraftValues(ReferenceStore store) {
        this.store = store;
    }

    /** Whether a draft fits the model; if not, the transaction is refused (STO-303, STO-304). */
    boolean isSound(String record, Draft draft) {
        RecordModel known = store.model().record(record);
        boolean sound = true;
        for (Map.Entry<String, @Nullable Object> entry : draft.values().entrySet()) {
            ValueModel value = known.values().get(entry.getKey());
            Navigation navigation = known.navigations().get(entry.getKey());
            if (value != null) {
                sound &= isSound(value, entry.getValue());
            } else if (navigation != null) {
                sound &= isSound(navigation, entry.getValue());
            } else if (!entry.getKey().equals("id") && !entry.getKey().equals(LINK)) {
                store.refuse(ErrorCode.UNKNOWN_NAME);
                sound = false;
            }
        }
        return sound;
    }

    private boolean isSound(ValueModel value, @Nullable Object given) {
        if (value.isDerived()) {
            store.refuse(ErrorCode.WRITE_INVALID);
            return false;
        }
        try {
            value.property().normalize(given, value.name());
            return true;
        } catch (EntailException e) {
            store.refuse(e.code());
            return false;
        }
    }

    private boolean isSound(Navigation navigation, @Nullable Object given) {
        if (given == null) {
            return true;
        }
        if (given instanceof Collection<?> != navigation.many()) {
            store.refuse(ErrorCode.VALUE_MISMATCH);
            return false;
        }
        boolean sound = saysOneThing(given instanceof Collection<?> items ? items : List.of());
        for (Object item : given instanceof Collection<?> items ? List.copyOf(items) : List.of(given)) {
            if (item instanceof Draft draft) {
                sound &= isSound(navigation.targetRecord(), draft);
                if (draft.values().get(LINK) instanceof Draft link) {
                    sound &= isSound(navigation.relation().name(), link);
                }
            } else if (!(item instanceof ReferenceId)) {
                store.refuse(ErrorCode.VALUE_MISMATCH);
                sound = false;
            }
        }
        return sound;
    }

    /** One record cannot be linked with different values (STO-305). */
    private boolean saysOneThing(Collection<?> items) {
        Map<Object, Map<String, ?>> seen = new HashMap<>();
        for (Object item : items) {
            Object id = item instanceof Draft draft ? draft.values().get("id") : item;
            Draft link = item instanceof Draft draft && draft.values().get(LINK) instanceof Draft data ? data : null;
            // Null says nothing about the link; an empty draft says that all its values are defaults.
            Map<String, ?> data = link == null ? Map.of("", "") : link.values();
            if (id instanceof ReferenceId && !data.equals(seen.computeIfAbsent(id, key -> data))) {
                store.refuse(ErrorCode.VALUE_MISMATCH);
                return false;
            }
        }
        return true;
    }

    /** All facts of a new record that are not null (STO-065, MOD-42). */
    Map<String, Object> forNew(String record, RecordId id, Map<String, ? extends @Nullable Object> given) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        RecordModel known = store.model().record(record);
        for (ValueModel value : known.values().values()) {
            if (value.isDerived()) {
                continue;
            }
            Function<Row, ?> byDefault = value.property().defaultValue();
            if (given.containsKey(value.name())) {
                values.put(value.name(), value.property().normalize(given.get(value.name()), value.name()));
            } else if (byDefault != null) {
                values.put(value.name(), byDefault(value, byDefault, new Row(id, values)));
            }
        }
        requireValues(known, values, true);
        Map<String, Object> present = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }

    private @Nullable Object byDefault(ValueModel value, Function<Row, ?> byDefault, Row soFar) {
        try {
            return value.property().normalize(byDefault.apply(soFar), value.name());
        } catch (EntailException e) {
            store.refuse(e.code());
            store.refuse(ErrorCode.CALLBACK_FAILED);
        } catch (RuntimeException e) {
            store.refuse(ErrorCode.CALLBACK_FAILED);
        }
        return null;
    }

    /** The facts that an update mentions. */
    Map<String, @Nullable Object> forUpdate(String record, Map<String, ? extends @Nullable Object> given) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        RecordModel known = store.model().record(record);
        given.forEach((name, value) -> {
            ValueModel declared = known.values().get(name);
            if (declared != null) {
                values.put(name, declared.property().normalize(value, name));
            }
        });
        return values;
    }

    /** Refuses null where the model demands a value (MOD-83). */
    void requireValues(RecordModel record, Map<String, ? extends @Nullable Object> values, boolean all) {
        for (Constraint constraint : record.constraints()) {
            if (constraint instanceof Constraint.Required required
                    && (all || values.containsKey(required.attribute()))
                    && values.get(required.attribute()) == null
                    && isFact(record, required.attribute())) {
                store.refuse(required.code());
            }
        }
    }

    private static boolean isFact(RecordModel record, String attribute) {
        ValueModel value = record.values().get(attribute);
        return value != null && !value.isDerived();
    }
}
