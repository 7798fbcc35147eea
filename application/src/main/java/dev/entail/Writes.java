package dev.entail;

import dev.entail.core.computation.Link;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.storage.EntityStore;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes that belong together: one transaction, with everything that follows from them. Valid inside the callback that it
 * was given to, on the thread that runs it; later use fails with {@code TRANSACTION_MISUSED}. Queries on that thread see
 * what has been written.
 */
public final class Writes {
    private final EntityStore store;
    private final Propagation propagation;

    Writes(EntityStore store, Propagation propagation) {
        this.store = store;
        this.propagation = propagation;
    }

    /**
     * Creates a record of an entity, or a link of a relation whose draft names {@code source} and {@code target}. Under the
     * name of a view it is a record of what is below the view, whether it satisfies the condition or not. The draft may give
     * the {@code id}, a {@link RecordId}; the ids that are given out from then on are others. If the entity has an identity
     * that exists already, nothing is written.
     *
     * @return its id, or that of the stored record with the same identity
     * @throws EntailException if the draft does not fit the model; what the database refuses shows at the next read or at
     *     the end
     */
    public RecordId create(RecordDefinition record, Draft draft) {
        refuseEvents(record);
        return propagation.session().create(record.name(), draft);
    }

    /** Creates many records; those of one table go out together. */
    public List<RecordId> createAll(RecordDefinition record, Collection<Draft> drafts) {
        refuseEvents(record);
        return drafts.stream()
                .map(draft -> propagation.session().create(record.name(), draft))
                .toList();
    }

    /**
     * Creates a record with an {@linkplain dev.entail.core.definition.Constraint.Identity identity}, or changes the stored one
     * with the same identity to what the draft says, as {@link #update} does.
     *
     * @return its id
     * @throws EntailException {@code WRITE_INVALID} if the entity has no identity
     */
    public RecordId upsert(RecordDefinition entity, Draft draft) {
        refuseEvents(entity);
        return propagation.session().upsert(entity.name(), draft);
    }

    /** Links two records; an end that can hold one link only gives up its old one. */
    public RecordId link(RecordDefinition relation, Link link) {
        return propagation.session().link(relation(relation), link.source(), link.target(), link.values());
    }

    /** Removes the link between two records; answers false if there is none. */
    public boolean unlink(RecordDefinition relation, RecordId source, RecordId target) {
        return propagation.session().unlink(relation(relation), source, target);
    }

    /**
     * Changes values and relations of a record, or values of a link. What the draft does not mention stays.
     *
     * @return whether there is such a record
     */
    public boolean update(RecordDefinition record, RecordId id, Draft changes) {
        refuseEvents(record);
        return !propagation
                .session()
                .update(record.name(), List.of(id), changes)
                .isEmpty();
    }

    /**
     * Changes all records that satisfy a condition, in the order of their ids; {@link Match#all()} for every one.
     *
     * @return the records that satisfied it
     */
    public List<RecordId> updateAll(RecordDefinition record, Match condition, Draft changes) {
        refuseEvents(record);
        return propagation.session().update(record.name(), matching(record, condition), changes);
    }

    /** Deletes a record with all its links and dependents, or a link; answers false if there is none. */
    public boolean delete(RecordDefinition record, RecordId id) {
        refuseEvents(record);
        return !propagation.session().delete(record.name(), List.of(id)).isEmpty();
    }

    /**
     * Deletes all records or links that satisfy a condition; {@link Match#all()} for every one.
     *
     * @return the records that satisfied it
     */
    public List<RecordId> deleteAll(RecordDefinition record, Match condition) {
        refuseEvents(record);
        return propagation.session().delete(record.name(), matching(record, condition));
    }

    private List<RecordId> matching(RecordDefinition record, Match condition) {
        return query(record).where(condition).orderBy(Order.ascending("id")).list().stream()
                .map(Row::id)
                .toList();
    }

    private Relation relation(RecordDefinition definition) {
        return store.model()
                .record(definition)
                .relation()
                .orElseThrow(() -> new EntailException(
                        ErrorCode.WRITE_INVALID, definition.name() + " is not a relation; links belong to relations"));
    }

    /**
     * A value of the whole model, as things stand.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has none of this name and type
     */
    public <T> @Nullable T global(Property<T> global) {
        return Globals.read(store, global);
    }

    /**
     * Sets a value of the whole model that was declared with {@code globals(...)}; null is a value. The change is an effect
     * like that of a record.
     *
     * @return whether it was another one before
     * @throws EntailException {@code UNKNOWN_NAME}, {@code VALUE_MISMATCH}, or {@code WRITE_INVALID} for a derived value
     */
    public <T> boolean setGlobal(Property<T> global, @Nullable T value) {
        return propagation.session().setGlobal(Globals.find(store.model(), global), value);
    }

    /** Changes of single values that need no reading first and tell nobody. */
    public Atomic atomic() {
        return new Atomic(store, propagation);
    }

    /** Numbers from sequences, by hand. */
    public ScopedSequences sequences() {
        return new ScopedSequences(store.writes().sequences(), propagation.transaction());
    }

    /** Starts a query that sees what has been written. */
    public RecordQuery query(RecordDefinition record) {
        return new RecordQuery(store, Query.of(store.model().record(record).name()));
    }

    /**
     * Runs a part of the work that may fail (STO-609, STO-610). If it throws, everything that it wrote is undone, with all
     * that followed, and the failure comes through; whoever catches it can go on with the rest. Attempts may be nested.
     *
     * <p>A conflict with another transaction, a lost connection and the end of the time are not failures of a part: the
     * whole transaction is rolled back then, and run again where that helps, even if somebody catches them.
     *
     * @return what the part returned
     * @throws EntailException {@code CAPABILITY_MISSING} if the database has no savepoints, before the part runs
     */
    public <T extends @Nullable Object> T attempt(Supplier<T> part) {
        return propagation.transaction().attempt(part);
    }

    /**
     * Says that the rest of the work needs SERIALIZABLE (STO-603). A transaction at READ COMMITTED is rolled back and run
     * again at that level, at once.
     */
    public void requireSerializable() {
        propagation.transaction().requireSerializable();
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
