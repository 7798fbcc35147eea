package dev.entail.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.util.Modules;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.runtime.async.TaskRounds;
import dev.entail.runtime.async.Worker;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.outbox.Deliveries;
import dev.entail.runtime.schedule.DueValues;
import dev.entail.runtime.sideeffect.DurableSideEffect;
import dev.entail.runtime.sideeffect.SideEffect;
import dev.entail.runtime.sideeffect.SideEffects;
import dev.entail.runtime.trail.Trail;
import dev.entail.runtime.verification.Verifier;
import dev.entail.storage.EntityStore;
import dev.entail.storage.spi.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * The wired parts of an open model.
 *
 * @param store reads and keeps records
 * @param controller takes in dispatches and writes
 * @param deliveries durable side effects
 * @param trail which event changed what last
 * @param dueValues values that follow the time
 * @param tasks work that values wait for
 * @param clock tells the time
 */
public record OpenModel(
        EntityStore store,
        Controller controller,
        Deliveries deliveries,
        Trail trail,
        DueValues dueValues,
        TaskRounds tasks,
        InstantSource clock) {
    /**
     * Wires a model on a database.
     *
     * @param sideEffects in the order in which they run; the views and unions that they are about are observed
     * @param durable side effects that are delivered from the outbox
     * @param workers who works out values
     * @param replacements adapters that stand behind their ports instead of the default ones
     * @throws EntailException if the database does not fit the model
     */
    public static OpenModel wire(
            Model model,
            Database database,
            Settings settings,
            List<SideEffect> sideEffects,
            List<DurableSideEffect> durable,
            List<Worker> workers,
            Replacements replacements) {
        try {
            SideEffects.requireNames(Stream.concat(
                            sideEffects.stream().map(SideEffect::name),
                            durable.stream().map(DurableSideEffect::name))
                    .toList());
            Settings observing = settings.observing(Stream.concat(
                            sideEffects.stream().map(SideEffect::record),
                            durable.stream().map(DurableSideEffect::record))
                    .map(record -> model.record(record).name())
                    .toList());
            Injector injector = Guice.createInjector(
                    Stage.DEVELOPMENT,
                    Modules.override(new EntailModule(model, database, observing, sideEffects, durable, workers))
                            .with(replacements.toModule()));
            OpenModel open = new OpenModel(
                    injector.getInstance(EntityStore.class),
                    injector.getInstance(Controller.class),
                    injector.getInstance(Deliveries.class),
                    injector.getInstance(Trail.class),
                    injector.getInstance(DueValues.class),
                    injector.getInstance(TaskRounds.class),
                    injector.getInstance(InstantSource.class));
            if (open.store().unfilled().isEmpty()) {
                // Otherwise what they follow from may not be computed yet; they are made when it is.
                new Verifier(open.store(), open.controller()).makeFirstRecords();
            }
            return open;
        } catch (ProvisionException | CreationException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof EntailException coded) {
                    throw coded;
                }
            }
            throw e;
        }
    }
}
