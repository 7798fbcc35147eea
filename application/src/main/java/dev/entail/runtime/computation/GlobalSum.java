package dev.entail.runtime.computation;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.computation.Subscription.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sum over all records of an entity or relation, of a view or union as well.
 *
 * @param model where the records are declared
 * @param record whose records
 * @param contribution what each adds
 */
record GlobalSum(Model model, RecordModel record, Contribution contribution) {
    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>();
        all.add(new Subscription(
                new Trigger.Created(record.name()),
                (event, context) -> add(event.id(), ((MutationEvent.Created) event).values(), false, context)));
        all.add(new Subscription(
                new Trigger.Deleted(record.name()),
                (event, context) -> add(event.id(), ((MutationEvent.Deleted) event).values(), true, context)));
        all.addAll(Subscription.toChanges(record, contribution.itemInputs(), this::changed));
        return all;
    }

    private void add(RecordId id, Map<String, Object> item, boolean lost, ReactionContext context) {
        Number added = contribution.of(id, item, Map.of());
        context.increaseGlobal(global(), lost ? global().property().type().negate(added) : added);
    }

    /** A change counts while the record belongs to what is summed up; its entering or leaving a view is heard of apart. */
    private void changed(MutationEvent.Updated event, ReactionContext context) {
        if (!context.session().records().isMember(record.name(), event.id())) {
            return;
        }
        if (contribution.isItemValue()) {
            context.increaseGlobal(
                    global(),
                    Deltas.of(
                            event,
                            Objects.requireNonNull(record.values()
                                    .get(contribution.itemInputs().get(0)))));
            return;
        }
        Map<String, @Nullable Object> now = Before.told(event, contribution.itemInputs());
        if (now == null) {
            now = context.session().records().values(record.name(), event.id(), contribution.itemInputs());
        }
        if (now != null) {
            Map<String, @Nullable Object> before = Before.of(event, now, model.record(event.record()));
            context.increaseGlobal(
                    global(),
                    contribution.difference(
                            contribution.of(event.id(), now, Map.of()), contribution.of(event.id(), before, Map.of())));
        }
    }

    private ValueModel global() {
        return contribution.value();
    }
}
