package dev.entail;

import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.storage.EntityStore;

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
     * Creates a record that is not the consequence of an event. The draft may give the {@code id}, a {@link RecordId}; the
     * ids given out from then on are others. If the entity has an identity that exists already, nothing is written.
     *
     * @return its id, or that of the stored record with the same identity
     * @throws EntailException if the draft does not fit the model; what the database refuses shows at the next read or at
     *     the end
     */
    public RecordId create(Entity entity, Draft draft) {
        refuseEvents(entity);
        return propagation.session().create(entity.name(), draft);
    }

    /**
     * Creates a record with an {@linkplain dev.entail.core.definition.Constraint.Identity identity}, or changes the stored one
     * with the same identity to what the draft says, as {@link #update} does.
     *
     * @return its id
     * @throws EntailException {@code WRITE_INVALID} if the entity has no identity
     */
    public RecordId upsert(Entity entity, Draft draft) {
        refuseEvents(entity);
        return propagation.session().upsert(entity.name(), draft);
    }

    /** Links two records; an end that can hold one link only gives up its old one. */
    public RecordId link(Relation relation, Link link) {
        return propagation.session().link(relation, link.source(), link.target(), link.values());
    }

    /** Removes the link between two records; answers false if there is none. */
    public boolean unlink(Relation relation, RecordId source, RecordId target) {
        return propagation.session().unlink(relation, source, target);
    }

    /**
     * Changes values and relations of a record. What the draft does not mention stays.
     *
     * @return whether there is such a record
     */
    public boolean update(Entity entity, RecordId id, Draft changes) {
        refuseEvents(entity);
        return propagation.session().update(entity.name(), id, changes);
    }

    /** Deletes a record with all its links; answers false if there is none. */
    public boolean delete(Entity entity, RecordId id) {
        refuseEvents(entity);
        return propagation.session().delete(entity.name(), id);
    }

    /** Starts a query that sees what has been written. */
    public RecordQuery query(RecordDefinition record) {
        return new RecordQuery(store, Query.of(store.model().record(record).name()));
    }

    /** Events are stored by dispatches and by nobody else. */
    private void refuseEvents(Entity entity) {
        for (EventSource<?> source : store.model().eventSources().values()) {
            if (source.eventEntity().name().equals(entity.name())) {
                throw new EntailException(
                        ErrorCode.WRITE_INVALID,
                        entity.name() + " holds events, which only a dispatch writes; dispatch instead");
            }
        }
    }
}
