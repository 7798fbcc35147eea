package dev.entail.runtime.computation;

import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.List;

/** Creates records or links when something happens (TRF-10). */
record EventTransform<E>(RecordModel record, Transform<E> transform) {
    List<Subscription> subscriptions(Occasions occasions) {
        return occasions.of(transform.trigger(), this::react);
    }

    private void react(E event, ReactionContext context) {
        Callbacks.call(
                        () -> "derives " + record.name() + " from " + Occasions.describe(transform.trigger()),
                        () -> transform.apply(event))
                .forEach(result -> create(record, result, context));
    }

    /** Creates what a function of a user yields for an entity or relation. */
    static RecordId create(RecordModel record, Object result, ReactionContext context) {
        return switch (result) {
            case Draft draft
            when record.relation().isEmpty() -> context.session().create(record.name(), draft);
            case Link link
            when record.relation().isPresent() ->
                context.session().link(record.relation().get(), link.source(), link.target(), link.values());
            default ->
                throw new EntailException(
                        ErrorCode.CALLBACK_FAILED,
                        "The function that derives " + record.name() + " gave a "
                                + result.getClass().getSimpleName() + "; it must give a "
                                + (record.relation().isPresent() ? "Link" : "Draft"));
        };
    }
}
