package dev.entail.testkit.history;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.RecordQuery;
import dev.entail.Writes;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.event.Effect;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.async.TaskPlace;
import dev.entail.runtime.async.WorkReport;
import dev.entail.runtime.async.Worker;
import dev.entail.runtime.sideeffect.SideEffect;
import dev.entail.storage.spi.Capability;
import dev.entail.testkit.invariant.DerivedValues;
import dev.entail.testkit.reference.Echo;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An open model as a subject.
 *
 * @param heard what transactions have told that nobody asked for: those that apply results of work
 */
record EntailSubject(Entail entail, Queue<Effect> heard) implements Subject {
    private static final int ROUNDS = 1000;

    /** Opens a model whose workers answer what they are asked for. */
    static EntailSubject of(Model model, Function<EntailBuilder, Entail> open, List<RecordDefinition> observed) {
        Queue<Effect> heard = new ConcurrentLinkedQueue<>();
        EntailBuilder builder = Entail.with(model).observing(observed.toArray(RecordDefinition[]::new));
        List<TaskPlace> places = Unsettled.places(model);
        places.forEach(place -> builder.worker(Worker.of(place, task -> Echo.result(task.args()))));
        if (!places.isEmpty()) {
            model.records().values().stream()
                    .map(RecordModel::definition)
                    .filter(record -> model.record(record).isConcrete() || observed.contains(record))
                    .forEach(record ->
                            builder.sideEffect(SideEffect.sideEffect("hear" + record.name(), record, heard::add)));
        }
        return new EntailSubject(open.apply(builder), heard);
    }

    @Override
    public List<Effect> settle() {
        heard.clear();
        if (Unsettled.places(model()).isEmpty()) {
            return List.of();
        }
        for (int i = 0; i < ROUNDS; i++) {
            WorkReport report = entail.work();
            if (!report.failures().isEmpty()) {
                throw new DifferenceFound("work", "work failed: " + report.failures());
            }
            if (report.applied() + report.skipped() == 0) {
                entail.tasks().cleanup();
                return List.copyOf(heard);
            }
        }
        throw new DifferenceFound("work", "there is no end of work");
    }

    @Override
    public OptionalLong lastNumber(Sequence sequence, SequenceScope scope) {
        return entail.inTransaction(writes -> writes.sequences().read(sequence, scope));
    }

    @Override
    public Model model() {
        return entail.model();
    }

    @Override
    public String where() {
        return entail.database().toString();
    }

    @Override
    public void close() {
        entail.close();
    }

    @Override
    public List<Effect> transaction(Consumer<Writer> work) {
        boolean savepoints = entail.getTransactionCapability().has(Capability.SAVEPOINTS);
        return entail.effects(writes -> work.accept(new EntailWriter(entail.model(), writes, savepoints)));
    }

    @Override
    public List<Row> list(Query query) {
        return asked(entail.query(query.record()), query).list();
    }

    @Override
    public long count(Query query) {
        return asked(entail.query(query.record()), query).count();
    }

    @Override
    public List<@Nullable Object> aggregate(Query query, List<Aggregate> aggregates) {
        return asked(entail.query(query.record()), query).aggregate(aggregates.toArray(Aggregate[]::new));
    }

    @Override
    public @Nullable Object global(ValueModel global) {
        return entail.global(global.property());
    }

    @Override
    public List<String> drift() {
        return DerivedValues.drift(entail);
    }

    private static RecordQuery asked(RecordQuery start, Query query) {
        RecordQuery asked = start.select(query.selection().toArray(Selection[]::new))
                .where(query.match())
                .orderBy(query.order().toArray(Order[]::new))
                .offset(query.page().offset());
        Long limit = query.page().limit();
        return limit == null ? asked : asked.limit(limit);
    }

    private record EntailWriter(Model model, Writes writes, boolean savepoints) implements Writer {
        @Override
        public RecordId create(RecordDefinition record, Draft draft) {
            return writes.create(record, draft);
        }

        @Override
        public List<RecordId> createAll(RecordDefinition record, List<Draft> drafts) {
            return writes.createAll(record, drafts);
        }

        @Override
        public RecordId link(RecordDefinition relation, RecordId source, RecordId target, Draft values) {
            return writes.link(relation, new Link(source, target, values));
        }

        @Override
        public boolean unlink(RecordDefinition relation, RecordId source, RecordId target) {
            return writes.unlink(relation, source, target);
        }

        @Override
        public boolean update(RecordDefinition record, RecordId id, Draft changes) {
            return writes.update(record, id, changes);
        }

        @Override
        public long updateAll(RecordDefinition record, Match match, Draft changes) {
            return writes.updateAll(record, match, changes).size();
        }

        @Override
        public boolean delete(RecordDefinition record, RecordId id) {
            return writes.delete(record, id);
        }

        @Override
        public long deleteAll(RecordDefinition record, Match match) {
            return writes.deleteAll(record, match).size();
        }

        @Override
        @SuppressWarnings("unchecked") // the value is checked when it is set
        public boolean setGlobal(ValueModel global, @Nullable Object value) {
            return writes.setGlobal((Property<Object>) global.property(), value);
        }

        @Override
        public long count(Query query) {
            return asked(writes.query(model.record(query.record()).definition()), query)
                    .count();
        }

        @Override
        public void attempt(Runnable part) {
            if (savepoints) {
                writes.attempt(() -> {
                    part.run();
                    return part;
                });
            } else {
                part.run();
            }
        }
    }
}
