package dev.entail.runtime.verification;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Projection;
import dev.entail.core.event.Change;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Projections;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Slice;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.computation.Recomputation;
import dev.entail.runtime.computation.Subscriptions;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.storage.EntityStore;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.transaction.TransactionOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Projects records again and tells what would change. It is projected in transactions that are rolled back, unless it is to be
 * repaired; so what is found is exactly what a repair does. First the sources page by page, then what has been made of sources
 * that are no longer there.
 */
final class ProjectionVerification {
    private static final int PAGE = 500;

    private final EntityStore store;
    private final Controller controller;
    private final boolean repairs;
    private final Consumer<Drift> listener;
    private final Consumer<Progress> progress;

    ProjectionVerification(
            EntityStore store,
            Controller controller,
            boolean repairs,
            Consumer<Drift> listener,
            Consumer<Progress> progress) {
        this.store = store;
        this.controller = controller;
        this.repairs = repairs;
        this.listener = listener;
        this.progress = progress;
    }

    /** Looks at all sources of all projections; tells how many there are. */
    long runAll() {
        long looked = 0;
        for (RecordModel record : store.model().records().values()) {
            for (Computation.OfRecords computation : record.computations()) {
                if (computation instanceof Projection projection) {
                    looked += run(record, projection);
                }
            }
        }
        return looked;
    }

    /** Looks at all sources of a projection; tells how many there are. */
    long run(RecordModel record, Projection projection) {
        String name = Projections.name(record, projection);
        Recomputation projecting = Subscriptions.projecting(store.model(), record, projection);
        Query sources = Query.of(projection.source().name());
        long looked = pages(
                sources,
                record,
                name,
                projecting,
                rows -> rows.stream().map(Row::id).collect(Collectors.toSet()));
        Query made = Query.of(record.name()).select(Projections.NAME.name(), Projections.SOURCE.name());
        pages(made, record, name, projecting, rows -> orphaned(rows, name, sources));
        return looked;
    }

    /** Sources of records that are there although the source is not. */
    private Set<RecordId> orphaned(List<Row> made, String name, Query sources) {
        Set<RecordId> ids = new LinkedHashSet<>();
        for (Row row : made) {
            RecordId id = origin(row, name);
            if (id != null) {
                ids.add(id);
            }
        }
        Query existing = sources.where(Match.in("id", ids)).unbounded();
        store.transactions()
                .reading(jdbc -> store.queries().list(existing, jdbc))
                .forEach(row -> ids.remove(row.id()));
        return ids;
    }

    private static @Nullable RecordId origin(Row row, String name) {
        return name.equals(row.get(Projections.NAME.name())) && row.get(Projections.SOURCE.name()) instanceof Long id
                ? RecordId.of(id)
                : null;
    }

    private long pages(
            Query first,
            RecordModel record,
            String name,
            Recomputation projecting,
            Function<List<Row>, Set<RecordId>> origins) {
        long looked = 0;
        Query query = first.orderBy(Order.ascending("id")).page(PAGE);
        while (query != null) {
            Page page = page(query, record, projecting, origins);
            page.drift().forEach(listener);
            looked += page.size();
            progress.accept(new Progress(record.name() + " from " + name, looked));
            query = page.next();
        }
        return looked;
    }

    private Page page(
            Query query, RecordModel record, Recomputation projecting, Function<List<Row>, Set<RecordId>> origins) {
        TransactionOptions options = TransactionOptions.DEFAULT
                .withName("verify " + record.name())
                .withIsolation(IsolationLevel.SERIALIZABLE);
        try {
            return controller
                    .write(options, propagation -> {
                        Slice slice = store.transactions()
                                .reading(jdbc -> store.queries().slice(query, jdbc));
                        projecting.recompute(origins.apply(slice.rows()), propagation);
                        Page page = new Page(
                                slice.rows().size(),
                                drift(record.name(), propagation.finish()),
                                slice.next().map(query::after).orElse(null));
                        if (!repairs && !page.drift().isEmpty()) {
                            throw new Undone(page);
                        }
                        return page;
                    })
                    .value();
        } catch (Undone e) {
            return e.page;
        }
    }

    /** What projecting again did to the records. */
    private static List<Drift> drift(String record, List<Effect> effects) {
        List<Drift> drift = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect.mutation().record().equals(record)) {
                switch (effect.mutation()) {
                    case MutationEvent.Created created ->
                        drift.add(new Drift(record, null, "id", null, created.values()));
                    case MutationEvent.Deleted deleted ->
                        drift.add(new Drift(record, deleted.id(), "id", deleted.id(), null));
                    case MutationEvent.Updated updated ->
                        updated.changes().forEach((value, change) -> {
                            if (change instanceof Change.Replaced replaced) {
                                drift.add(new Drift(record, updated.id(), value, replaced.before(), replaced.after()));
                            }
                        });
                }
            }
        }
        return drift;
    }

    private record Page(
            int size, List<Drift> drift, @Nullable Query next) {}

    /** Ends a transaction that was only to show what would change. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Page page;

        Undone(Page page) {
            super("undone", null, false, false);
            this.page = page;
        }
    }
}
