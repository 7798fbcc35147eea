package dev.entail;

import dev.entail.builtins.activity.RunningActivities;
import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.builtins.principal.Authenticator;
import dev.entail.builtins.principal.Door;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.access.StoreReader;
import dev.entail.runtime.async.WorkReport;
import dev.entail.runtime.dispatch.BusinessOptions;
import dev.entail.runtime.dispatch.BusinessResult;
import dev.entail.runtime.dispatch.DispatchPlan;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.dispatch.WriteResult;
import dev.entail.runtime.explanation.Explainer;
import dev.entail.runtime.explanation.ValueExplanation;
import dev.entail.runtime.outbox.DeliveryReport;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.retention.Retainer;
import dev.entail.runtime.retention.Retention;
import dev.entail.runtime.retention.RetentionReport;
import dev.entail.runtime.schedule.RecomputationReport;
import dev.entail.runtime.schedule.RepeatingThread;
import dev.entail.runtime.schedule.Timing;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.verification.Progress;
import dev.entail.runtime.verification.VerificationReport;
import dev.entail.runtime.verification.Verifier;
import dev.entail.storage.schema.Catalog;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseInfo;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.wiring.OpenModel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model that is open on a database. Dispatch what happens, query what follows. Thread-safe; close it when done.
 *
 * <pre>{@code
 * try (Entail entail = Entail.open("jdbc:h2:mem:blog", blog)) {
 *     entail.dispatch(likePost, call -> call.by(ann).payload("post", post)).orThrow();
 * }
 * }</pre>
 */
public final class Entail implements AutoCloseable {
    private final OpenModel open;
    private final Database database;
    private final List<Retention> retentions;
    private final List<RepeatingThread> threads;

    Entail(OpenModel open, Database database, List<Retention> retentions, List<RepeatingThread> threads) {
        this.open = open;
        this.database = database;
        this.retentions = retentions;
        this.threads = threads;
    }

    /**
     * Opens a model on the database behind a JDBC URL, with the driver on the class path that accepts it. What the model
     * needs and the database lacks is created.
     *
     * @throws EntailException {@code DRIVER_NOT_FOUND}, {@code DRIVER_AMBIGUOUS}, {@code DATABASE_UNREACHABLE} or
     *     {@code SCHEMA_MISMATCH}
     */
    public static Entail open(String jdbcUrl, Model model) {
        return with(model).open(jdbcUrl);
    }

    /** Opens a model with more to say about how. */
    public static EntailBuilder with(Model model) {
        return new EntailBuilder(model);
    }

    /** The model. */
    public Model model() {
        return open.store().model();
    }

    /** What the model has and where it is stored; {@link Catalog#describe()} is the same as text. */
    public Catalog catalog() {
        return open.store().schema().catalog(database.dialect());
    }

    /** Product and version of the database. */
    public DatabaseInfo database() {
        return database.info();
    }

    /** What transactions on this database can do. */
    public TransactionCapability getTransactionCapability() {
        return database.getTransactionCapability();
    }

    /**
     * Dispatches a call to an event source of the model. A refusal is a result, not an exception; see {@link
     * DispatchResult#orThrow()}.
     *
     * @throws EntailException only if the call itself makes no sense: {@code UNKNOWN_EVENT_SOURCE}, {@code
     *     NESTED_DISPATCH} or {@code DISPATCH_IN_TRANSACTION}
     */
    public DispatchResult dispatch(EventSource<?> source, UnaryOperator<InteractionCall> call) {
        return dispatcher(true).dispatch(source, call);
    }

    /** The same with a call that exists already. */
    public DispatchResult dispatch(EventSource<?> source, DispatchCall call) {
        return dispatcher(true).dispatch(source, call);
    }

    /**
     * The same with the event source of this name.
     *
     * @throws EntailException {@code UNKNOWN_EVENT_SOURCE} if the model has none; the message lists what there is
     */
    public DispatchResult dispatch(String source, DispatchCall call) {
        return dispatcher(true).dispatch(source, call);
    }

    /**
     * A door for calls from outside: who acts follows from credentials alone (W-06).
     *
     * @param users what the records of users are: an entity, or a view of those who may come in
     * @throws EntailException {@code UNKNOWN_NAME} if the model does not have it
     */
    public Door door(RecordDefinition users, Authenticator authenticator) {
        return new Door(model(), open.controller(), new StoreReader(open.store()), users, authenticator);
    }

    /**
     * Dispatches many calls to one event source, several of them in one transaction, which takes a fraction of the time. Each
     * call is all or nothing, sees what those before it did, and has the result that it would have on its own.
     *
     * @return a result for each call, in their order
     * @throws EntailException what {@link #dispatch} throws
     */
    public List<DispatchResult> dispatchAll(EventSource<?> source, List<DispatchCall> calls) {
        return dispatcher(true).dispatchAll(source, calls);
    }

    /**
     * Carries a dispatch out and rolls it back, to see what would follow: effects, answer and refusal are those of a real
     * one. Nothing is stored and nothing runs after it. Ids may be used up, and what only a commit would find out is not
     * found out.
     */
    public DispatchResult simulate(EventSource<?> source, UnaryOperator<InteractionCall> call) {
        return dispatcher(true).simulate(source, call);
    }

    /**
     * Tells which statements a dispatch sends, in which order, what they lock, and whether they could be sent at once. The
     * dispatch is carried out and rolled back, so this is what really happens for such a call on what is stored now.
     *
     * @throws EntailException what {@link #dispatch} throws, and the refusal if the call is refused
     */
    public DispatchPlan plan(EventSource<?> source, UnaryOperator<InteractionCall> call) {
        return plan(source, Dispatcher.built(call));
    }

    /** The same with a call that exists already. */
    public DispatchPlan plan(EventSource<?> source, DispatchCall call) {
        return open.controller().plan(source, call);
    }

    /**
     * Dispatches without asking guards and conditions (DSP-07), for tests and for repairs. The shape of payloads is checked
     * all the same.
     */
    public Dispatcher withoutGuards() {
        return dispatcher(false);
    }

    private Dispatcher dispatcher(boolean guarded) {
        return new Dispatcher(open.controller(), guarded);
    }

    /**
     * Runs dispatches and writes that share one commit (BTX-01). Each dispatch has a savepoint of its own; what follows its
     * commit runs after the one commit of all, in the order of the dispatches. If another transaction was in the way
     * everything runs again, so the work must not have effects of its own.
     *
     * @return what the work returned, and the final results of its dispatches
     * @throws EntailException {@code CAPABILITY_MISSING} if the database has no savepoints, {@code
     *     BUSINESS_TRANSACTION_NESTED} inside another one, {@code TRANSACTION_MISUSED} inside any other transaction, all
     *     before the work runs; and what the work threw
     */
    public <T extends @Nullable Object> BusinessResult<T> inBusinessTransaction(
            BusinessOptions options, Function<BusinessTransaction, T> work) {
        String what = "Business transaction '" + options.transaction().name() + "'";
        TransactionCapability capability = database.getTransactionCapability();
        capability.require(Capability.TRANSACTIONS, what, database.info());
        capability.require(Capability.SAVEPOINTS, what, database.info());
        return open.controller().business(options, session -> work.apply(new BusinessTransaction(open, session)));
    }

    /** The same where a refused dispatch aborts everything, at READ COMMITTED. */
    public <T extends @Nullable Object> BusinessResult<T> inBusinessTransaction(Function<BusinessTransaction, T> work) {
        return inBusinessTransaction(BusinessOptions.DEFAULT, work);
    }

    /**
     * Runs the side effects of the creation of a record again, with what is stored of it now (RRN-01): for those that
     * failed, or that were never run because the process ended too early. Side effects of changes and of deletions cannot
     * run again.
     *
     * @param record under which name the side effects are registered; of a view, the record must be in it
     * @throws EntailException {@code RECORD_NOT_FOUND} if there is no such record, {@code UNKNOWN_NAME} if the model does
     *     not have {@code record}, {@code TRANSACTION_MISUSED} in a transaction
     */
    public PostCommit rerunSideEffects(RecordDefinition record, RecordId id) {
        return open.controller().rerunSideEffects(record, id);
    }

    /**
     * Runs the {@code postCommit} hook of an event source again, and nothing else (RRN-05).
     *
     * @param call what had been dispatched
     * @param accepted what it led to
     * @return the same with the facts of the hook and what came of it
     * @throws EntailException the refusal, if it was none; {@code TRANSACTION_MISUSED} in a transaction
     */
    public DispatchResult rerunPostCommit(EventSource<?> source, DispatchCall call, DispatchResult accepted) {
        return open.controller().rerunPostCommit(source, call, accepted);
    }

    /**
     * Delivers what is due to durable side effects now, on this thread (SFX-02). Several threads and processes may do so at
     * once.
     *
     * @throws EntailException {@code TRANSACTION_MISUSED} in a transaction; and if the database fails
     */
    public DeliveryReport deliver() {
        return open.deliveries().deliver();
    }

    /** What is owed to durable side effects. */
    public Outbox outbox() {
        return new Outbox(open.deliveries());
    }

    /**
     * Does the work that asynchronous values wait for and that is due, with the workers of this process, and applies results,
     * whoever handed them in (ASY-05). What is asked for meanwhile waits for the next time. Several threads and processes may
     * do so at once.
     *
     * @throws EntailException {@code TRANSACTION_MISUSED} in a transaction; and if the database fails
     * @see EntailBuilder#worker
     */
    public WorkReport work() {
        return open.tasks().run();
    }

    /** The work that asynchronous values wait for. */
    public Tasks tasks() {
        return new Tasks(open.tasks().board());
    }

    /** The activities that run. */
    public RunningActivities activities() {
        return new RunningActivities(open.store(), open.controller(), open.clock());
    }

    /**
     * Deletes the records whose time is over, in batches of 500 that are a transaction each, with everything that follows
     * from it (RET-02). Nothing is done in the background: call it from time to time.
     *
     * @throws EntailException what keeps a record from being deleted; {@code TRANSACTION_MISUSED} in a transaction
     */
    public RetentionReport retain() {
        return new Retainer(open.store(), open.controller(), retentions)
                .retain(open.clock().instant());
    }

    /**
     * Computes anew what follows the time and is due by now, up to 500 records in a transaction each, with everything that
     * follows from it (RTM-05). Several threads and processes may do so at once; see also {@link EntailBuilder#recomputing}.
     *
     * @throws EntailException {@code TRANSACTION_MISUSED} in a transaction; and if the database fails
     */
    public RecomputationReport recomputeDue() {
        return open.dueValues().recompute();
    }

    /**
     * When a value that follows the time was computed, and when it is due; empty if there is no such record.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has no such value, or it does not follow the time
     */
    public Optional<Timing> timing(RecordDefinition record, Property<?> property, RecordId id) {
        return open.dueValues().timing(record, property, id);
    }

    /** The same for a global value. */
    public Timing timing(Property<?> global) {
        return open.dueValues().timing(global);
    }

    /**
     * Forgets the answers to calls with an idempotency key that were dispatched before a time (IDM-02); their keys can be used
     * again. The ledger grows until somebody does so.
     *
     * @return how many there were
     */
    public int forgetDispatches(Instant before) {
        return open.controller().forgetDispatches(before);
    }

    /** Starts a query over an entity or relation. */
    public RecordQuery query(RecordDefinition record) {
        return query(record.name());
    }

    /** Starts a query over an entity or relation. */
    public RecordQuery query(String record) {
        return new RecordQuery(open.store(), Query.of(model().record(record).name()));
    }

    /**
     * A value of the whole model; a derived one is never null. In a transaction of the calling thread it is what has been
     * written there.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has none of this name
     */
    public <T> @Nullable T global(Property<T> global) {
        return new StoreReader(open.store()).global(global);
    }

    /** {@link Writes#setGlobal} in a transaction of its own. */
    public <T> boolean setGlobal(Property<T> global, @Nullable T value) {
        return inTransaction(writes -> writes.setGlobal(global, value));
    }

    /**
     * Runs writes that are not the consequence of an event, with everything that follows from them, as one transaction at
     * READ COMMITTED. If another transaction was in the way the work runs again, so it must not have effects of its own.
     *
     * @return what the work returned
     * @throws EntailException what the work threw or the database refused; nothing is stored then
     */
    public <T extends @Nullable Object> T inTransaction(Function<Writes, T> work) {
        return inTransaction(TransactionOptions.DEFAULT.withName("write"), work);
    }

    /**
     * The same at another isolation.
     *
     * @throws EntailException {@code CAPABILITY_MISSING} if the database does not offer it
     */
    public <T extends @Nullable Object> T inTransaction(IsolationLevel isolation, Function<Writes, T> work) {
        return inTransaction(TransactionOptions.DEFAULT.withName("write").withIsolation(isolation), work);
    }

    /**
     * The same with everything that can be asked of a transaction: isolation, read-only, a time limit, a name.
     *
     * @throws EntailException {@code CAPABILITY_MISSING} if the database does not offer what is asked for, before the work
     *     runs; {@code TRANSACTION_TIMEOUT} if it does not end in time
     */
    public <T extends @Nullable Object> T inTransaction(TransactionOptions options, Function<Writes, T> work) {
        return open.controller()
                .write(options, propagation -> work.apply(new Writes(open.store(), propagation)))
                .value();
    }

    /**
     * The same with side effects after the commit, as after a dispatch (PST-06). Other writes have none, so that imports
     * and repairs stay silent.
     */
    public <T extends @Nullable Object> WriteResult<T> inTransactionWithSideEffects(
            TransactionOptions options, Function<Writes, T> work) {
        return open.controller()
                .writeWithSideEffects(options, propagation -> work.apply(new Writes(open.store(), propagation)));
    }

    /**
     * The same, for those who want to know what has been brought about.
     *
     * @return all mutations of the transaction, in causal order
     */
    public List<Effect> effects(Consumer<Writes> work) {
        return open.controller()
                .write(TransactionOptions.DEFAULT.withName("write"), propagation -> {
                    work.accept(new Writes(open.store(), propagation));
                    return true;
                })
                .effects();
    }

    /** {@link Writes#create} in a transaction of its own. */
    public RecordId create(RecordDefinition record, Draft draft) {
        return inTransaction(writes -> writes.create(record, draft));
    }

    /** {@link Writes#upsert} in a transaction of its own. */
    public RecordId upsert(RecordDefinition entity, Draft draft) {
        return inTransaction(writes -> writes.upsert(entity, draft));
    }

    /** {@link Writes#link} in a transaction of its own. */
    public RecordId link(RecordDefinition relation, Link link) {
        return inTransaction(writes -> writes.link(relation, link));
    }

    /** {@link Writes#unlink} in a transaction of its own. */
    public boolean unlink(RecordDefinition relation, RecordId source, RecordId target) {
        return inTransaction(writes -> writes.unlink(relation, source, target));
    }

    /** {@link Writes#update} in a transaction of its own. */
    public boolean update(RecordDefinition record, RecordId id, Draft changes) {
        return inTransaction(writes -> writes.update(record, id, changes));
    }

    /** {@link Writes#delete} in a transaction of its own. */
    public boolean delete(RecordDefinition record, RecordId id) {
        return inTransaction(writes -> writes.delete(record, id));
    }

    /**
     * Computes every derived value again from what is stored and tells which are not what they should be. Goes through all
     * records, page by page; memory is bounded.
     */
    public VerificationReport verify() {
        return new Verifier(open.store(), open.controller()).verify();
    }

    /** The same, and brings what is wrong to what it should be, with everything that follows from it. */
    public VerificationReport repair() {
        return new Verifier(open.store(), open.controller()).repair();
    }

    /**
     * Computes one derived value of all records of an entity or relation again, and writes it where it is wrong.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model derives no such value
     */
    public VerificationReport rebuild(RecordDefinition record, Property<?> property) {
        return rebuild(record, property, progress -> {});
    }

    /** The same, and tells after each page of records how far it has come. */
    public VerificationReport rebuild(RecordDefinition record, Property<?> property, Consumer<Progress> listener) {
        return new Verifier(open.store(), open.controller()).rebuild(record.name(), property.name(), listener);
    }

    /**
     * Explains a value of a record: what yields it, from which records, and what changed it last if the model was opened with
     * {@link EntailBuilder#tracing}.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has no such value, {@code RECORD_NOT_FOUND} if there is no
     *     such record
     */
    public ValueExplanation explain(RecordDefinition record, RecordId id, Property<?> property) {
        return new Explainer(open.store(), open.trail()).explain(model().record(record), id, property.name());
    }

    /**
     * The same for a value of the whole model.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has none of this name
     */
    public ValueExplanation explain(Property<?> global) {
        return new Explainer(open.store(), open.trail()).explain(global.name());
    }

    /** Ends what is done at intervals and closes the database. Closing twice is allowed. */
    @Override
    public void close() {
        threads.forEach(RepeatingThread::close);
        database.close();
    }
}
