package dev.entail.runtime.computation;

import dev.entail.core.computation.Lookup;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.computation.Subscription.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the value of a single related record. Whatever happened, the value is looked up again for the records concerned;
 * both rows are locked meanwhile, so that a change of the one cannot pass a link of the other unseen.
 */
final class Following implements Recomputation {
    private final RecordModel holder;
    private final ValueModel value;
    private final Navigation navigation;
    private final RecordModel target;
    private final String wanted;

    Following(Model model, RecordModel holder, ValueModel value, Lookup lookup) {
        this.holder = holder;
        this.value = value;
        this.navigation = Objects.requireNonNull(holder.navigations().get(lookup.attribute()));
        this.target = model.record(navigation.targetRecord());
        this.wanted = lookup.value();
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>();
        if (navigation.isEnd()) {
            all.add(new Subscription(
                    new Trigger.Created(holder.name()),
                    (event, context) -> context.recompute(holder.name(), value, this, List.of(event.id()))));
        } else {
            String link = navigation.relation().name();
            for (Trigger trigger : List.of(new Trigger.Created(link), new Trigger.Deleted(link))) {
                all.add(new Subscription(trigger, this::relinked));
            }
        }
        all.addAll(Subscription.toChanges(target, List.of(wanted), this::targetChanged));
        return all;
    }

    private void relinked(MutationEvent event, ReactionContext context) {
        List<RecordId> holders =
                LinkEnds.of(event, navigation).stream().map(LinkEnds::holder).toList();
        context.recompute(holder.name(), value, this, holders);
    }

    private void targetChanged(MutationEvent.Updated event, ReactionContext context) {
        List<RecordId> holders = navigation.isEnd()
                ? context.session().records().linksAt(navigation.relation(), navigation.from(), event.id())
                : context.session()
                        .records()
                        .related(
                                new Navigation(
                                        navigation.name(),
                                        navigation.relation(),
                                        navigation.from().opposite(),
                                        holder.name(),
                                        true,
                                        false),
                                event.id());
        context.recompute(holder.name(), value, this, holders);
    }

    @Override
    public void recompute(Collection<RecordId> ids, ReactionContext context) {
        Map<RecordId, Map<String, @Nullable Object>> stored =
                context.session().records().values(holder.name(), ids, List.of(value.name()));
        if (stored.isEmpty()) {
            return;
        }
        Map<RecordId, RecordId> targets = context.session().records().targets(navigation, stored.keySet());
        Set<RecordId> distinct = new LinkedHashSet<>(targets.values());
        Map<RecordId, Map<String, @Nullable Object>> found = distinct.isEmpty()
                ? Map.of()
                : context.session().records().valuesReliedOn(target.name(), distinct, List.of(wanted));
        Map<RecordId, Map<String, @Nullable Object>> changes = new LinkedHashMap<>();
        stored.forEach((id, current) -> {
            RecordId there = targets.get(id);
            Map<String, @Nullable Object> row = there == null ? null : found.get(there);
            Object now = row == null ? null : row.get(wanted);
            if (!Objects.equals(now, current.get(value.name()))) {
                changes.put(id, Collections.singletonMap(value.name(), now));
            }
        });
        if (!changes.isEmpty()) {
            context.session().derive(holder.name(), changes);
        }
    }
}
