package dev.entail;

import dev.entail.core.computation.Link;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.access.StoreWriter;
import dev.entail.runtime.port.RecordWriter;
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
    private final RecordWriter writer;

    Writes(EntityStore store, Propagation propagation) {
        this.store = store;
        this.propagation = propagation;
        this.writer = new StoreWriter(store, propagation);
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
        return writer.create(record, draft);
    }

    /** Creates many records; those of one table go out together. */
    public List<RecordId> createAll(RecordDefinition record, Collection<Draft> drafts) {
        return writer.createAll(record, drafts);
    }

    /**
     * Creates a record with an {@linkplain dev.entail.core.definition.Constraint.Identity identity}, or changes the stored one
     * with the same identity to what the draft says, as {@link #update} does.
     *
     * @return its id
     * @throws EntailException {@code WRITE_INVALID} if the entity has no identity
     */
    public RecordId upsert(RecordDefinition entity, Draft draft) {
        return writer.upsert(entity, draft);
    }

    /** Links two records; an end that can hold one link only gives up its old one. */
    public RecordId link(RecordDefinition relation, Link link) {
        return writer.link(relation, link);
    }

    /** Removes the link between two records; answers false if there is none. */
    public boolean unlink(RecordDefinition relation, RecordId source, RecordId target) {
        return writer.unlink(relation, source, target);
    }

    /**
     * Changes values and relations of a record, or values of a link. What the draft does not mention stays.
     *
     * @return whether there is such a record
     */
    public boolean update(RecordDefinition record, RecordId id, Draft changes) {
        return writer.update(record, id, changes);
    }

    /**
     * Changes a record if one of its values is still what it was when the record was read. Of several who have read the same
     * one succeeds; nothing is locked before. It is one statement if {@code before} has every value that changes, with
     * what is computed from it.
     *
     * @param before the record as it was read, at least with {@code version}
     * @param version the value that must be the same
     * @return false if it is another one, or there is no such record
     */
    public boolean updateIf(RecordDefinition record, Row before, Property<?> version, Draft changes) {
        return writer.updateIf(record, before, version, changes);
    }

    /**
     * Changes all records that satisfy a condition, in the order of their ids; {@link Match#all()} for every one.
     *
     * @return the records that satisfied it
     */
    public List<RecordId> updateAll(RecordDefinition record, Match condition, Draft changes) {
        return writer.updateAll(record, condition, changes);
    }

    /** Deletes a record with all its links and dependents, or a link; answers false if there is none. */
    public boolean delete(RecordDefinition record, RecordId id) {
        return writer.delete(record, id);
    }

    /**
     * Deletes all records or links that satisfy a condition; {@link Match#all()} for every one.
     *
     * @return the records that satisfied it
     */
    public List<RecordId> deleteAll(RecordDefinition record, Match condition) {
        return writer.deleteAll(record, condition);
    }

    /**
     * A value of the whole model, as things stand.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has none of this name and type
     */
    public <T> @Nullable T global(Property<T> global) {
        return writer.global(global);
    }

    /**
     * Sets a value of the whole model that was declared with {@code globals(...)}; null is a value. The change is an effect
     * like that of a record.
     *
     * @return whether it was another one before
     * @throws EntailException {@code UNKNOWN_NAME}, {@code VALUE_MISMATCH}, or {@code WRITE_INVALID} for a derived value
     */
    public <T> boolean setGlobal(Property<T> global, @Nullable T value) {
        return writer.setGlobal(global, value);
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
        return writer.attempt(part);
    }

    /**
     * Says that the rest of the work needs SERIALIZABLE (STO-603). A transaction at READ COMMITTED is rolled back and run
     * again at that level, at once.
     */
    public void requireSerializable() {
        writer.requireSerializable();
    }
}
