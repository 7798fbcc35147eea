package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
import dev.entail.core.model.Model.DerivedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
            Computation.OfValue computation = value.computation();
            if (computation != null) {
                DerivedValue derived = new DerivedValue(record, value);
                byPath.put(derived.path(), derived);
                dependencies.put(derived.path(), inputs(model, record, computation));
            }
        }
    }

    private static List<String> inputs(Model model, String record, Computation.OfValue computation) {
        return switch (computation) {
            case Count count -> membership(model, record, count.items());
            case Computed computed ->
                computed.inputs().stream().map(input -> record + "." + input).toList();
            // Numbers depend on facts alone.
            case Sequence sequence -> List.of();
            case Summation sum -> {
                List<String> inputs = new ArrayList<>(membership(model, record, sum.items()));
                RecordModel items = items(model, record, sum.items());
                if (items != null) {
                    items.concrete().forEach(name -> inputs.add(name + "." + sum.value()));
                }
                yield inputs;
            }
        };
    }

    /** Values that decide which items there are, if a view does. */
    private static List<String> membership(Model model, String record, Items items) {
        RecordModel counted = switch (items) {
            case Items.All all -> model.records().get(all.record().name());
            case Items.Related related -> {
                Navigation navigation = navigation(model, record, related);
                yield navigation == null
                        ? null
                        : model.records().get(navigation.relation().name());
            }
        };
        if (counted == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (Dependency dependency : counted.dependencies(model)) {
            if (dependency instanceof Dependency.OnValue value) {
                model.record(value.record()).concrete().forEach(name -> values.add(name + "." + value.value()));
            }
        }
        return values;
    }

    private static @Nullable RecordModel items(Model model, String record, Items items) {
        return switch (items) {
            case Items.All all -> model.records().get(all.record().name());
            case Items.Related related -> {
                Navigation navigation = navigation(model, record, related);
                yield navigation == null ? null : model.records().get(navigation.targetRecord());
            }
        };
    }

    private static @Nullable Navigation navigation(Model model, String record, Items.Related related) {
        RecordModel holder = model.records().get(record);
        return holder == null ? null : holder.navigations().get(related.property());
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
