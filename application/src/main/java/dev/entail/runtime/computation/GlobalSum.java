package dev.entail.runtime.computation;

import dev.entail.core.model.ValueModel;
import dev.entail.runtime.computation.Subscription.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Count or sum over all records of an entity or relation.
 *
 * @param record whose records
 * @param global the value to keep
 * @param summand the value to add up, or null to count
 */
record GlobalSum(String record, ValueModel global, @Nullable ValueModel summand) {
    static GlobalSum counting(String record, ValueModel global) {
        return new GlobalSum(record, global, null);
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>();
        if (summand == null) {
            all.add(new Subscription(
                    new Trigger.Created(record), (event, context) -> context.increaseGlobal(global, 1L)));
            all.add(new Subscription(
                    new Trigger.Deleted(record), (event, context) -> context.increaseGlobal(global, -1L)));
            return all;
        }
        for (Trigger trigger : List.of(
                new Trigger.Created(record),
                new Trigger.Deleted(record),
                new Trigger.Changed(record, summand.name()))) {
            all.add(new Subscription(
                    trigger, (event, context) -> context.increaseGlobal(global, Deltas.of(event, summand))));
        }
        return all;
    }
}
