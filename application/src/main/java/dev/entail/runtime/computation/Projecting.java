package dev.entail.runtime.computation;

import dev.entail.core.computation.Link;
import dev.entail.core.computation.Projection;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Projections;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.storage.write.StoredLink;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records that follow from other records (TRF-04, TRF-06). Whatever happened to a source, what follows from it is
 * computed anew and compared with what there is, place by place. The row of the source is locked meanwhile, so that two
 * rivals do so one after the other.
 */
final class Projecting implements Recomputation {
    private static final List<String> PLACE = List.of(Projections.NAME.name(), Projections.INDEX.name());

    private final RecordModel record;
    private final RecordModel source;
    private final Projection projection;
    private final String name;
    private final List<String> values;
    private final List<Navigation> references;

    Projecting(Model model, RecordModel record, Projection projection) {
        this.record = record;
        this.source = model.record(projection.source());
        this.projection = projection;
        this.name = Projections.name(record, projection);
        this.values = projection.inputs().stream()
                .filter(source.values()::containsKey)
                .toList();
        this.references = projection.inputs().stream()
                .filter(input -> !source.values().containsKey(input))
                .map(input -> Objects.requireNonNull(source.navigations().get(input)))
                .toList();
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>();
        all.add(new Subscription(new Trigger.Created(source.name()), this::mark));
        all.add(new Subscription(new Trigger.Deleted(source.name()), this::mark));
        all.addAll(Subscription.toChanges(source, values, this::mark));
        for (Navigation reference : references) {
            if (!reference.isEnd()) {
                String link = reference.relation().name();
                Reaction relinked =
                        (event, context) -> LinkEnds.of(event, reference).forEach(ends -> mark(ends.holder(), context));
                all.add(new Subscription(new Trigger.Created(link), relinked));
                all.add(new Subscription(new Trigger.Deleted(link), relinked));
            }
        }
        return all;
    }

    private void mark(MutationEvent event, ReactionContext context) {
        mark(event.id(), context);
    }

    private void mark(RecordId id, ReactionContext context) {
        context.recompute(source.name(), values, this, List.of(id));
    }

    @Override
    public void recompute(Collection<RecordId> ids, ReactionContext context) {
        WriteSession session = context.session();
        Map<RecordId, Map<String, @Nullable Object>> rows = rows(ids, session);
        Map<RecordId, Map<Long, RecordId>> existing = existing(ids, session);
        for (RecordId id : ids) {
            Map<String, @Nullable Object> row = rows.get(id);
            List<Object> wanted = row != null && session.records().isMember(source.name(), id)
                    ? Callbacks.call(() -> "projects " + record.name(), () -> projection.apply(new Row(id, row)))
                    : List.of();
            adjust(id, wanted, existing.getOrDefault(id, Map.of()), context);
        }
    }

    private Map<RecordId, Map<String, @Nullable Object>> rows(Collection<RecordId> ids, WriteSession session) {
        Map<RecordId, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
        session.records()
                .values(source.name(), ids, values)
                .forEach((id, row) -> rows.put(id, new LinkedHashMap<>(row)));
        for (Navigation reference : references) {
            Map<RecordId, RecordId> targets = session.records().targets(reference, rows.keySet());
            rows.forEach((id, row) -> row.put(reference.name(), targets.get(id)));
        }
        return rows;
    }

    /** What there is, by source and place. */
    private Map<RecordId, Map<Long, RecordId>> existing(Collection<RecordId> ids, WriteSession session) {
        List<String> names = new ArrayList<>(PLACE);
        names.add(Projections.SOURCE.name());
        Map<RecordId, Map<Long, RecordId>> existing = new LinkedHashMap<>();
        session.records()
                .havingIds(record.name(), Projections.SOURCE.name(), ids, names)
                .forEach((id, values) -> {
                    if (name.equals(values.get(Projections.NAME.name()))) {
                        Long from = (Long) Objects.requireNonNull(values.get(Projections.SOURCE.name()));
                        Long index = (Long) Objects.requireNonNull(values.get(Projections.INDEX.name()));
                        existing.computeIfAbsent(RecordId.of(from), key -> new LinkedHashMap<>())
                                .put(index, id);
                    }
                });
        return existing;
    }

    /** What is too much goes first, so that what comes may take its place in a key. */
    private void adjust(RecordId sourceId, List<Object> wanted, Map<Long, RecordId> existing, ReactionContext context) {
        Map<Integer, RecordId> kept = kept(wanted, existing, context);
        List<RecordId> surplus = existing.values().stream()
                .filter(id -> !kept.containsValue(id))
                .sorted()
                .toList();
        if (!surplus.isEmpty()) {
            context.session().delete(record.name(), surplus);
        }
        long free =
                existing.keySet().stream().mapToLong(place -> place + 1).max().orElse(0);
        for (int i = 0; i < wanted.size(); i++) {
            RecordId there = kept.get(i);
            if (there != null) {
                change(there, wanted.get(i), context);
            } else {
                create(sourceId, record.relation().isEmpty() ? i : free++, wanted.get(i), context);
            }
        }
    }

    /** Which of the existing records stay, by the place of what is wanted: records by place, links by what they join. */
    private Map<Integer, RecordId> kept(List<Object> wanted, Map<Long, RecordId> existing, ReactionContext context) {
        Map<Integer, RecordId> kept = new LinkedHashMap<>();
        if (record.relation().isEmpty()) {
            for (int i = 0; i < wanted.size(); i++) {
                RecordId there = existing.get((long) i);
                if (there != null) {
                    kept.put(i, there);
                }
            }
            return kept;
        }
        Map<List<RecordId>, RecordId> byEnds = new LinkedHashMap<>();
        for (RecordId id : existing.values()) {
            StoredLink link = context.session().records().link(record.name(), id);
            if (link != null) {
                byEnds.put(List.of(link.source(), link.target()), id);
            }
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i) instanceof Link link) {
                RecordId there = byEnds.remove(List.of(link.source(), link.target()));
                if (there != null) {
                    kept.put(i, there);
                }
            }
        }
        return kept;
    }

    private void create(RecordId sourceId, long index, Object wanted, ReactionContext context) {
        RecordId id = EventTransform.create(record, wanted, context);
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put(Projections.NAME.name(), name);
        place.put(Projections.SOURCE.name(), sourceId.value());
        place.put(Projections.INDEX.name(), index);
        context.session().derive(record.name(), Map.of(id, place));
    }

    private void change(RecordId there, Object wanted, ReactionContext context) {
        Draft changes = switch (wanted) {
            case Draft draft when record.relation().isEmpty() -> draft;
            case Link link when record.relation().isPresent() -> link.values();
            default ->
                throw new EntailException(
                        ErrorCode.CALLBACK_FAILED,
                        "The projection from " + source.name() + " to " + record.name() + " gave a "
                                + wanted.getClass().getSimpleName() + "; it must give a "
                                + (record.relation().isPresent() ? "Link" : "Draft"));
        };
        context.session().update(record.name(), List.of(there), changes);
    }
}
