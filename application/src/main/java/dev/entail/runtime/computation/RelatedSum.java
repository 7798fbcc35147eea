package dev.entail.runtime.computation;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.storage.write.StoredLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sum over a relation (AGG-08, AGG-09). A new link adds what the item adds at that moment, a lost link takes it away, and a
 * change of the item or of the link goes to whoever is linked. The row of the item is locked whenever its values are read or
 * changed, which puts these in one order.
 */
final class RelatedSum {
    private final Model model;
    private final RecordModel items;
    private final RecordModel links;
    private final Navigation navigation;
    private final Navigation back;
    private final String holder;
    private final ValueModel value;
    private final Contribution contribution;

    RelatedSum(Model model, ItemScope scope, String holder, Contribution contribution) {
        this.model = model;
        this.items = scope.items();
        this.links = Objects.requireNonNull(scope.link());
        this.navigation = Objects.requireNonNull(scope.navigation());
        this.back = new Navigation(
                navigation.name(), navigation.relation(), navigation.from().opposite(), holder, true, false);
        this.holder = holder;
        this.value = contribution.value();
        this.contribution = contribution;
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>();
        all.add(new Subscription(new Trigger.Created(links.name()), (event, context) -> linked(event, context, false)));
        all.add(new Subscription(new Trigger.Deleted(links.name()), (event, context) -> linked(event, context, true)));
        all.addAll(Subscription.toChanges(items, contribution.itemInputs(), this::itemChanged));
        all.addAll(Subscription.toChanges(links, contribution.linkInputs(), this::linkChanged));
        return all;
    }

    private void linked(MutationEvent event, ReactionContext context, boolean lost) {
        Map<String, ? extends @Nullable Object> link = switch (event) {
            case MutationEvent.Created created -> created.values();
            case MutationEvent.Deleted deleted -> deleted.values();
            case MutationEvent.Updated updated -> throw new IllegalArgumentException("A link comes or goes");
        };
        for (LinkEnds ends : LinkEnds.of(event, navigation)) {
            Map<String, @Nullable Object> item = item(ends.item(), context);
            if (item != null) {
                Number added = contribution.of(ends.item(), item, link);
                context.increase(
                        holder,
                        ends.holder(),
                        value,
                        lost ? value.property().type().negate(added) : added);
            }
        }
    }

    /** What is looked at of an item, or null if it is gone. */
    private @Nullable Map<String, @Nullable Object> item(RecordId id, ReactionContext context) {
        List<String> inputs = contribution.itemInputs();
        return inputs.isEmpty() ? Map.of() : context.session().records().valuesReliedOn(items.name(), id, inputs);
    }

    private void itemChanged(MutationEvent.Updated event, ReactionContext context) {
        if (contribution.isItemValue()) {
            addToOwners(event.id(), Deltas.of(event, summand()), context);
            return;
        }
        Map<String, @Nullable Object> now = Before.told(event, contribution.itemInputs());
        if (now == null) {
            now = item(event.id(), context);
        }
        if (now == null) {
            return;
        }
        Map<String, @Nullable Object> before = Before.of(event, now, model.record(event.record()));
        if (contribution.linkInputs().isEmpty()) {
            addToOwners(event.id(), difference(event.id(), now, Map.of(), before, Map.of()), context);
            return;
        }
        for (StoredLink link : context.session().records().links(back, event.id())) {
            Number delta = difference(event.id(), now, link.values(), before, link.values());
            for (LinkEnds ends : LinkEnds.of(link, navigation)) {
                if (ends.item().equals(event.id())) {
                    context.increase(holder, ends.holder(), value, delta);
                }
            }
        }
    }

    private void addToOwners(RecordId item, Number delta, ReactionContext context) {
        if (delta.doubleValue() != 0.0) {
            for (RecordId owner : context.session().records().related(back, item)) {
                context.increase(holder, owner, value, delta);
            }
        }
    }

    private void linkChanged(MutationEvent.Updated event, ReactionContext context) {
        StoredLink link = context.session().records().isMember(links.name(), event.id())
                ? context.session().records().link(event.record(), event.id())
                : null;
        if (link == null) {
            return;
        }
        Map<String, @Nullable Object> before = Before.of(event, link.values(), model.record(event.record()));
        for (LinkEnds ends : LinkEnds.of(link, navigation)) {
            Map<String, @Nullable Object> item = item(ends.item(), context);
            if (item != null) {
                context.increase(
                        holder, ends.holder(), value, difference(ends.item(), item, link.values(), item, before));
            }
        }
    }

    private Number difference(
            RecordId id,
            Map<String, ? extends @Nullable Object> item,
            Map<String, ? extends @Nullable Object> link,
            Map<String, ? extends @Nullable Object> itemBefore,
            Map<String, ? extends @Nullable Object> linkBefore) {
        return contribution.difference(contribution.of(id, item, link), contribution.of(id, itemBefore, linkBefore));
    }

    private ValueModel summand() {
        return Objects.requireNonNull(
                items.values().get(contribution.itemInputs().get(0)));
    }
}
