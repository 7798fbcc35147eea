package dev.entail.runtime.async;

import dev.entail.core.computation.Async;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.runtime.computation.Requesting;
import dev.entail.runtime.computation.ValuePlace;
import dev.entail.storage.task.TaskRow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The asynchronous values of a model, those first that others follow from. Immutable. */
final class TaskPlaces {
    private final Map<String, Requesting> places = new LinkedHashMap<>();

    TaskPlaces(Model model) {
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            if (derived.value().computation() instanceof Async async) {
                places.put(derived.path(), Requesting.of(new ValuePlace(derived.record(), derived.value()), async));
            }
        }
    }

    Collection<String> paths() {
        return places.keySet();
    }

    /** What becomes of results for a place. */
    Requesting of(String path) {
        Requesting found = places.get(path);
        if (found == null) {
            throw new EntailException(
                    ErrorCode.TASK_INVALID,
                    "The model has no asynchronous value '" + path + "'; it has " + places.keySet());
        }
        return found;
    }

    /** A task as users see it. */
    Task task(TaskRow row) {
        Requesting place = of(row.key().place());
        String result = row.result();
        return new Task(
                row.id(),
                new TaskPlace(row.key().place()),
                row.key().record(),
                row.key().freshness(),
                row.status(),
                place.args(row.args()),
                result == null ? null : place.json().read(result),
                row.error(),
                row.attempts(),
                row.dueAt(),
                row.createdAt());
    }
}
