package dev.entail.storage.write;

import dev.entail.core.computation.Computed;
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
        if (values.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> known = new HashMap<>(current);
        Map<String, @Nullable Object> results = new LinkedHashMap<>();
        for (ValueModel value : values) {
            if (value.computation() instanceof Computed computed) {
                Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
                computed.inputs().forEach(input -> inputs.put(input, known.get(input)));
                Object result = computed.compute(record + "." + value.name(), value.property(), new Row(id, inputs));
                known.put(value.name(), result);
                results.put(value.name(), result);
            }
        }
        return results;
    }
}
