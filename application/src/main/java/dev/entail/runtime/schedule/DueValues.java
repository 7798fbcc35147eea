package dev.entail.runtime.schedule;

import dev.entail.core.computation.RealTime;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.access.Globals;
import dev.entail.runtime.access.StoreReader;
import dev.entail.runtime.computation.Recomputation;
import dev.entail.runtime.computation.Subscriptions;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.storage.EntityStore;
import dev.entail.storage.transaction.TransactionOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that follow the time. Those that are due are computed anew, a page of records in a transaction. Several threads and
 * processes may do so at once: rows are locked, and what is not due any more behind the lock is left alone. Thread-safe.
 */
public final class DueValues {
    private static final int PAGE = 500;

    /** So many ids are read together: where an index gives no order, a read sorts all that is due. */
    private static final int PASS = 10_000;

    /** What is no fault of a value, and would befall the next one as well. */
    private static final Set<String> OF_ALL = Set.of(
            ErrorCode.NO_CONNECTION.name(),
            ErrorCode.CONNECTION_LOST.name(),
            ErrorCode.COMMIT_OUTCOME_UNKNOWN.name(),
            ErrorCode.DATABASE_READ_ONLY.name(),
            ErrorCode.TRANSACTION_RETRY_EXHAUSTED.name());

    private final EntityStore store;
    private final Controller controller;
    private final InstantSource clock;

    /** The values of an open model. */
    public DueValues(EntityStore store, Controller controller, InstantSource clock) {
        this.store = store;
        this.controller = controller;
        this.clock = clock;
    }

    /**
     * Computes all values anew that are due, those first that others follow from. Each is computed once at most, even if it is
     * due again at once. If one fails, the others of its page are computed without it.
     *
     * @throws EntailException {@code TRANSACTION_MISUSED} in a transaction; and if the database fails
     */
    public RecomputationReport recompute() {
        if (store.transactions().isActive()) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED,
                    "Values that are due are computed in transactions of their own; do so after the end of this one");
        }
        Instant now = clock.instant();
        Round round = new Round();
        for (DerivedValue derived : store.model().evaluationOrder()) {
            if (derived.value().computation() instanceof RealTime realTime) {
                Recomputation recomputation = Subscriptions.recomputation(store.model(), derived, realTime);
                if (derived.record().equals(Model.GLOBALS)) {
                    global(new Task(derived, recomputation, round), now);
                } else {
                    records(new Task(derived, recomputation, round), now);
                }
            }
        }
        return new RecomputationReport(round.recomputed, round.failed, round.failures);
    }

    private void records(Task task, Instant now) {
        Query due = Query.of(task.derived().record())
                .select(task.due())
                .where(Match.le(task.due(), now))
                .orderBy(Order.ascending(task.due()), Order.ascending("id"))
                .limit(PASS);
        List<Row> pass = list(due);
        while (!pass.isEmpty()) {
            List<RecordId> ids = pass.stream().map(Row::id).toList();
            for (int from = 0; from < ids.size(); from += PAGE) {
                recompute(task, ids.subList(from, Math.min(from + PAGE, ids.size())));
            }
            pass = pass.size() < PASS ? List.of() : list(due.where(after(task, pass.get(PASS - 1))));
        }
    }

    /** What has been computed is not due any more, but what has failed is. */
    private static Match after(Task task, Row last) {
        Object due = Objects.requireNonNull(last.get(task.due()));
        return Match.and(Match.ge(task.due(), due), Match.or(Match.gt(task.due(), due), Match.gt("id", last.id())));
    }

    private List<Row> list(Query query) {
        return new StoreReader(store).list(query);
    }

    /** A page that fails is divided until nothing fails but what does so alone. */
    private void recompute(Task task, List<RecordId> ids) {
        try {
            task.round().recomputed += controller
                    .write(options(task), propagation -> recompute(task, ids, propagation))
                    .value();
        } catch (EntailException e) {
            if (OF_ALL.contains(e.code())) {
                throw e;
            }
            if (ids.size() == 1) {
                task.fail(ids.get(0), e);
            } else {
                recompute(task, ids.subList(0, ids.size() / 2));
                recompute(task, ids.subList(ids.size() / 2, ids.size()));
            }
        }
    }

    private static int recompute(Task task, Collection<RecordId> ids, Propagation propagation) {
        List<RecordId> due = new ArrayList<>();
        propagation
                .session()
                .records()
                .values(task.derived().record(), ids, List.of(task.due()))
                .forEach((id, row) -> {
                    if (isDue(row.get(task.due()), propagation.now())) {
                        due.add(id);
                    }
                });
        propagation.recompute(task.derived().record(), task.derived().value(), task.recomputation(), due);
        return due.size();
    }

    private void global(Task task, Instant now) {
        ValueModel due = global(task.due());
        if (!isDue(stored(due), now)) {
            return;
        }
        try {
            task.round().recomputed += controller
                    .write(options(task), propagation -> {
                        // Whoever computes it because of a change locks it in this order, too.
                        propagation.session().lockGlobal(task.derived().value());
                        if (!isDue(propagation.session().lockGlobal(due), propagation.now())) {
                            return 0;
                        }
                        propagation.recompute(
                                Model.GLOBALS, task.derived().value(), task.recomputation(), List.of(Model.GLOBALS_ID));
                        return 1;
                    })
                    .value();
        } catch (EntailException e) {
            if (OF_ALL.contains(e.code())) {
                throw e;
            }
            task.fail(Model.GLOBALS_ID, e);
        }
    }

    private static boolean isDue(@Nullable Object due, Instant now) {
        return due instanceof Instant at && !at.isAfter(now);
    }

    private ValueModel global(String name) {
        return Objects.requireNonNull(store.model().globals().get(name), name);
    }

    private @Nullable Object stored(ValueModel global) {
        return store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries().global(global, jdbc)))
                .orElse(null);
    }

    /**
     * When a value of a record was computed, and when it is due; empty if there is no such record.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has no such value, or it does not follow the time
     */
    public Optional<Timing> timing(RecordDefinition record, Property<?> property, RecordId id) {
        String name = property.name();
        requireRealTime(
                record.name() + "." + name,
                store.model().record(record).values().get(name));
        String computed = RealTime.computedName(name);
        String due = RealTime.dueName(name);
        Query query = Query.of(record.name()).select(computed, due).where(Match.eq("id", id));
        return list(query).stream()
                .findFirst()
                .map(row -> new Timing((Instant) row.get(computed), (Instant) row.get(due)));
    }

    /** The same for a global value. */
    public Timing timing(Property<?> global) {
        String name = Globals.find(store.model(), global).name();
        requireRealTime(Model.GLOBALS + "." + name, global(name));
        return new Timing((Instant) stored(global(RealTime.computedName(name))), (Instant)
                stored(global(RealTime.dueName(name))));
    }

    private static void requireRealTime(String path, @Nullable ValueModel value) {
        if (value == null || !(value.computation() instanceof RealTime)) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    "There is no value '" + path + "' that follows the time; derive it with RealTime");
        }
    }

    private static TransactionOptions options(Task task) {
        return TransactionOptions.DEFAULT.withName("recompute " + task.derived().path());
    }

    /** What is computed in one call. */
    private static final class Round {
        private final List<RecomputationReport.Failure> failures = new ArrayList<>();
        private long recomputed;
        private long failed;
    }

    private record Task(DerivedValue derived, Recomputation recomputation, Round round) {
        String due() {
            return RealTime.dueName(derived.value().name());
        }

        void fail(RecordId id, EntailException error) {
            round.failed++;
            if (round.failures.size() < RecomputationReport.LIMIT) {
                round.failures.add(new RecomputationReport.Failure(
                        derived.record(), id, derived.value().name(), error));
            }
        }
    }
}
