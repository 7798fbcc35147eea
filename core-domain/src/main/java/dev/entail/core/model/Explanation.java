package dev.entail.core.model;

import dev.entail.core.computation.Description;
import dev.entail.core.model.Model.DerivedValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The graph of a model as text, without the values that users do not see: what these follow from is told instead. */
final class Explanation {
    private final Model model;
    private final Lineage lineage;
    private final Map<String, Set<String>> leadsTo = new LinkedHashMap<>();

    Explanation(Model model) {
        this.model = model;
        this.lineage = new Lineage(model);
        for (DerivedValue derived : visible()) {
            lineage.sources(derived.path())
                    .forEach(source -> leadsTo.computeIfAbsent(source, key -> new LinkedHashSet<>())
                            .add(derived.path()));
        }
    }

    private List<DerivedValue> visible() {
        return model.evaluationOrder().stream()
                .filter(derived -> !derived.value().isHidden())
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder("Model ").append(model.name()).append(": what follows from what\n");
        records(text);
        values(text);
        return text.toString();
    }

    private void records(StringBuilder text) {
        for (RecordModel record : model.records().values()) {
            record.computations()
                    .forEach(computation -> text.append("\n")
                            .append(record.name())
                            .append(" is ")
                            .append(Description.of(computation))
                            .append("\n"));
        }
    }

    private void values(StringBuilder text) {
        for (DerivedValue derived : visible()) {
            String path = derived.path();
            ValueModel value = derived.value();
            text.append("\n[")
                    .append(lineage.level(path))
                    .append("] ")
                    .append(Lineage.shown(path))
                    .append(" ")
                    .append(value.property().type())
                    .append(value.property().isHot() ? " (hot) = " : " = ")
                    .append(value.declared() == null ? "kept by the framework" : Description.of(value.declared()))
                    .append("\n");
            line(text, "from", lineage.sources(path));
            value.machine()
                    .ifPresent(machine -> machine.transfers()
                            .forEach(transfer -> text.append("    from ")
                                    .append(transfer.from())
                                    .append(" to ")
                                    .append(transfer.to())
                                    .append(" when ")
                                    .append(Description.trigger(transfer.trigger()))
                                    .append("\n")));
            line(text, "leads to", leadsTo.getOrDefault(path, Set.of()));
        }
    }

    private static void line(StringBuilder text, String what, Set<String> names) {
        if (!names.isEmpty()) {
            text.append("    ")
                    .append(what)
                    .append(" ")
                    .append(names.stream().map(Lineage::shown).collect(Collectors.joining(", ")))
                    .append("\n");
        }
    }
}
