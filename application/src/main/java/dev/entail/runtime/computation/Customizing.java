package dev.entail.runtime.computation;

import dev.entail.core.computation.Computation;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Dependency;
import dev.entail.core.model.Model;
import dev.entail.core.model.Reading;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps a value of records true that a function makes of what it reads, or asks for the work behind it. A change somewhere is noted under the path that leads there; when its turn comes the
 * paths are walked back to the records concerned, and these are read and computed anew, many at a time.
 */
final class Customizing implements Recomputation {
    private static final int PAGE = 1000;

    private final Model model;
    private final RecordModel holder;
    private final ValueModel value;
    private final Computation.Reader reader;
    private final Results results;
    private final Query query;

    Customizing(Model model, RecordModel holder, ValueModel value, Computation.Reader reader, Results results) {
        this.model = model;
        this.holder = holder;
        this.value = value;
        this.reader = reader;
        this.results = results;
        this.query = Query.of(holder.name())
                .select(reader.parts().toArray(Selection[]::new))
                .unbounded();
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>();
        all.add(new Subscription(
                new Trigger.Created(holder.name()), (event, context) -> mark(List.of(event.id()), context)));
        Map<String, Way> ways = new LinkedHashMap<>();
        for (Dependency dependency : Reading.of(model, holder.name(), reader).dependencies()) {
            Way way = ways.computeIfAbsent(dependency.prefix(), prefix -> new Way(this, prefix));
            switch (dependency) {
                case Dependency.OnValue on -> all.addAll(way.toChanges(model.record(on.record()), on.value()));
                case Dependency.OnLinks on -> {
                    String link = on.navigation().relation().name();
                    Reaction relinked = (event, context) -> way.changed(
                            on.record(),
                            LinkEnds.of(event, on.navigation()).stream()
                                    .map(LinkEnds::holder)
                                    .toList(),
                            context);
                    all.add(new Subscription(new Trigger.Created(link), relinked));
                    all.add(new Subscription(new Trigger.Deleted(link), relinked));
                }
            }
        }
        return all;
    }

    private void mark(Collection<RecordId> ids, ReactionContext context) {
        context.recompute(holder.name(), value, this, ids);
    }

    @Override
    public void recompute(Collection<RecordId> ids, ReactionContext context) {
        List<RecordId> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += PAGE) {
            recomputePage(all.subList(from, Math.min(all.size(), from + PAGE)), context);
        }
    }

    private void recomputePage(List<RecordId> ids, ReactionContext context) {
        WriteSession session = context.session();
        Set<RecordId> locked = new LinkedHashSet<>(session.records()
                .values(holder.name(), ids, List.of(value.name()))
                .keySet());
        if (locked.isEmpty()) {
            return;
        }
        if (!reader.isAtomicSafe()) {
            context.requireSerializable();
        }
        results.take(session.query(query.where(Match.in("id", locked))), context);
    }

    /** A path from the records to something that their value depends on. */
    private static final class Way implements Recomputation {
        private final Customizing owner;
        private final String prefix;
        private final Map<String, Reaction> changes = new LinkedHashMap<>();

        Way(Customizing owner, String prefix) {
            this.owner = owner;
            this.prefix = prefix;
        }

        /** One reaction for all values of a record, so that it hears of each event once. */
        List<Subscription> toChanges(RecordModel record, String changed) {
            Reaction once = changes.computeIfAbsent(
                    record.name(),
                    name -> (event, context) -> changed(name, List.of(((MutationEvent.Updated) event).id()), context));
            return record.concrete().stream()
                    .map(name -> new Subscription(new Trigger.Changed(name, changed), once))
                    .toList();
        }

        void changed(String record, List<RecordId> ids, ReactionContext context) {
            if (prefix.isEmpty()) {
                owner.mark(ids, context);
            } else {
                context.recompute(Objects.requireNonNull(record), List.of(), this, ids);
            }
        }

        @Override
        public void recompute(Collection<RecordId> ids, ReactionContext context) {
            owner.mark(context.session().records().leadingTo(owner.holder.name(), prefix, ids), context);
        }
    }
}
