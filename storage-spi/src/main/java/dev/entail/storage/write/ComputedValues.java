package dev.entail.storage.write;

import dev.entail.core.computation.Computed;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which computed values of a record depend on which others, and what they are. Immutable. */
final class ComputedValues {
    private final Map<String, List<ValueModel>> byRecord = new HashMap<>();

    ComputedValues(Model model) {
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            if (derived.value().computation() instanceof Computed) {
                byRecord.computeIfAbsent(derived.record(), record -> new ArrayList<>())
                        .add(derived.value());
            }
        }
    }

    /** Computed values that follow, at one or more removes, from {@code changed}; inputs first. */
    List<ValueModel> affectedBy(String record, Collection<String> changed) {
        Set<String> dirty = new LinkedHashSet<>(changed);
        List<ValueModel> affected = new ArrayList<>();
        for (ValueModel value : byRecord.getOrDefault(record, List.of())) {
            if (inputs(value).stream().anyMatch(dirty::contains)) {
                dirty.add(value.name());
                affected.add(value);
            }
        }
        return affected;
    }

    /** All computed values of a record, inputs first. */
    List<ValueModel> of(String record) {
        return byRecord.getOrDefault(record, List.of());
    }

    static List<String> inputs(ValueModel value) {
        return value.computation() instanceof Computed computed ? computed.inputs() : List.of();
    }

    /**
     * Computes values one after the other.
     *
     * @param current values of the record; must hold all inputs that are not among {@code values}
     */
    static Map<String, @Nullable Object> compute(
            String record, RecordId id, List<ValueModel> values, Map<String, ? extends @Nullable Object> current) {
        Map<String, @Nullable Object> known = new HashMap<>(current);
        Map<String, @Nullable Object> results = new LinkedHashMap<>();
        for (ValueModel value : values) {
            if (value.computation() instanceof Computed computed) {
                Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
                computed.inputs().forEach(input -> inputs.put(input, known.get(input)));
                Object result = call(record, value, computed, new Row(id, inputs));
                known.put(value.name(), result);
                results.put(value.name(), result);
            }
        }
        return results;
    }

    private static @Nullable Object call(String record, ValueModel value, Computed computed, Row inputs) {
        String path = record + "." + value.name();
        Object result;
        try {
            result = computed.function().apply(inputs);
        } catch (RuntimeException e) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The function that computes " + path + " threw "
                            + e.getClass().getSimpleName()
                            + "; it must give a value, or null, for every combination of inputs",
                    e);
        }
        return value.property().normalize(result, path);
    }
}
