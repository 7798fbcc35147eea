package dev.entail.runtime.computation;

import dev.entail.core.computation.Link;
import dev.entail.core.computation.Removal;
import dev.entail.core.model.RecordModel;
import java.util.List;

/** Removes links when something happens. */
record EventRemoval<E>(RecordModel record, Removal<E> removal) {
    List<Subscription> subscriptions(Occasions occasions) {
        return occasions.of(removal.trigger(), this::react);
    }

    private void react(E event, ReactionContext context) {
        for (Link link : Callbacks.call(
                () -> "removes links of " + record.name() + " on " + Occasions.describe(removal.trigger()),
                () -> removal.apply(event))) {
            context.session().unlink(record.relation().orElseThrow(), link.source(), link.target());
        }
    }
}
