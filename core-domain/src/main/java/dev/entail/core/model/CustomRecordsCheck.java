package dev.entail.core.model;

import dev.entail.core.computation.CustomRecords;
import dev.entail.core.definition.RecordDefinition;

/** Checks computations that yield all records of an entity or relation. */
final class CustomRecordsCheck {
    private final ModelBuilder.Declarations declarations;
    private final Model model;
    private final CustomCheck customs;
    private final Problems problems;

    CustomRecordsCheck(ModelBuilder.Declarations declarations, Model model, CustomCheck customs, Problems problems) {
        this.declarations = declarations;
        this.model = model;
        this.customs = customs;
        this.problems = problems;
    }

    void check(RecordDefinition record, CustomRecords records) {
        customs.check(record.name(), null, records.forMarker());
        RecordModel yielded = model.records().get(record.name());
        if (yielded != null) {
            records.key().forEach(name -> checkKey(yielded, name));
        }
        long others = declarations.records.stream()
                .filter(derivation -> derivation.record().name().equals(record.name()))
                .count();
        if (others > 1) {
            problem(
                    record.name(),
                    "The records of " + record.name() + " belong to the computation that yields all of them, and there"
                            + " is another one that makes or removes some",
                    "Put both into one, or derive for entities of their own");
        }
        if (model.eventSources().values().stream()
                .anyMatch(source -> source.eventEntity().name().equals(record.name()))) {
            problem(
                    record.name(),
                    record.name() + " holds events, which follow from dispatches alone",
                    "Use another entity");
        }
    }

    private void checkKey(RecordModel yielded, String name) {
        ValueModel value = yielded.values().get(name);
        Navigation navigation = yielded.navigations().get(name);
        if (value == null && navigation == null) {
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    yielded.name(),
                    yielded.name() + " has no attribute '" + name + "' for its key"
                            + Suggestion.forName(name, yielded.values().keySet()),
                    "Name values and single relations of " + yielded.name());
        } else if (navigation != null && (navigation.many() || navigation.isEnd())) {
            problem(
                    yielded.name(),
                    "'" + name + "' is a list or an end of a link and no part of a key",
                    "Name values and single relations; the ends of links count by themselves");
        } else if (value != null && value.isDerived()) {
            problem(
                    yielded.name(),
                    "'" + name + "' is derived, so that the function cannot yield it",
                    "Name values that the function yields");
        }
    }

    private void problem(String path, String message, String hint) {
        problems.add("DECL_CUSTOM", path, message, hint);
    }
}
