package dev.entail.runtime.computation;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.computation.Subscription.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sum over a relation (SUM-01..04). A new link adds what the item holds at that moment, a lost link takes it away, and a
 * change of the item goes to whoever it is linked to. The row of the item is locked whenever its value is read or changed,
 * which puts these three in one order.
 */
record RelatedSum(Navigation navigation, Set<String> items, String holder, ValueModel value, ValueModel summand) {
    List<Subscription> subscriptions() {
        String link = navigation.relation().name();
        List<Subscription> all = new ArrayList<>();
        all.add(new Subscription(new Trigger.Created(link), (event, context) -> linked(event, context, false)));
        all.add(new Subscription(new Trigger.Deleted(link), (event, context) -> linked(event, context, true)));
        items.forEach(item -> all.add(new Subscription(new Trigger.Changed(item, summand.name()), this::changed)));
        return all;
    }

    private void linked(MutationEvent event, ReactionContext context, boolean lost) {
        for (LinkEnds ends : LinkEnds.of(event, navigation)) {
            Map<String, @Nullable Object> item =
                    context.session().values(navigation.targetRecord(), ends.item(), List.of(summand.name()));
            Number held = item == null ? null : (Number) item.get(summand.name());
            if (held != null) {
                context.increase(holder, ends.holder(), value, lost ? type().negate(held) : held);
            }
        }
    }

    private void changed(MutationEvent event, ReactionContext context) {
        Number delta = Deltas.of(event, summand);
        Navigation back = new Navigation(
                navigation.name(), navigation.relation(), navigation.from().opposite(), holder, true, false);
        for (RecordId owner : context.session().related(back, event.id())) {
            context.increase(holder, owner, value, delta);
        }
    }

    private ValueType type() {
        return summand.property().type();
    }
}
