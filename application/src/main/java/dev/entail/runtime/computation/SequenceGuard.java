package dev.entail.runtime.computation;

import dev.entail.core.computation.Sequence;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.computation.Subscription.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to change the scope in which a record has been numbered (MOD-116). The numbers themselves are given by the write
 * session. When the record that a scope refers to is deleted, those that were numbered in it keep their numbers.
 */
record SequenceGuard(RecordModel holder, ValueModel value, Sequence sequence) {
    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>();
        for (String attribute : sequence.scope()) {
            Navigation navigation = holder.navigations().get(attribute);
            if (navigation == null) {
                all.add(new Subscription(
                        new Trigger.Changed(holder.name(), attribute),
                        (event, context) -> require(event.id(), attribute, context)));
            } else if (!isEnd(navigation)) {
                String link = navigation.relation().name();
                for (Trigger trigger : List.of(new Trigger.Created(link), new Trigger.Deleted(link))) {
                    all.add(new Subscription(trigger, (event, context) -> relinked(event, navigation, context)));
                }
            }
        }
        return all;
    }

    /** The ends of a link never change. */
    private boolean isEnd(Navigation navigation) {
        return holder.relation().isPresent() && navigation.relation().name().equals(holder.name());
    }

    private void relinked(MutationEvent event, Navigation navigation, ReactionContext context) {
        for (LinkEnds ends : LinkEnds.of(event, navigation)) {
            boolean comesOrGoes = context.session().isChanging(holder.name(), ends.holder())
                    || context.session().isChanging(navigation.targetRecord(), ends.item());
            if (!comesOrGoes) {
                require(ends.holder(), navigation.name(), context);
            }
        }
    }

    private void require(RecordId id, String attribute, ReactionContext context) {
        Map<String, @Nullable Object> row =
                context.session().records().values(holder.name(), id, List.of(value.name()));
        if (row != null && row.get(value.name()) != null) {
            throw new EntailException(
                    ErrorCode.SEQUENCE_SCOPE_IMMUTABLE.name(),
                    holder.name() + "." + attribute + " cannot change, because the record has been numbered in it ("
                            + value.name() + ", sequence " + sequence.name() + "); create another record",
                    Map.of("record", holder.name(), "id", id.toString(), "attribute", attribute));
        }
    }
}
