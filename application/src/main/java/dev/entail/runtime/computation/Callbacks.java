package dev.entail.runtime.computation;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.function.Function;

/** Calls functions of users and says which one it was when they fail. */
final class Callbacks {
    private Callbacks() {}

    static <E, R> List<R> call(
            RecordModel record, EventSource<E> source, MutationEvent event, Function<E, List<R>> function) {
        MutationEvent.Created created = (MutationEvent.Created) event;
        try {
            return function.apply(source.view(new Row(created.id(), created.values())));
        } catch (RuntimeException e) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The function that derives " + record.name() + " from '" + source.name() + "' threw "
                            + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    e);
        }
    }
}
