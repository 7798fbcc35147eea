package dev.entail.runtime.computation;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.runtime.computation.Subscription.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Count or sum over all records of an entity or relation.
 *
 * @param record whose records; a view or union as well
 * @param global the value to keep
 * @param summand the value to add up, or null to count
 */
record GlobalSum(
        RecordModel record, ValueModel global, @Nullable ValueModel summand) {
    static GlobalSum counting(RecordModel record, ValueModel global) {
        return new GlobalSum(record, global, null);
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>();
        if (summand == null) {
            all.add(new Subscription(
                    new Trigger.Created(record.name()), (event, context) -> context.increaseGlobal(global, 1L)));
            all.add(new Subscription(
                    new Trigger.Deleted(record.name()), (event, context) -> context.increaseGlobal(global, -1L)));
            return all;
        }
        ValueModel value = summand;
        for (Trigger trigger : List.of(new Trigger.Created(record.name()), new Trigger.Deleted(record.name()))) {
            all.add(new Subscription(
                    trigger, (event, context) -> context.increaseGlobal(global, Deltas.of(event, value))));
        }
        for (String concrete : record.concrete()) {
            all.add(new Subscription(
                    new Trigger.Changed(concrete, value.name()), (event, context) -> changed(event, context, value)));
        }
        return all;
    }

    /** A change counts while the record belongs to what is summed up; its entering or leaving a view is heard of apart. */
    private void changed(MutationEvent event, ReactionContext context, ValueModel value) {
        if (context.session().isMember(record.name(), event.id())) {
            context.increaseGlobal(global, Deltas.of(event, value));
        }
    }
}
