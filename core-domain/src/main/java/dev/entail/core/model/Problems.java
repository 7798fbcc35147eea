package dev.entail.core.model;

import dev.entail.core.error.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects mistakes. */
final class Problems {
    private final List<Problem> list = new ArrayList<>();

    void add(Problem problem) {
        list.add(problem);
    }

    void add(String code, String path, String message, String hint) {
        list.add(new Problem(code, path, message, hint));
    }

    /** Something refers to a record that the model does not have. */
    void unknownRecord(String path, String record, Model model) {
        add(
                "DECL_UNKNOWN_RECORD",
                path,
                "The model has no entity or relation '" + record + "'"
                        + Suggestion.forName(record, model.records().keySet()),
                "Add it with facts(...)");
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    List<Problem> list() {
        return List.copyOf(list);
    }
}
