package dev.entail.runtime.computation;

import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.runtime.computation.Subscription.Trigger;
import java.util.List;

/**
 * Count of all records of an entity or relation, of a view or union as well. Reads nothing.
 *
 * @param record whose records
 * @param global the value to keep
 */
record GlobalCount(RecordModel record, ValueModel global) {
    List<Subscription> subscriptions() {
        return List.of(
                new Subscription(
                        new Trigger.Created(record.name()), (event, context) -> context.increaseGlobal(global, 1L)),
                new Subscription(
                        new Trigger.Deleted(record.name()), (event, context) -> context.increaseGlobal(global, -1L)));
    }
}
