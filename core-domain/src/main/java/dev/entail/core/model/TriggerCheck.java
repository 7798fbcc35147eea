package dev.entail.core.model;

import dev.entail.core.event.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks that what a computation waits for can happen (SET-06, STM-04). */
final class TriggerCheck {
    private final Model model;
    private final Problems problems;

    TriggerCheck(Model model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    void check(String path, Trigger<?> trigger) {
        switch (trigger) {
            case Trigger.Dispatched<?> dispatched -> {
                if (model.eventSources().values().stream()
                        .noneMatch(
                                source -> source == dispatched.source() || source.standsFor() == dispatched.source())) {
                    problems.add(
                            "DECL_UNKNOWN_EVENT_SOURCE",
                            path,
                            "It is derived from event source '"
                                    + dispatched.source().name() + "', which the model does not have",
                            "Add that very event source with events(...)");
                } else if (!dispatched.source().isStored()) {
                    problems.add(
                            "DECL_EVENT_NOT_STORED",
                            path,
                            "It is derived from '" + dispatched.source().name()
                                    + "', which only reads and stores no events",
                            "Make it recorded(), or derive it from something else");
                }
            }
            case Trigger.Mutated mutated -> {
                String record = mutated.record();
                if (record == null) {
                    mutated.values().forEach(global -> checkGlobal(path, global));
                } else {
                    checkRecord(path, record, mutated);
                }
            }
        }
    }

    private void checkGlobal(String path, String name) {
        ValueModel global = model.globals().get(name);
        if (global == null || !global.isTold()) {
            Set<String> known = new TreeSet<>();
            model.globals().values().stream()
                    .filter(each -> each.isTold() && !each.isHidden())
                    .forEach(each -> known.add(each.name()));
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    path,
                    global == null
                            ? "The model has no global value '" + name + "'" + Suggestion.forName(name, known)
                            : "Nobody is told when the global value '" + name + "' changes",
                    "Use one that is set by hand, goes from state to state or follows from what a function reads: "
                            + known);
        }
    }

    private void checkRecord(String path, String name, Trigger.Mutated mutated) {
        RecordModel record = model.records().get(name);
        if (record == null) {
            problems.unknownRecord(path, name, model);
            return;
        }
        List<String> named = new ArrayList<>(mutated.values());
        named.addAll(mutated.names());
        for (String value : named) {
            boolean isEnd = record.relation().isPresent()
                    && record.navigations().containsKey(value)
                    && !mutated.values().contains(value);
            if (!record.values().containsKey(value) && !isEnd) {
                problems.add(
                        "DECL_UNKNOWN_ATTRIBUTE",
                        path,
                        record.name() + " has no value '" + value + "' that could change or be compared"
                                + Suggestion.forName(value, record.values().keySet()),
                        "Use one of " + record.values().keySet());
            }
        }
    }
}
