package dev.entail.storage.write;

import dev.entail.core.definition.Relation;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.transaction.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives new records their ids and values and puts their rows in line; those with an identity are inserted at once. */
final class NewRecords {
    private final WriteSession session;
    private final Schema schema;
    private final Transaction transaction;
    private final IdGenerator ids;
    private final RecordValues values;
    private final PendingInserts inserts;
    private final LinkStore links;
    private final LinkEnds linkEnds;
    private final Memberships memberships;
    private final IdentityInserts identities;
    private final Set<RecordKey> unfinished = new HashSet<>();

    NewRecords(
            WriteSession session,
            WriteContext context,
            Transaction transaction,
            RecordValues values,
            PendingInserts inserts,
            LinkStore links,
            LinkEnds linkEnds,
            Memberships memberships) {
        this.session = session;
        this.schema = context.schema();
        this.transaction = transaction;
        this.ids = context.ids();
        this.values = values;
        this.inserts = inserts;
        this.links = links;
        this.linkEnds = linkEnds;
        this.memberships = memberships;
        this.identities = new IdentityInserts(schema, context.templates());
    }

    /**
     * Puts a new row in line and tells the listener.
     *
     * @param held the records behind relation attributes that the row will hold
     */
    RecordId insert(RecordModel record, Map<String, ? extends @Nullable Object> given, Map<String, RecordId> held) {
        StoredRecord stored = schema.record(record.name());
        RecordId id = id(stored, given);
        requireFree(stored, id);
        RecordValues.Prepared prepared = values.forNew(stored, id, given, held);
        unfinished.add(new RecordKey(stored.root(), id));
        inserts.add(new RecordKey(stored.root(), id), row(stored, id, prepared));
        created(stored, id, prepared.present());
        return id;
    }

    /** Inserts a record with an identity at once and tells the listener, or gives the stored one. */
    Placed insertOnce(RecordModel record, Map<String, ? extends @Nullable Object> given) {
        StoredRecord stored = schema.record(record.name());
        RecordId id = id(stored, given);
        RecordValues.Prepared prepared = values.forNew(stored, id, given, Map.of());
        RecordId placed = identities.insert(transaction.jdbc(), stored, id, row(stored, id, prepared));
        if (!placed.equals(id)) {
            return new Placed(placed, false);
        }
        unfinished.add(new RecordKey(stored.root(), id));
        created(stored, id, prepared.present());
        return new Placed(id, true);
    }

    /** Puts a link in line, or into the row of its host, in place of the one that an end can no longer hold. */
    RecordId insertLink(
            RecordModel record,
            Relation relation,
            RecordId from,
            RecordId to,
            Map<String, ? extends @Nullable Object> given) {
        // A link without direction leads from the lesser id to the greater.
        boolean swap = relation.isSymmetric() && from.compareTo(to) > 0;
        RecordId source = swap ? to : from;
        RecordId target = swap ? from : to;
        StoredRecord stored = schema.record(record.name());
        RecordId id = stored.isHosted() ? idOfHost(stored, relation, source, target, given) : id(stored, given);
        requireFree(stored, id);
        Map<String, RecordId> ends = Map.of(End.SOURCE.attribute(), source, End.TARGET.attribute(), target);
        RecordValues.Prepared prepared = values.forNew(stored, id, given, ends);
        linkEnds.require(record, source, target);
        session.removeLinks(linkEnds.taken(relation, source, target));
        session.replaced(new RecordKey(stored.root(), id));
        memberships.beforeLink(stored.root(), source, target);
        unfinished.add(new RecordKey(stored.root(), id));
        links.insert(relation, id, source, target, prepared);
        session.refersTo(relation.source().name(), source);
        session.refersTo(relation.target().name(), target);
        Map<String, Object> all = WriteSession.ends(source, target);
        all.putAll(prepared.present());
        created(stored, id, all);
        return id;
    }

    /** Everything that was given with a new record is in place. */
    void finished(RecordModel record, RecordId id) {
        unfinished.remove(new RecordKey(record.root(), id));
    }

    /** Forgets new records, after they were undone. */
    void forget() {
        unfinished.clear();
    }

    /** Whether a new record does not have everything yet that was given with it. */
    boolean isUnfinished(RecordKey key) {
        return unfinished.contains(key);
    }

    private void created(StoredRecord stored, RecordId id, Map<String, Object> present) {
        memberships.created(stored.root(), stored.name(), id);
        session.tell(new MutationEvent.Created(stored.name(), id, present));
    }

    /** A row that waits would be replaced by one with the same id, and nobody would notice. */
    private void requireFree(StoredRecord record, RecordId id) {
        if (inserts.get(new RecordKey(record.root(), id)) != null) {
            throw new EntailException(
                    ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name(),
                    "A record of " + record.name() + " with id " + id + " was created in this transaction already",
                    Map.of(
                            "record",
                            record.name(),
                            "attributes",
                            List.of("id"),
                            ConstraintViolation.KIND,
                            ConstraintViolation.Kind.UNIQUE.text()));
        }
    }

    /** The id of a link in the row of a host; a draft can give no other. */
    private RecordId idOfHost(
            StoredRecord record,
            Relation relation,
            RecordId source,
            RecordId target,
            Map<String, ? extends @Nullable Object> given) {
        transaction.requireUsable();
        RecordId host = End.host(relation) == End.SOURCE ? source : target;
        Object own = given.get("id");
        if (own != null && !own.equals(host)) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID.name(),
                    "A link of " + record.name() + " has the id of the record at its "
                            + End.host(relation).attribute() + ", " + host + "; leave its id out",
                    Map.of("record", record.name(), "attribute", "id"),
                    null);
        }
        return host;
    }

    private static PendingRow row(StoredRecord record, RecordId id, RecordValues.Prepared prepared) {
        PendingRow row = new PendingRow(record.table(), id);
        prepared.cells().forEach(row::set);
        return row;
    }

    /** The id that a draft gives, past which the generator then moves, or a new one (STO-306, MOD-33). */
    private RecordId id(StoredRecord record, Map<String, ? extends @Nullable Object> given) {
        // An id may cost no statement, so that nothing else would notice a session that is used too late.
        transaction.requireUsable();
        Object own = given.get("id");
        if (own == null) {
            return ids.next(record.sequence(), transaction);
        }
        if (!(own instanceof RecordId id)) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH,
                    record.name() + ".id takes a RecordId, was given a value of type "
                            + own.getClass().getSimpleName());
        }
        ids.taken(record.sequence(), id, transaction);
        return id;
    }

    /**
     * A record that was to be created.
     *
     * @param id its id, or that of the stored one with the same identity
     * @param created whether it was created
     */
    record Placed(RecordId id, boolean created) {}
}
