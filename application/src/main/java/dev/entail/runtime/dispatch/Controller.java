package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Effect;
import dev.entail.core.model.Suggestion;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.access.StoreReader;
import dev.entail.runtime.outbox.Deliveries;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.PayloadLimits;
import dev.entail.runtime.propagation.DependencyGraph;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.runtime.propagation.TaskLog;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.sideeffect.SideEffects;
import dev.entail.runtime.trail.Trail;
import dev.entail.runtime.transaction.RetryingTransactions;
import dev.entail.storage.EntityStore;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.trail.TrailEntry;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.transaction.TransactionOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes in dispatches and direct writes; each is one transaction. Thread-safe. */
public final class Controller {
    private final EntityStore store;
    private final DependencyGraph graph;
    private final RetryingTransactions transactions;
    private final Adapters adapters;
    private final AttemptParts parts;
    private final Deliveries deliveries;
    private final SideEffects sideEffects;
    private final AfterCommit afterCommit;
    private final InstantSource clock;
    private final int mutationLimit;
    private final TaskLog tasks;
    private final Scope scope = new Scope();

    /** A controller over an open store. */
    public Controller(
            EntityStore store,
            RetryingTransactions transactions,
            Set<EventSourceAdapter<?>> adapters,
            SideEffects sideEffects,
            Deliveries deliveries,
            Trail trail,
            InstantSource clock,
            DependencyGraph graph,
            int mutationLimit,
            PayloadLimits payloadLimits) {
        this.store = store;
        this.graph = graph;
        this.transactions = transactions;
        this.adapters = Adapters.of(store.model(), adapters);
        this.parts = new AttemptParts(
                store, new References(store), new Idempotency(store.dialect()), deliveries, trail, payloadLimits);
        this.deliveries = deliveries;
        this.sideEffects = sideEffects;
        this.afterCommit = new AfterCommit(this.adapters, sideEffects, new StoreReader(store));
        this.clock = clock;
        this.mutationLimit = mutationLimit;
        this.tasks = new TaskLog(store.tasks(), clock);
    }

    /**
     * Dispatches a call to an event source of the model. Everything that follows happens in one transaction; a refusal or
     * failure before the commit leaves nothing behind and is reported in the result (DSP-05..11).
     *
     * @param guarded whether guards are asked (DSP-07)
     * @throws EntailException {@code UNKNOWN_EVENT_SOURCE} if the model does not have the source, {@code NESTED_DISPATCH}
     *     if the thread is dispatching already, {@code DISPATCH_IN_TRANSACTION} if it is in a transaction
     */
    public DispatchResult dispatch(EventSource<?> source, DispatchCall call, boolean guarded) {
        Attempt attempt = alone(source, call, guarded);
        DispatchResult result = scope.dispatching(source, () -> carriedOut(attempt));
        return result.isAccepted() ? afterCommit.run(source, attempt.context().call(), result) : result;
    }

    /**
     * Dispatches many calls to one event source, several in one transaction. Each call is all or nothing and sees what those
     * before it did, as if they were dispatched one after the other.
     *
     * @return a result for each call, in their order
     * @throws EntailException as {@link #dispatch} does
     */
    public List<DispatchResult> dispatchAll(EventSource<?> source, List<DispatchCall> calls, boolean guarded) {
        requireAlone(source);
        List<DispatchResult> results = scope.dispatching(
                source,
                () -> new BulkDispatch(
                                transactions,
                                this::propagation,
                                source,
                                options(source),
                                call -> attempt(source, call, guarded),
                                call -> carriedOut(attempt(source, call, guarded)))
                        .run(calls));
        List<DispatchResult> finished = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            DispatchResult result = results.get(i);
            finished.add(result.isAccepted() ? afterCommit.run(source, calls.get(i), result) : result);
        }
        return finished;
    }

    /**
     * Carries a dispatch out and rolls it back, to see what would follow. Nothing is stored, nothing runs after it; ids may
     * be used up, and what only the commit would find out is not found out.
     *
     * @throws EntailException as {@link #dispatch} does
     */
    public DispatchResult simulate(EventSource<?> source, DispatchCall call, boolean guarded) {
        return simulated(alone(source, call, guarded), transaction -> {});
    }

    private DispatchResult simulated(Attempt attempt, Consumer<Transaction> before) {
        return scope.dispatching(
                attempt.source(),
                () -> explained(attempt, () -> {
                    try {
                        return transactions.run(options(attempt.source()), transaction -> {
                            before.accept(transaction);
                            Propagation propagation = propagation(transaction);
                            throw new RolledBack(attempt.carryOut(propagation, propagation::settle));
                        });
                    } catch (RolledBack e) {
                        return e.result;
                    }
                }));
    }

    /**
     * Carries a dispatch out and rolls it back, to see which statements it sends.
     *
     * @throws EntailException as {@link #dispatch} does, and why it was refused
     */
    public DispatchPlan plan(EventSource<?> source, DispatchCall call) {
        Attempt attempt = alone(source, call, true);
        PlanRecorder recorder = new PlanRecorder();
        simulated(attempt, recorder::begin).orThrow();
        return recorder.plan(source.name());
    }

    private Attempt alone(EventSource<?> source, DispatchCall call, boolean guarded) {
        Attempt attempt = prepare(source, call, guarded);
        requireAlone(source);
        return attempt;
    }

    private void requireAlone(EventSource<?> source) {
        scope.requireNoDispatch(source);
        requireNoTransaction(
                ErrorCode.DISPATCH_IN_TRANSACTION,
                "'" + source.name() + "' was dispatched in a transaction of the thread that it would not be a part of;"
                        + " dispatch after its end, or as a part of a business transaction");
    }

    private DispatchResult carriedOut(Attempt attempt) {
        return explained(
                attempt,
                () -> transactions.run(options(attempt.source()), transaction -> {
                    Propagation propagation = propagation(transaction);
                    return attempt.carryOut(propagation, propagation::sendLast);
                }));
    }

    private static DispatchResult explained(Attempt attempt, Supplier<DispatchResult> transaction) {
        try {
            attempt.requireWithinLimits();
            return transaction.get();
        } catch (RuntimeException e) {
            return DispatchResult.refused(attempt.explain(e));
        }
    }

    /** A dispatch that may begin, apart from the transaction that it takes. */
    Attempt prepare(EventSource<?> source, DispatchCall call, boolean guarded) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(call, "call");
        adapters.of(source);
        scope.requireNoDispatch(source);
        return attempt(source, call, guarded);
    }

    private Attempt attempt(EventSource<?> source, DispatchCall call, boolean guarded) {
        EventSourceAdapter<EventSource<?>> adapter = adapters.of(source);
        StoreReader reader = new StoreReader(store);
        DispatchContext context = new DispatchContext(call, now(), reader, reader);
        return new Attempt(parts, source, adapter, context, guarded);
    }

    /** How a dispatch begins: at SERIALIZABLE at once if it is known to end there (SER-07), without the right to write if it only reads. */
    private TransactionOptions options(EventSource<?> source) {
        TransactionOptions options = TransactionOptions.DEFAULT.withName(source.name());
        if (!source.isStored()) {
            return options.asReadOnly();
        }
        return graph.needsSerializable(source) ? options.withIsolation(IsolationLevel.SERIALIZABLE) : options;
    }

    /** The event source of this name. */
    public EventSource<?> source(String name) {
        return store.model()
                .eventSource(name)
                .orElseThrow(
                        () -> unknownSource(name, store.model().eventSources().keySet()));
    }

    /**
     * Runs dispatches and writes that share one commit (BTX-01). If another transaction was in the way all of it runs again.
     * What follows the commit of each dispatch runs after that one commit, in the order of the dispatches.
     *
     * @throws EntailException {@code BUSINESS_TRANSACTION_NESTED} inside another one, {@code TRANSACTION_MISUSED} inside any
     *     other transaction; and what the work threw
     */
    public <T extends @Nullable Object> BusinessResult<T> business(
            BusinessOptions options, Function<BusinessSession, T> work) {
        requireNoTransaction(
                scope.isBusiness() ? ErrorCode.BUSINESS_TRANSACTION_NESTED : ErrorCode.TRANSACTION_MISUSED,
                "'" + options.transaction().name()
                        + "' was begun in a transaction of the thread; begin it outside, or do its work in that one");
        Run<T> run = scope.business(() -> transactions.run(options.transaction(), transaction -> {
            Propagation propagation = propagation(transaction);
            BusinessSession session = new BusinessSession(this, scope, options.onRefusal(), propagation);
            T value = work.apply(session);
            session.requireNoAbort();
            session.noteWrites();
            propagation.sendLast();
            return new Run<>(session, value);
        }));
        return new BusinessResult<>(run.value(), run.session().finish(afterCommit));
    }

    private record Run<T extends @Nullable Object>(BusinessSession session, T value) {}

    /**
     * Runs writes that are not the consequence of an event, with everything that follows from them, as one transaction
     * (TRX-08).
     *
     * @return what the work returned, and what changed; nothing has run after the commit
     */
    public <T extends @Nullable Object> WriteResult<T> write(
            TransactionOptions options, Function<Propagation, T> work) {
        return transactions.run(options, transaction -> {
            Propagation propagation = propagation(transaction);
            T value = work.apply(propagation);
            List<Effect> effects = propagation.finish();
            note(propagation, effects);
            propagation.sendLast();
            return new WriteResult<>(value, effects, PostCommit.NOT_RUN);
        });
    }

    /** The same with side effects, durable ones included (PST-06). */
    public <T extends @Nullable Object> WriteResult<T> writeWithSideEffects(
            TransactionOptions options, Function<Propagation, T> work) {
        WriteResult<T> written = write(options, propagation -> {
            T value = work.apply(propagation);
            deliveries.owe(propagation.transaction(), propagation.finish());
            return value;
        });
        PostCommit phase = PostCommit.of(sideEffects.run(written.effects()));
        return new WriteResult<>(written.value(), written.effects(), phase);
    }

    /**
     * Runs the side effects of the creation of a record again, with what is stored of it now (RRN-01).
     *
     * @throws EntailException {@code RECORD_NOT_FOUND} if there is no such record, {@code UNKNOWN_NAME} if the model does
     *     not know its kind, {@code TRANSACTION_MISUSED} in a transaction
     */
    public PostCommit rerunSideEffects(RecordDefinition record, RecordId id) {
        requireNoRerunInTransaction();
        return new Reruns(store, sideEffects).ofCreation(record, id);
    }

    /**
     * Runs the hook of a source that follows the commit again, and nothing else (RRN-05).
     *
     * @param accepted what the dispatch led to
     * @return the same with what came of the hook
     * @throws EntailException {@code TRANSACTION_MISUSED} in a transaction
     */
    public DispatchResult rerunPostCommit(EventSource<?> source, DispatchCall call, DispatchResult accepted) {
        requireNoRerunInTransaction();
        return afterCommit.hook(source, call, accepted.orThrow());
    }

    /**
     * Forgets the answers to calls with an idempotency key that were dispatched before a time; their keys can be used again.
     *
     * @return how many there were
     */
    public int forgetDispatches(Instant before) {
        return transactions.run(
                TransactionOptions.DEFAULT.withName("forget dispatches"),
                transaction -> parts.idempotency().ledger().forget(transaction.jdbc(), before));
    }

    private void requireNoRerunInTransaction() {
        requireNoTransaction(
                ErrorCode.TRANSACTION_MISUSED,
                "What follows a commit cannot run in a transaction; run it after the end of this one");
    }

    private void requireNoTransaction(ErrorCode code, String message) {
        if (store.transactions().isActive()) {
            throw new EntailException(code, message);
        }
    }

    /** Notes what direct writes brought about. */
    void note(Propagation propagation, List<Effect> effects) {
        Transaction transaction = propagation.transaction();
        parts.trail()
                .note(
                        transaction.jdbc(),
                        effects,
                        new TrailEntry(transaction.options().name(), null, now()));
    }

    /** Whether direct writes must be told apart from dispatches. */
    boolean isTracing() {
        return parts.trail().isOn();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Propagation propagation(Transaction transaction) {
        return new Propagation(graph, store.model(), store.writes(), transaction, now(), mutationLimit, tasks);
    }

    static EntailException unknownSource(String name, Set<String> known) {
        return new EntailException(
                ErrorCode.UNKNOWN_EVENT_SOURCE,
                "The model has no event source '" + name + "'; it has " + known + Suggestion.forName(name, known));
    }

    /** Ends a simulated dispatch; the transaction is rolled back as after any failure. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient DispatchResult result;

        RolledBack(DispatchResult result) {
            super("simulated", null, false, false);
            this.result = result;
        }
    }
}
