package dev.entail;

import dev.entail.builtins.activity.RunningActivities;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.runtime.async.Worker;
import dev.entail.runtime.port.PayloadLimits;
import dev.entail.runtime.retention.Retainer;
import dev.entail.runtime.retention.Retention;
import dev.entail.runtime.schedule.RepeatingThread;
import dev.entail.runtime.sideeffect.DurableSideEffect;
import dev.entail.runtime.sideeffect.SideEffect;
import dev.entail.runtime.verification.Filler;
import dev.entail.runtime.verification.Progress;
import dev.entail.storage.schema.Catalog;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.wiring.OpenModel;
import dev.entail.wiring.Replacements;
import dev.entail.wiring.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says how to open a model. Not thread-safe; one builder opens one model. */
public final class EntailBuilder {
    private final Model model;
    private DatabaseDrivers drivers = DatabaseDrivers.fromClassPath();
    private Settings settings = Settings.DEFAULT;
    private Replacements replacements = Replacements.none();
    private final List<SideEffect> sideEffects = new ArrayList<>();
    private final List<DurableSideEffect> durable = new ArrayList<>();
    private final List<Retention> retentions = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private @Nullable Duration deliveryInterval;
    private Consumer<Progress> progress = each -> {};
    private @Nullable Duration recomputationInterval;
    private @Nullable Duration workInterval;
    private @Nullable Duration expiryInterval;

    EntailBuilder(Model model) {
        this.model = Objects.requireNonNull(model, "model");
    }

    /** Chooses among these drivers instead of those on the class path. */
    public EntailBuilder drivers(DatabaseDrivers candidates) {
        this.drivers = Objects.requireNonNull(candidates, "candidates");
        return this;
    }

    /** Uses these numbers instead of the default ones. */
    public EntailBuilder settings(Settings numbers) {
        this.settings = Objects.requireNonNull(numbers, "numbers");
        return this;
    }

    /** Accepts calls that carry so much, instead of the default (W-34). */
    public EntailBuilder payloadLimits(PayloadLimits limits) {
        this.settings = settings.withPayloadLimits(Objects.requireNonNull(limits, "limits"));
        return this;
    }

    /**
     * Notes which event changed each derived value last, for {@link Entail#explain}. Each dispatch and each write takes one
     * round trip more for it, or two if it deletes.
     */
    public EntailBuilder tracing() {
        this.settings = settings.withTracing();
        return this;
    }

    /**
     * Computes derived values that the model has gained for the records that are there already, before the model is open;
     * without this, opening refuses them. Records are read page by page, so memory is bounded. If the process ends
     * before it is done, the next opening goes on, and must ask for filling, too. Nobody else may write meanwhile: who has opened
     * the model as it was does not know of the new values.
     */
    public EntailBuilder filling() {
        return filling(progress -> {});
    }

    /** The same, and tells after each page of records how far it has come. */
    public EntailBuilder filling(Consumer<Progress> listener) {
        this.settings = settings.withFilling();
        this.progress = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Makes effects tell who enters and who leaves these views and unions (STO-410). Views that nobody observes cost
     * nothing; those that computations look at are observed anyway.
     */
    public EntailBuilder observing(RecordDefinition... views) {
        this.settings = settings.observing(
                Arrays.stream(views).map(model::record).map(RecordModel::name).toList());
        return this;
    }

    /**
     * Adds something to do after commits. Side effects run in the order in which they are added; a view or union that one is
     * about is observed.
     *
     * @see SideEffect#sideEffect
     */
    public EntailBuilder sideEffect(SideEffect sideEffect) {
        this.sideEffects.add(Objects.requireNonNull(sideEffect, "sideEffect"));
        return this;
    }

    /**
     * Adds something to do that is not lost (SFX-02). What is owed is written down in the transaction that leads to it; somebody
     * must deliver it, see {@link #delivering} and {@link Entail#deliver}.
     *
     * @see SideEffect#durable
     */
    public EntailBuilder sideEffect(DurableSideEffect sideEffect) {
        this.durable.add(Objects.requireNonNull(sideEffect, "sideEffect"));
        return this;
    }

    /**
     * Delivers what is due to durable side effects at intervals, on a thread of its own, from opening to closing.
     *
     * @param interval from the end of one round to the beginning of the next, at least a millisecond
     */
    public EntailBuilder delivering(Duration interval) {
        this.deliveryInterval = requireInterval(interval);
        return this;
    }

    /**
     * Computes anew what follows the time and is due at intervals, on a thread of its own, from opening to closing. So much
     * such a value may be late; see {@link Entail#recomputeDue}.
     *
     * @param interval from the end of one round to the beginning of the next, at least a millisecond
     */
    public EntailBuilder recomputing(Duration interval) {
        this.recomputationInterval = requireInterval(interval);
        return this;
    }

    /**
     * Notes at intervals which activities have expired, on a thread of its own, from opening to closing; see {@link
     * RunningActivities#expireDue}.
     *
     * @param interval from the end of one round to the beginning of the next, at least a millisecond
     */
    public EntailBuilder expiring(Duration interval) {
        this.expiryInterval = requireInterval(interval);
        return this;
    }

    /**
     * Adds somebody who works out the values of a place in this process (ASY-01). Somebody must call for it, see {@link
     * #working} and {@link Entail#work}.
     */
    public EntailBuilder worker(Worker worker) {
        this.workers.add(Objects.requireNonNull(worker, "worker"));
        return this;
    }

    /**
     * Does the work that values wait for at intervals, on a thread of its own, from opening to closing.
     *
     * @param interval from the end of one round to the beginning of the next, at least a millisecond
     */
    public EntailBuilder working(Duration interval) {
        this.workInterval = requireInterval(interval);
        return this;
    }

    private static Duration requireInterval(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("At least a millisecond is between two rounds, not " + interval);
        }
        return interval;
    }

    /**
     * Says how long records are kept (RET-01); what nothing is said of is kept forever. Somebody must call {@link Entail#retain}.
     */
    public EntailBuilder retaining(Retention... limits) {
        retentions.addAll(Arrays.asList(limits));
        return this;
    }

    /**
     * Puts an adapter behind a port: {@code InstantSource} (the clock), {@code IdGenerator}, {@code RandomGenerator} or
     * {@code StatementListener}.
     *
     * @throws dev.entail.core.error.EntailException {@code CAPABILITY_MISSING} if {@code port} cannot be replaced
     */
    public <T> EntailBuilder replace(Class<T> port, T adapter) {
        this.replacements = replacements.with(port, adapter);
        return this;
    }

    /** Opens the model on the database behind a JDBC URL. */
    public Entail open(String jdbcUrl) {
        return open(DatabaseConfig.of(jdbcUrl));
    }

    /** Opens the model on a database. */
    public Entail open(DatabaseConfig config) {
        return open(drivers.open(config));
    }

    /**
     * Tells where everything of the model would live, without creating or changing any table. A database that is a file may
     * come into being, empty.
     *
     * @param jdbcUrl the kind of database decides about names and types
     */
    public Catalog catalog(String jdbcUrl) {
        try (Database database = drivers.open(DatabaseConfig.of(jdbcUrl))) {
            return catalog(database);
        }
    }

    /** The same for a database that is open, and stays so. */
    public Catalog catalog(Database database) {
        return Schema.of(model, database.dialect()).catalog(database.dialect());
    }

    /**
     * Opens the model on a database that is open already; closing the result closes it, and so does a failure to open.
     *
     * @throws dev.entail.core.error.EntailException {@code SIDE_EFFECT_INVALID}, {@code
     *     RETENTION_INVALID}, {@code TASK_INVALID}, and what {@link Entail#open} throws
     */
    public Entail open(Database database) {
        try {
            Retainer.check(model, retentions);
            OpenModel opened = OpenModel.wire(
                    model,
                    database,
                    settings,
                    List.copyOf(sideEffects),
                    List.copyOf(durable),
                    List.copyOf(workers),
                    replacements);
            new Filler(opened.store(), opened.controller()).fill(progress);
            return new Entail(opened, database, List.copyOf(retentions), startThreads(opened));
        } catch (RuntimeException | Error e) {
            closeAfter(e, database);
            throw e;
        }
    }

    private List<RepeatingThread> startThreads(OpenModel opened) {
        List<RepeatingThread> threads = new ArrayList<>();
        if (deliveryInterval != null) {
            threads.add(RepeatingThread.start(
                    "entail-delivery-" + model.name(),
                    deliveryInterval,
                    () -> opened.deliveries().deliver()));
        }
        if (recomputationInterval != null) {
            threads.add(RepeatingThread.start(
                    "entail-recomputation-" + model.name(),
                    recomputationInterval,
                    () -> opened.dueValues().recompute().orThrow()));
        }
        if (workInterval != null) {
            threads.add(RepeatingThread.start(
                    "entail-work-" + model.name(),
                    workInterval,
                    () -> opened.tasks().run()));
        }
        if (expiryInterval != null) {
            RunningActivities activities = new RunningActivities(opened.store(), opened.controller(), opened.clock());
            threads.add(RepeatingThread.start(
                    "entail-expiry-" + model.name(), expiryInterval, () -> activities.expireDue()));
        }
        return threads;
    }

    private static void closeAfter(Throwable failure, Database database) {
        try {
            database.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
