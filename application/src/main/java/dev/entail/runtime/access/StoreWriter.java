package dev.entail.runtime.access;

import dev.entail.core.computation.Link;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.RecordWriter;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.storage.EntityStore;
import dev.entail.storage.write.WriteSession;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes to the store in one transaction. Not thread-safe. */
public final class StoreWriter implements RecordWriter {
    private final EntityStore store;
    private final StoreReader reader;
    private final Propagation propagation;

    /** Writes that {@code propagation} follows. */
    public StoreWriter(EntityStore store, Propagation propagation) {
        this.store = store;
        this.reader = new StoreReader(store);
        this.propagation = propagation;
    }

    @Override
    public List<Row> list(Query query) {
        return reader.list(query);
    }

    @Override
    public Slice slice(Query query) {
        return reader.slice(query);
    }

    @Override
    public long count(Query query) {
        return reader.count(query);
    }

    @Override
    public <T> @Nullable T global(Property<T> global) {
        return reader.global(global);
    }

    @Override
    public RecordId create(RecordDefinition record, Draft draft) {
        refuseEvents(record);
        return propagation.session().create(record.name(), draft);
    }

    @Override
    public List<RecordId> createAll(RecordDefinition record, Collection<Draft> drafts) {
        refuseEvents(record);
        return drafts.stream()
                .map(draft -> propagation.session().create(record.name(), draft))
                .toList();
    }

    @Override
    public RecordId upsert(RecordDefinition entity, Draft draft) {
        refuseEvents(entity);
        return propagation.session().upsert(entity.name(), draft);
    }

    @Override
    public RecordId link(RecordDefinition relation, Link link) {
        return propagation.session().link(relation(relation), link.source(), link.target(), link.values());
    }

    @Override
    public boolean unlink(RecordDefinition relation, RecordId source, RecordId target) {
        return propagation.session().unlink(relation(relation), source, target);
    }

    @Override
    public boolean update(RecordDefinition record, RecordId id, Draft changes) {
        refuseEvents(record);
        return !propagation
                .session()
                .update(record.name(), List.of(id), changes)
                .isEmpty();
    }

    @Override
    public boolean updateIf(RecordDefinition record, Row before, Property<?> version, Draft changes) {
        refuseEvents(record);
        refuseHot(record, version.name());
        WriteSession session = propagation.session();
        if (namesEnds(changes)
                || !store.model().record(record).isConcrete()
                || !before.values().keySet().containsAll(session.neededToUpdate(record.name(), changes))) {
            Match same = Match.and(Match.eq("id", before.id()), Match.eq(version.name(), before.get(version.name())));
            return !updateAll(record, same, changes).isEmpty();
        }
        return session.updateIf(record.name(), before.id(), before.values(), version.name(), changes);
    }

    /** Others add to a hot value while the row is compared and changed. */
    private void refuseHot(RecordDefinition record, String version) {
        ValueModel value = store.model().record(record).values().get(version);
        if (value != null && value.property().isHot()) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID,
                    record.name() + "." + version
                            + " is hot, so it does not tell whether the record has changed; compare"
                            + " another value");
        }
    }

    @Override
    public List<RecordId> updateAll(RecordDefinition record, Match condition, Draft changes) {
        refuseEvents(record);
        WriteSession session = propagation.session();
        if (namesEnds(changes)) {
            return session.update(record.name(), matching(record, condition), changes);
        }
        Query query = all(record, condition)
                .select(session.neededToUpdate(record.name(), changes).toArray(String[]::new));
        Map<RecordId, Map<String, @Nullable Object>> known = new TreeMap<>();
        store.transactions()
                .reading(jdbc -> store.queries().lock(query, jdbc))
                .forEach(row -> known.put(row.id(), row.values()));
        return session.update(record.name(), known, changes);
    }

    @Override
    public boolean delete(RecordDefinition record, RecordId id) {
        refuseEvents(record);
        return !propagation.session().delete(record.name(), List.of(id)).isEmpty();
    }

    @Override
    public List<RecordId> deleteAll(RecordDefinition record, Match condition) {
        refuseEvents(record);
        return propagation.session().delete(record.name(), matching(record, condition));
    }

    @Override
    public <T> boolean setGlobal(Property<T> global, @Nullable T value) {
        return propagation.session().setGlobal(Globals.find(store.model(), global), value);
    }

    @Override
    public <T extends @Nullable Object> T attempt(Supplier<T> part) {
        return propagation.transaction().attempt(part);
    }

    @Override
    public void requireSerializable() {
        propagation.transaction().requireSerializable();
    }

    /** The records that satisfy a condition, locked, so that they still do when they are written. */
    private List<RecordId> matching(RecordDefinition record, Match condition) {
        Query query = all(record, condition);
        return store.transactions().reading(jdbc -> store.queries().lock(query, jdbc)).stream()
                .map(Row::id)
                .sorted()
                .toList();
    }

    private Query all(RecordDefinition record, Match condition) {
        return Query.of(store.model().record(record).name()).where(condition).unbounded();
    }

    /** Whether a draft names the ends of links, which must be those that they have. */
    private static boolean namesEnds(Draft changes) {
        return Arrays.stream(Navigation.End.values())
                .anyMatch(end -> changes.values().containsKey(end.attribute()));
    }

    private Relation relation(RecordDefinition definition) {
        return store.model()
                .record(definition)
                .relation()
                .orElseThrow(() -> new EntailException(
                        ErrorCode.WRITE_INVALID, definition.name() + " is not a relation; links belong to relations"));
    }

    /** Events are stored by dispatches and by nobody else. */
    private void refuseEvents(RecordDefinition entity) {
        for (EventSource<?> source : store.model().eventSources().values()) {
            if (store.model()
                    .record(entity)
                    .concrete()
                    .contains(source.eventEntity().name())) {
                throw new EntailException(
                        ErrorCode.WRITE_INVALID,
                        entity.name() + " holds events, which only a dispatch writes; dispatch instead");
            }
        }
    }
}
