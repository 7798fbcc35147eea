package dev.entail.testkit.history;

import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Change;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.reference.ReferenceEvent;
import dev.entail.testkit.reference.ReferenceId;
import dev.entail.testkit.reference.ReferenceOutcome;
import dev.entail.testkit.reference.ReferenceQuery;
import dev.entail.testkit.reference.ReferenceRecord;
import dev.entail.testkit.reference.ReferenceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that is right, as far as the reference is; tests make it go wrong. */
class MemorySubject implements Subject {
    private final ReferenceStore store;
    private final Map<RecordId, ReferenceId> known = new HashMap<>();

    MemorySubject(Model model) {
        this.store = new ReferenceStore(model);
    }

    @Override
    public Model model() {
        return store.model();
    }

    @Override
    public String where() {
        return "memory";
    }

    @Override
    public void close() {}

    @Override
    public List<Effect> transaction(Consumer<Writer> work) {
        store.begin();
        ReferenceOutcome outcome;
        try {
            work.accept(new MemoryWriter());
            outcome = store.end();
        } catch (RuntimeException e) {
            store.rollback();
            throw e;
        }
        if (outcome.mustFail()) {
            store.rollback();
            throw new EntailException(outcome.codes().iterator().next(), "refused", Map.of(), null);
        }
        List<Effect> effects = new ArrayList<>();
        for (ReferenceEvent event : outcome.events()) {
            remember(event.id());
            effects.add(new Effect(effects.size(), OptionalInt.empty(), mutation(event)));
        }
        return effects;
    }

    private static MutationEvent mutation(ReferenceEvent event) {
        String record = event.id().record();
        RecordId id = id(event.id());
        return switch (event) {
            case ReferenceEvent.Created created -> new MutationEvent.Created(record, id, values(created.record()));
            case ReferenceEvent.Deleted deleted -> new MutationEvent.Deleted(record, id, values(deleted.record()));
            case ReferenceEvent.Updated updated -> {
                Map<String, Change> changes = new LinkedHashMap<>(updated.changes());
                yield new MutationEvent.Updated(record, id, changes);
            }
        };
    }

    private static Map<String, Object> values(ReferenceRecord record) {
        Map<String, Object> values = new LinkedHashMap<>(record.values());
        if (record.source() != null && record.target() != null) {
            values.put("source", id(record.source()));
            values.put("target", id(record.target()));
        }
        return values;
    }

    private static RecordId id(ReferenceId id) {
        return id.number() == 0 ? Binding.NOBODY : RecordId.of(id.number());
    }

    private RecordId remember(ReferenceId id) {
        known.put(id(id), id);
        return id(id);
    }

    private ReferenceId known(RecordId id) {
        return known.getOrDefault(id, new ReferenceId("Nobody", 0));
    }

    private Resolution names() {
        return Resolution.of(RecordId.class, this::known);
    }

    @Override
    public List<Effect> settle() {
        return List.of();
    }

    @Override
    public OptionalLong lastNumber(Sequence sequence, SequenceScope scope) {
        return OptionalLong.empty();
    }

    @Override
    public List<Row> list(Query query) {
        return new ReferenceQuery(store.view(), MemorySubject::id).list(names().query(query));
    }

    @Override
    public long count(Query query) {
        return new ReferenceQuery(store.view(), MemorySubject::id).count(names().query(query));
    }

    @Override
    public List<Object> aggregate(Query query, List<Aggregate> aggregates) {
        return new ReferenceQuery(store.view(), MemorySubject::id).aggregate(names().query(query), aggregates);
    }

    @Override
    public @Nullable Object global(ValueModel global) {
        return store.view().global(global);
    }

    @Override
    public List<String> drift() {
        return List.of();
    }

    private final class MemoryWriter implements Writer {
        @Override
        public RecordId create(RecordDefinition record, Draft draft) {
            return remember(store.create(record.name(), names().draft(draft)));
        }

        @Override
        public List<RecordId> createAll(RecordDefinition record, List<Draft> drafts) {
            return drafts.stream().map(draft -> create(record, draft)).toList();
        }

        @Override
        public RecordId link(RecordDefinition relation, RecordId source, RecordId target, Draft values) {
            return remember(store.link(relation.name(), known(source), known(target), values));
        }

        @Override
        public boolean unlink(RecordDefinition relation, RecordId source, RecordId target) {
            return store.unlink(relation.name(), known(source), known(target));
        }

        @Override
        public boolean update(RecordDefinition record, RecordId id, Draft changes) {
            return store.update(record.name(), known(id), names().draft(changes));
        }

        @Override
        public long updateAll(RecordDefinition record, Match match, Draft changes) {
            return store.updateAll(record.name(), names().match(match), names().draft(changes));
        }

        @Override
        public boolean delete(RecordDefinition record, RecordId id) {
            return store.delete(record.name(), known(id));
        }

        @Override
        public long deleteAll(RecordDefinition record, Match match) {
            return store.deleteAll(record.name(), names().match(match));
        }

        @Override
        public boolean setGlobal(ValueModel global, @Nullable Object value) {
            return store.setGlobal(global.name(), value);
        }

        @Override
        public long count(Query query) {
            return MemorySubject.this.count(query);
        }

        @Override
        public void attempt(Runnable part) {
            part.run();
        }
    }
}
