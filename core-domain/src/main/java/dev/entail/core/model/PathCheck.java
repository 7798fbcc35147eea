package dev.entail.core.model;

import dev.entail.core.computation.GlobalValue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks paths over single relations to a value, and names of global values. */
final class PathCheck {
    private final Model model;
    private final Problems problems;

    PathCheck(Model model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    /**
     * The value at the end of a path, or null after reporting why there is none.
     *
     * @param where the declaration that names the path
     */
    @Nullable
    ValueModel value(String where, RecordModel record, String path) {
        if (GlobalValue.isNamedBy(path)) {
            return global(where, GlobalValue.nameIn(path));
        }
        RecordModel current = record;
        String rest = path;
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            Navigation navigation = navigation(where, current, rest.substring(0, dot), path);
            RecordModel target = navigation == null ? null : model.records().get(navigation.targetRecord());
            if (target == null) {
                return null;
            }
            current = target;
            rest = rest.substring(dot + 1);
        }
        ValueModel value = current.values().get(rest);
        if (value == null) {
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    where,
                    current.name() + " has no value '" + rest + "'" + inPath(rest, path)
                            + Suggestion.forName(rest, current.values().keySet()),
                    "Use one of " + current.values().keySet());
        }
        return value;
    }

    /** The global value of a name, or null after reporting that there is none. */
    @Nullable
    ValueModel global(String where, String name) {
        ValueModel value = model.globals().get(name);
        List<String> told = model.globals().values().stream()
                .filter(ValueModel::isTold)
                .map(global -> GlobalValue.PREFIX + global.name())
                .toList();
        if (value == null) {
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    where,
                    "The model has no global value '" + name + "'"
                            + Suggestion.forName(name, model.globals().keySet()),
                    "Use one of " + told);
        } else if (!value.isTold()) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    where,
                    "The global value '" + name + "' is counted, summed or computed; nobody is told when it changes",
                    "Use one of " + told);
        }
        return value;
    }

    private @Nullable Navigation navigation(String where, RecordModel record, String attribute, String path) {
        Navigation navigation = record.navigations().get(attribute);
        if (navigation == null) {
            Set<String> known = new TreeSet<>(record.navigations().keySet());
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    where,
                    record.name() + " has no relation attribute '" + attribute + "'" + inPath(attribute, path)
                            + Suggestion.forName(attribute, known),
                    "Use one of " + known);
            return null;
        }
        if (navigation.many()) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    where,
                    "'" + path + "' goes through '" + attribute + "', which leads to many records",
                    "Aggregate over '" + attribute + "' in a value of " + record.name() + ", and look at that");
            return null;
        }
        return navigation;
    }

    private static String inPath(String segment, String path) {
        return segment.equals(path) ? "" : " (in '" + path + "')";
    }
}
