package dev.entail.runtime.computation;

import dev.entail.core.computation.ItemChange;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set whose items can be followed one by one (INC-02..05): neither sorted nor cut, of its items only their own values are read,
 * and from these it follows who is in it.
 *
 * @param name as the computation calls it
 * @param record whose records its items are
 * @param condition which of these
 * @param selected names of the values that are read
 */
record SteppedSet(String name, RecordModel record, LocalCondition condition, List<String> selected) {
    /** The set, if it is of this kind. */
    static Optional<SteppedSet> of(Model model, String name, Query set) {
        RecordModel record = model.record(set.record());
        Set<String> selected = new LinkedHashSet<>();
        for (Selection part : set.selection()) {
            if (!(part instanceof Selection.Value value) || !isOwn(record, value.name())) {
                return Optional.empty();
            }
            if (value.name().equals("*")) {
                selected.addAll(record.visibleNames());
            } else if (!value.name().equals("id")) {
                selected.add(value.name());
            }
        }
        return set.order().isEmpty() && set.page().isAll()
                ? LocalCondition.of(record, set.match())
                        .map(condition -> new SteppedSet(name, record, condition, List.copyOf(selected)))
                : Optional.empty();
    }

    private static boolean isOwn(RecordModel record, String value) {
        return value.equals("*") || value.equals("id") || record.values().containsKey(value);
    }

    /**
     * To what becomes of its items.
     *
     * @param noting gets what to note of the items of the transaction
     */
    List<Subscription> subscriptions(BiConsumer<ReactionContext, Consumer<Map<RecordId, ItemHistory>>> noting) {
        List<String> names = List.copyOf(names());
        List<Subscription> all = new ArrayList<>();
        all.add(new Subscription(
                new Trigger.Created(record.name()),
                (event, context) ->
                        noting.accept(context, items -> of(items, event.id()).entered())));
        all.add(new Subscription(
                new Trigger.Deleted(record.name()),
                (event, context) -> noting.accept(
                        context, items -> of(items, event.id()).left((MutationEvent.Deleted) event, names))));
        all.addAll(Subscription.toChanges(
                record,
                names,
                (event, context) ->
                        noting.accept(context, items -> of(items, event.id()).changed(event, names))));
        return all;
    }

    private ItemHistory of(Map<RecordId, ItemHistory> items, RecordId id) {
        return items.computeIfAbsent(id, key -> new ItemHistory(record));
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>(selected);
        names.addAll(condition.names());
        return names;
    }

    /** What became of the items of a transaction, from what happened to them and what is stored of them now. */
    List<ItemChange> changes(Map<RecordId, ItemHistory> items, WriteSession session) {
        // Most are locked already, because they have been written; the others always in one order.
        List<RecordId> ids = items.keySet().stream().sorted().toList();
        Map<RecordId, Map<String, @Nullable Object>> stored =
                ids.isEmpty() ? Map.of() : session.records().values(record.name(), ids, names());
        List<ItemChange> changes = new ArrayList<>();
        items.forEach((id, history) -> {
            Map<String, @Nullable Object> row = stored.get(id);
            boolean isMember = row != null && isMember(id, history, session);
            Map<String, @Nullable Object> before = history.before(row == null ? Map.of() : row);
            Row left = history.wasMember(isMember) && condition.holds(before) ? selected(id, before) : null;
            Row now = row != null && isMember && condition.holds(row) ? selected(id, row) : null;
            if (left == null && now != null) {
                changes.add(new ItemChange.Entered(name, now));
            } else if (left != null && now == null) {
                changes.add(new ItemChange.Left(name, left));
            } else if (left != null && now != null && !left.equals(now)) {
                changes.add(new ItemChange.Changed(name, left, now));
            }
        });
        return changes;
    }

    private boolean isMember(RecordId id, ItemHistory history, WriteSession session) {
        Boolean told = history.isMember();
        return told == null ? session.records().isMember(record.name(), id) : told;
    }

    private Row selected(RecordId id, Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        selected.forEach(value -> row.put(value, values.get(value)));
        return new Row(id, row);
    }
}
