package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.model.Model.DerivedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which derived value depends on which, and an order in which each comes after what it depends on. */
final class DerivationOrder {
    private final Map<String, DerivedValue> byPath = new LinkedHashMap<>();
    private final Map<String, List<String>> dependencies = new LinkedHashMap<>();
    private final List<DerivedValue> sorted = new ArrayList<>();
    private final List<List<String>> cycles = new ArrayList<>();

    private DerivationOrder() {}

    static DerivationOrder of(Model model) {
        DerivationOrder order = new DerivationOrder();
        model.records().values().stream()
                .filter(RecordModel::isConcrete)
                .forEach(record -> order.collect(model, record.name(), record.values()));
        order.collect(model, Model.GLOBALS, model.globals());
        Set<String> done = new LinkedHashSet<>();
        order.byPath.keySet().forEach(path -> order.visit(path, new ArrayList<>(), done));
        return order;
    }

    /** Derived values, dependencies first. */
    List<DerivedValue> sorted() {
        return sorted;
    }

    /** Paths of derived values that depend on themselves, each list in the order of dependency. */
    List<List<String>> cycles() {
        return cycles;
    }

    private void collect(Model model, String record, Map<String, ValueModel> values) {
        for (ValueModel value : values.values()) {
            Computation.Elementary computation = value.computation();
            if (computation != null) {
                DerivedValue derived = new DerivedValue(record, value);
                byPath.put(derived.path(), derived);
                dependencies.put(derived.path(), DerivationInputs.of(model, record, computation));
            }
        }
    }

    private void visit(String path, List<String> trail, Set<String> done) {
        if (!byPath.containsKey(path) || done.contains(path)) {
            return;
        }
        int start = trail.indexOf(path);
        if (start >= 0) {
            cycles.add(List.copyOf(trail.subList(start, trail.size())));
            return;
        }
        trail.add(path);
        dependencies.getOrDefault(path, List.of()).forEach(input -> visit(input, trail, done));
        trail.remove(trail.size() - 1);
        if (done.add(path)) {
            DerivedValue value = byPath.get(path);
            if (value != null) {
                sorted.add(value);
            }
        }
    }
}
