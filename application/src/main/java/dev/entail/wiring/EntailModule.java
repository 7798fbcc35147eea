package dev.entail.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import dev.entail.builtins.activity.StepAdapter;
import dev.entail.builtins.custom.CustomAdapter;
import dev.entail.builtins.interaction.InteractionAdapter;
import dev.entail.core.model.Model;
import dev.entail.runtime.async.TaskBoard;
import dev.entail.runtime.async.TaskRounds;
import dev.entail.runtime.async.Worker;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.outbox.Deliveries;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.propagation.DependencyGraph;
import dev.entail.runtime.schedule.DueValues;
import dev.entail.runtime.sideeffect.DurableSideEffect;
import dev.entail.runtime.sideeffect.SideEffect;
import dev.entail.runtime.sideeffect.SideEffects;
import dev.entail.runtime.trail.Trail;
import dev.entail.runtime.transaction.RetryingTransactions;
import dev.entail.storage.EntityStore;
import dev.entail.storage.spi.Database;
import dev.entail.storage.sql.StatementListener;
import dev.entail.storage.write.IdGenerator;
import dev.entail.storage.write.PooledIds;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The parts of an open model with their default adapters. Every port bound here can be overridden. */
final class EntailModule extends AbstractModule {
    private final Model model;
    private final Database database;
    private final Settings settings;
    private final List<SideEffect> sideEffects;
    private final List<DurableSideEffect> durable;
    private final List<Worker> workers;

    EntailModule(
            Model model,
            Database database,
            Settings settings,
            List<SideEffect> sideEffects,
            List<DurableSideEffect> durable,
            List<Worker> workers) {
        this.model = model;
        this.database = database;
        this.settings = settings;
        this.sideEffects = sideEffects;
        this.durable = durable;
        this.workers = workers;
    }

    @Override
    protected void configure() {
        bind(Model.class).toInstance(model);
        bind(Database.class).toInstance(database);
        bind(Settings.class).toInstance(settings);
        bind(InstantSource.class).toInstance(InstantSource.system());
        bind(StatementListener.class).toInstance(StatementListener.logging());
        Multibinder<EventSourceAdapter<?>> adapters =
                Multibinder.newSetBinder(binder(), new TypeLiteral<EventSourceAdapter<?>>() {});
        adapters.addBinding().toInstance(new InteractionAdapter());
        adapters.addBinding().toInstance(new CustomAdapter());
        adapters.addBinding().toInstance(new StepAdapter());
    }

    @Provides
    @Singleton
    IdGenerator ids(Database opened) {
        return new PooledIds(opened.sequences());
    }

    @Provides
    @Singleton
    RandomGenerator random() {
        return new java.util.Random();
    }

    @Provides
    @Singleton
    EntityStore store(Model opened, Database on, IdGenerator ids, StatementListener listener, Settings numbers) {
        Set<String> observed = new HashSet<>(numbers.observed());
        observed.addAll(DependencyGraph.recordsLookedAt(opened));
        return EntityStore.open(opened, on, ids, observed, listener, numbers.queryLimit(), numbers.filling());
    }

    @Provides
    @Singleton
    SideEffects sideEffects(Model opened) {
        return SideEffects.of(opened, sideEffects);
    }

    @Provides
    @Singleton
    RetryingTransactions transactions(EntityStore store, Settings numbers, RandomGenerator random) {
        return new RetryingTransactions(store.transactions(), numbers.retry(), random);
    }

    @Provides
    @Singleton
    Deliveries deliveries(EntityStore store, RetryingTransactions transactions, InstantSource clock) {
        return new Deliveries(store.model(), store.dialect(), store.transactions(), transactions, durable, clock);
    }

    @Provides
    @Singleton
    Trail trail(EntityStore store, Settings numbers) {
        return new Trail(store, numbers.tracing());
    }

    @Provides
    @Singleton
    DueValues dueValues(EntityStore store, Controller controller, InstantSource clock) {
        return new DueValues(store, controller, clock);
    }

    @Provides
    @Singleton
    TaskRounds tasks(EntityStore store, Controller controller, RetryingTransactions transactions, InstantSource clock) {
        return new TaskRounds(new TaskBoard(store, controller, transactions, clock), workers);
    }

    @Provides
    @Singleton
    Controller controller(
            EntityStore store,
            Settings numbers,
            Trail trail,
            RetryingTransactions transactions,
            Set<EventSourceAdapter<?>> adapters,
            SideEffects sideEffects,
            Deliveries deliveries,
            InstantSource clock) {
        return new Controller(
                store,
                transactions,
                adapters,
                sideEffects,
                deliveries,
                trail,
                clock,
                DependencyGraph.of(store.model(), numbers.observed()),
                numbers.mutationLimit(),
                numbers.payloadLimits());
    }
}
