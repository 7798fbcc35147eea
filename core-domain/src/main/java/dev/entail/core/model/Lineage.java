package dev.entail.core.model;

import dev.entail.core.computation.GlobalValue;
import dev.entail.core.model.Model.DerivedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What each derived value follows from, without the values that users do not see: what these follow from is told instead. */
final class Lineage {
    private final Model model;
    private final Map<String, Set<String>> sources = new LinkedHashMap<>();
    private final Map<String, Integer> levels = new LinkedHashMap<>();

    Lineage(Model model) {
        this.model = model;
        model.evaluationOrder().forEach(this::follow);
    }

    private void follow(DerivedValue derived) {
        Set<String> from = new LinkedHashSet<>();
        List<String> direct = new ArrayList<>(model.inputs(derived));
        direct.addAll(model.recordsLookedAt(derived));
        for (String input : direct) {
            if (isHidden(input)) {
                from.addAll(sources(input));
            } else {
                from.add(input);
            }
        }
        int level = from.stream().mapToInt(this::level).max().orElse(0);
        sources.put(derived.path(), from);
        levels.put(derived.path(), derived.value().isHidden() ? level : level + 1);
    }

    private boolean isHidden(String path) {
        int dot = path.indexOf('.');
        String holder = dot < 0 ? "" : path.substring(0, dot);
        RecordModel record = model.records().get(holder);
        Map<String, ValueModel> values =
                holder.equals(Model.GLOBALS) ? model.globals() : record == null ? Map.of() : record.values();
        ValueModel value = values.get(path.substring(dot + 1));
        return value != null && value.isHidden();
    }

    /** Paths of values, and names of records whose coming and going matters, in the order in which they are looked at. */
    Set<String> sources(String path) {
        return sources.getOrDefault(path, Set.of());
    }

    /** 0 for a fact; 1 for what follows from facts alone; 2 for what follows from facts and values of level 1. */
    int level(String path) {
        return Objects.requireNonNullElse(levels.get(path), 0);
    }

    /** Global values are called as computations call them. */
    static String shown(String path) {
        String globals = Model.GLOBALS + ".";
        return path.startsWith(globals) ? GlobalValue.PREFIX + path.substring(globals.length()) : path;
    }
}
