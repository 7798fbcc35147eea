package dev.entail.core.model;

import dev.entail.core.computation.Custom;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.definition.Property;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks custom computations: that what they read exists and suits their place (SCH-03, CUS-05). */
final class CustomCheck {
    private final Model model;
    private final PathCheck paths;
    private final Problems problems;

    CustomCheck(Model model, PathCheck paths, Problems problems) {
        this.model = model;
        this.paths = paths;
        this.problems = problems;
    }

    void check(String path, @Nullable RecordModel record, Custom custom) {
        if (custom.parts().isEmpty() && custom.sets().isEmpty()) {
            problem(path, "It reads nothing, so it can never change", "Say what it reads");
        }
        custom.globals().forEach(global -> paths.global(path, global));
        if (record == null) {
            checkGlobal(path, custom);
            return;
        }
        Reading.of(model, path, record.name(), custom).problems().forEach(problems::add);
        if (custom.stepping() != null) {
            problem(
                    path,
                    "A property of records has no update function; it is computed anew for the records that a change"
                            + " concerns",
                    "Leave it out, or derive a global value");
        }
        if (!custom.sets().isEmpty()) {
            problem(
                    path,
                    "A property reads what is related to its record, not whole sets of records such as '"
                            + custom.sets().keySet().iterator().next() + "'",
                    "Read them in a global value, and that as '" + GlobalValue.PREFIX + "' and its name");
        }
    }

    private void checkGlobal(String path, Custom custom) {
        for (Selection part : custom.parts()) {
            if (!(part instanceof Selection.Value value) || !GlobalValue.isNamedBy(value.name())) {
                problem(
                        path,
                        "A global value has no record of which it could read anything",
                        "Read sets of records, and global values as '" + GlobalValue.PREFIX + "' and their names");
            }
        }
        custom.sets().forEach((name, query) -> checkSet(path, name, query));
        if (custom.stepping() != null) {
            checkStates(path, custom);
        }
    }

    private void checkStates(String path, Custom custom) {
        if (custom.sets().isEmpty()) {
            problem(path, "There is an update function, but no set whose items could change", "Leave it out");
        }
        Set<String> seen = new HashSet<>();
        for (Property<?> state : custom.states()) {
            if (!FactCheck.NAME.matcher(state.name()).matches() || !seen.add(state.name())) {
                problem(path, "'" + state.name() + "' is no name for a state, or there are two", "Rename it");
            }
        }
    }

    private void checkSet(String path, String name, Query query) {
        if (!model.records().containsKey(query.record())) {
            problems.unknownRecord(path, query.record(), model);
            return;
        }
        if (query.selection().isEmpty()) {
            problem(
                    path,
                    "Of the records of " + query.record() + " under '" + name + "' nothing is read",
                    "Select what the function looks at; 'id' if it is the records alone");
        }
        Reading.of(model, path, query).problems().forEach(problems::add);
    }

    private void problem(String path, String message, String hint) {
        problems.add("DECL_CUSTOM", path, message, hint);
    }
}
