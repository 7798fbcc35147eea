package dev.entail.runtime.computation;

import dev.entail.core.computation.Link;
import dev.entail.core.computation.Removal;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.RecordModel;
import dev.entail.runtime.computation.Subscription.Trigger;

/** Removes links when an event is stored. */
record EventRemoval<E>(RecordModel record, Removal<E> removal) {
    Subscription subscription() {
        return new Subscription(new Trigger.Dispatched(removal.source().name()), this::react);
    }

    private void react(MutationEvent event, ReactionContext context) {
        for (Link link : Callbacks.call(record, removal.source(), event, removal::apply)) {
            context.session().unlink(record.relation().orElseThrow(), link.source(), link.target());
        }
    }
}
