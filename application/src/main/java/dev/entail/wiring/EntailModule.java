package dev.entail.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.entail.builtins.interaction.InteractionAdapter;
import dev.entail.core.model.Model;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.SideEffectHandler;
import dev.entail.runtime.propagation.DependencyGraph;
import dev.entail.runtime.transaction.RetryingTransactions;
import dev.entail.storage.EntityStore;
import dev.entail.storage.spi.Database;
import dev.entail.storage.write.IdGenerator;
import dev.entail.storage.write.PooledIds;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The parts of an open model with their default adapters. Every port bound here can be overridden. */
final class EntailModule extends AbstractModule {
    private final Model model;
    private final Database database;
    private final Settings settings;

    EntailModule(Model model, Database database, Settings settings) {
        this.model = model;
        this.database = database;
        this.settings = settings;
    }

    @Override
    protected void configure() {
        bind(Model.class).toInstance(model);
        bind(Database.class).toInstance(database);
        bind(Settings.class).toInstance(settings);
        bind(InstantSource.class).toInstance(InstantSource.system());
        bind(SideEffectHandler.class).toInstance(SideEffectHandler.NONE);
        Multibinder.newSetBinder(binder(), new com.google.inject.TypeLiteral<EventSourceAdapter<?>>() {})
                .addBinding()
                .toInstance(new InteractionAdapter());
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
    EntityStore store(Model opened, Database on, IdGenerator ids, Settings numbers) {
        Set<String> observed = new HashSet<>(numbers.observed());
        observed.addAll(DependencyGraph.recordsLookedAt(opened));
        return EntityStore.open(opened, on, ids, observed, numbers.queryLimit());
    }

    @Provides
    @Singleton
    Controller controller(
            EntityStore store,
            Settings numbers,
            RandomGenerator random,
            Set<EventSourceAdapter<?>> adapters,
            SideEffectHandler sideEffects,
            InstantSource clock) {
        return new Controller(
                store,
                new RetryingTransactions(store.transactions(), numbers.retry(), random),
                adapters,
                sideEffects,
                clock,
                DependencyGraph.of(store.model(), numbers.observed()),
                numbers.mutationLimit());
    }
}
