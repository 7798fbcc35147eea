package dev.entail.core.model;

import dev.entail.core.computation.Description;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.model.Model.DerivedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The graph of a model as text, without the values that users do not see: what these follow from is told instead. */
final class Explanation {
    private final Model model;
    private final Map<String, Set<String>> sources = new LinkedHashMap<>();
    private final Map<String, Integer> levels = new LinkedHashMap<>();
    private final Map<String, Set<String>> leadsTo = new LinkedHashMap<>();

    Explanation(Model model) {
        this.model = model;
        for (DerivedValue derived : model.evaluationOrder()) {
            follow(derived);
        }
        for (DerivedValue derived : visible()) {
            sources.getOrDefault(derived.path(), Set.of())
                    .forEach(source -> leadsTo.computeIfAbsent(source, key -> new LinkedHashSet<>())
                            .add(derived.path()));
        }
    }

    private void follow(DerivedValue derived) {
        Set<String> from = new LinkedHashSet<>();
        int level = 0;
        List<String> direct = new ArrayList<>(model.inputs(derived));
        direct.addAll(model.recordsLookedAt(derived));
        for (String input : direct) {
            if (isHidden(input)) {
                from.addAll(sources.getOrDefault(input, Set.of()));
            } else {
                from.add(input);
            }
        }
        for (String source : from) {
            level = Math.max(level, levels.getOrDefault(source, 0));
        }
        sources.put(derived.path(), from);
        levels.put(derived.path(), derived.value().isHidden() ? level : level + 1);
    }

    private boolean isHidden(String path) {
        int dot = path.indexOf('.');
        RecordModel record = dot < 0 ? null : model.records().get(path.substring(0, dot));
        ValueModel value = record == null ? null : record.values().get(path.substring(dot + 1));
        return value != null && value.isHidden();
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
                    .append(levels.get(path))
                    .append("] ")
                    .append(shown(path))
                    .append(" ")
                    .append(value.property().type())
                    .append(" = ")
                    .append(value.declared() == null ? "kept by the framework" : Description.of(value.declared()))
                    .append("\n");
            line(text, "from", sources.getOrDefault(path, Set.of()));
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
                    .append(names.stream().map(Explanation::shown).collect(Collectors.joining(", ")))
                    .append("\n");
        }
    }

    /** Global values are called as computations call them. */
    private static String shown(String path) {
        String globals = Model.GLOBALS + ".";
        return path.startsWith(globals) ? GlobalValue.PREFIX + path.substring(globals.length()) : path;
    }
}
