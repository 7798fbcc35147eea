package dev.entail.runtime.computation;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.runtime.computation.Subscription.Trigger;
import java.util.List;

/** Count over a relation: one more with each link, one less with each that goes (CNT-02). Reads nothing. */
record RelatedCount(Navigation navigation, String holder, ValueModel value) {
    List<Subscription> subscriptions() {
        String link = navigation.relation().name();
        return List.of(
                new Subscription(new Trigger.Created(link), (event, context) -> add(event, context, 1L)),
                new Subscription(new Trigger.Deleted(link), (event, context) -> add(event, context, -1L)));
    }

    private void add(MutationEvent event, ReactionContext context, long delta) {
        for (LinkEnds ends : LinkEnds.of(event, navigation)) {
            context.increase(holder, ends.holder(), value, delta);
        }
    }
}
