package dev.entail.testkit.history;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Sequence;
import dev.entail.core.model.Model;
import dev.entail.runtime.async.TaskPlace;
import java.util.List;

/** What of a model is known to the reference only when a transaction has ended. */
final class Unsettled {
    private Unsettled() {}

    /** The values that number records. */
    static List<Model.DerivedValue> numbers(Model model) {
        return model.evaluationOrder().stream()
                .filter(derived -> derived.value().computation() instanceof Sequence)
                .toList();
    }

    /** The values that somebody works out later. */
    static List<TaskPlace> places(Model model) {
        return model.evaluationOrder().stream()
                .filter(derived -> derived.value().computation() instanceof Async)
                .map(derived -> new TaskPlace(derived.path()))
                .toList();
    }
}
