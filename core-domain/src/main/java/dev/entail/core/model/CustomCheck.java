package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.RealTime;
import dev.entail.core.definition.Property;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.ValueType;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks computations with functions: that what they read exists and suits their place (SCH-03, CUS-05). */
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
        requireInputs(path, custom);
        checkReads(path, record, custom);
    }

    /** The same for what follows the time, which a global value can do without reading anything (RTM-01). */
    void check(String path, @Nullable RecordModel record, Property<?> property, RealTime realTime) {
        if (record != null) {
            requireInputs(path, realTime);
        }
        checkReads(path, record, realTime);
        if (property.isList() || property.type() != ValueType.NUMBER && property.type() != ValueType.BOOLEAN) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    "A formula yields a number or a truth value, the property is " + property,
                    "Declare it with number or bool");
        } else if (property.type() == ValueType.NUMBER && realTime.again() == null) {
            problem(
                    path,
                    "It is a number that follows the time, and nothing says when it is to be computed again",
                    "Add again(...) with a duration");
        }
    }

    private void requireInputs(String path, Computation.Reader reader) {
        if (reader.parts().isEmpty() && reader.sets().isEmpty()) {
            problem(path, "It reads nothing, so it can never change", "Say what it reads");
        }
    }

    private void checkReads(String path, @Nullable RecordModel record, Computation.Reader reader) {
        reader.globals().forEach(global -> paths.global(path, global));
        if (record == null) {
            checkGlobal(path, reader);
            return;
        }
        Reading.of(model, path, record.name(), reader).problems().forEach(problems::add);
        if (reader instanceof Custom custom && custom.stepping() != null) {
            problem(
                    path,
                    "A property of records has no update function; it is computed anew for the records that a change"
                            + " concerns",
                    "Leave it out, or derive a global value");
        }
        if (!reader.sets().isEmpty()) {
            problem(
                    path,
                    "A property reads what is related to its record, not whole sets of records such as '"
                            + reader.sets().keySet().iterator().next() + "'",
                    "Read them in a global value, and that as '" + GlobalValue.PREFIX + "' and its name");
        }
    }

    private void checkGlobal(String path, Computation.Reader reader) {
        for (Selection part : reader.parts()) {
            if (!(part instanceof Selection.Value value) || !GlobalValue.isNamedBy(value.name())) {
                problem(
                        path,
                        "A global value has no record of which it could read anything",
                        "Read sets of records, and global values as '" + GlobalValue.PREFIX + "' and their names");
            }
        }
        reader.sets().forEach((name, query) -> checkSet(path, name, query));
        if (reader instanceof Custom custom && custom.stepping() != null) {
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
