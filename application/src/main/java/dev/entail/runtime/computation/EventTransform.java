package dev.entail.runtime.computation;

import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Draft;
import dev.entail.runtime.computation.Subscription.Trigger;

/** Creates records or links when an event is stored (TRF-10). */
record EventTransform<E>(RecordModel record, Transform<E> transform) {
    Subscription subscription() {
        return new Subscription(new Trigger.Dispatched(transform.source().name()), this::react);
    }

    private void react(MutationEvent event, ReactionContext context) {
        for (Object result : Callbacks.call(record, transform.source(), event, transform::apply)) {
            switch (result) {
                case Draft draft
                when record.relation().isEmpty() -> context.session().create(record.name(), draft);
                case Link link
                when record.relation().isPresent() -> link(record.relation().get(), link, context);
                default ->
                    throw new EntailException(
                            ErrorCode.CALLBACK_FAILED,
                            "The transform of '" + transform.source().name() + "' to " + record.name() + " gave a "
                                    + result.getClass().getSimpleName() + "; it must give a "
                                    + (record.relation().isPresent() ? "Link" : "Draft"));
            }
        }
    }

    private static void link(Relation relation, Link link, ReactionContext context) {
        context.session().link(relation, link.source(), link.target(), link.values());
    }
}
