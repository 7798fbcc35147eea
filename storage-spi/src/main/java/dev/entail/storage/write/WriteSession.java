package dev.entail.storage.write;

import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.read.QueryRunner;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.transaction.Transaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All writes of one transaction. Inserts wait in memory, so that rows of one table go out together and counters of new
 * rows cost nothing; increments that nobody reads wait until the end. Whoever reads the database by other means must
 * {@link #flush()} first. Not thread-safe.
 */
public final class WriteSession {
    private final Schema schema;
    private final Transaction transaction;
    private final MutationListener listener;
    private final PendingWrites pending;
    private final PendingInserts inserts;
    private final RowAccess rows;
    private final RecordValues values;
    private final LinkStore links;
    private final NewRecords newRecords;
    private final GlobalWrites globals;
    private final RecordGraph graph;
    private final Updates updates;
    private final CounterWrites counters;
    private final Memberships memberships;
    private final LockedRecords records;
    private final QueryRunner queries;
    private final Ownership ownership;
    private final Departures departures;
    private int operations;

    WriteSession(WriteContext context, Transaction transaction, MutationListener listener) {
        this.schema = context.schema();
        this.transaction = transaction;
        this.listener = listener;
        this.pending = new PendingWrites(context, transaction);
        this.inserts = pending.inserts();
        this.rows = new RowAccess(transaction, context.templates(), inserts);
        ComputedValues computed = context.computed();
        this.globals = new GlobalWrites(schema.globals(), context.templates(), context.codec(), listener);
        this.values = new RecordValues(
                context.codec(), computed, new Numbering(context.sequences(), transaction), this::copiesOfGlobals);
        this.links = new LinkStore(schema, rows, inserts);
        this.graph = context.graph();
        this.memberships = context.memberships(this, listener);
        this.records =
                new LockedRecords(this, schema, rows, inserts, links, values, memberships, context.membershipQuery());
        this.queries = context.queries();
        this.ownership = new Ownership(schema.model());
        LinkEnds linkEnds = new LinkEnds(schema, links, rows);
        this.newRecords = new NewRecords(this, context, transaction, values, inserts, links, linkEnds, memberships);
        this.departures = new Departures(schema, rows, values, pending.increments(), memberships);
        this.counters =
                new CounterWrites(this, schema, inserts, pending.increments(), rows, values, computed, memberships);
        this.updates = new Updates(this, schema, rows, values, computed, memberships);
    }

    /**
     * Creates a record of an entity or a link of a relation, with the records and links that the draft names (STO-320).
     * Under the name of a view it is a record of what is below the view. If it has an identity that exists already, nothing
     * is written (STO-522).
     *
     * @return its id, or that of the stored record with the same identity
     * @throws EntailException {@code UNKNOWN_NAME}, {@code VALUE_MISMATCH} or {@code WRITE_INVALID}; dangling references
     *     are found when the rows are sent
     */
    public RecordId create(String record, Draft draft) {
        return operation(() -> createWithin(record, draft));
    }

    /**
     * Creates a record with an identity, or brings the stored one with the same identity to what the draft says.
     *
     * @return its id
     * @throws EntailException {@code WRITE_INVALID} if the records of the entity have no identity
     */
    public RecordId upsert(String record, Draft draft) {
        RecordModel named = schema.model().record(record);
        if (named.identity().isEmpty()) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID,
                    record + " has no identity to find the stored record by; declare one with Constraint.identity");
        }
        return operation(() -> {
            Creation creation = new Creation(this, schema, record, draft);
            RecordId id = creation.run();
            if (!creation.created()) {
                updates.apply(named, List.of(id), draft);
            }
            return id;
        });
    }

    /** Links two records; an end that can hold one link only gives up its old one (STO-322). */
    public RecordId link(Relation relation, RecordId source, RecordId target, Draft linkValues) {
        return create(
                relation.name(), linkValues.set(End.SOURCE.attribute(), source).set(End.TARGET.attribute(), target));
    }

    /** Removes the link between two records; answers false if there is none. */
    public boolean unlink(Relation relation, RecordId source, RecordId target) {
        return operation(() -> {
            RecordModel named = schema.model().record(relation.name());
            List<LinkRow> found = links.between(relation, source, target).stream()
                    .filter(link -> named.concrete().contains(link.name()))
                    .toList();
            List<LinkRow> members = records.membersOf(named, found);
            if (named.relation().orElseThrow().reliant() && !members.isEmpty()) {
                throw Relinking.orphaned(named.navigations().values().iterator().next());
            }
            removeLinks(members);
            return !members.isEmpty();
        });
    }

    /**
     * Changes values and relations of records. What is not mentioned stays; for a list relation the list given is the whole
     * list afterwards (STO-331).
     *
     * @param record name of an entity or relation, or of a view or union, whose members only are changed
     * @return which of the records there are
     */
    public List<RecordId> update(String record, Collection<RecordId> ids, Draft changes) {
        return operation(() -> updates.apply(schema.model().record(record), records.members(record, ids), changes));
    }

    /** Names of the values that {@link #update(String, Map, Draft)} must know of records. */
    public Set<String> neededToUpdate(String record, Draft changes) {
        return updates.needed(schema.model().record(record), changes);
    }

    /**
     * The same as {@link #update(String, Collection, Draft)} for records that have just been read and locked under this name.
     *
     * @param known what they are
     */
    public List<RecordId> update(
            String record, Map<RecordId, ? extends Map<String, ? extends @Nullable Object>> known, Draft changes) {
        return operation(() -> updates.apply(schema.model().record(record), known, changes));
    }

    /**
     * Changes values of a record if one of them is still what it was when it was read; nothing need be locked.
     *
     * @param known what the record was, at least the {@linkplain #neededToUpdate needed} values
     * @param version name of the value that must be the same
     * @return false if it is not, or there is no such record
     */
    public boolean updateIf(
            String record, RecordId id, Map<String, ? extends @Nullable Object> known, String version, Draft changes) {
        return operation(() -> updates.applyIf(schema.model().record(record), id, known, version, changes));
    }

    /**
     * Deletes records or links with all their links, and dependents with them (STO-345, STO-360).
     *
     * @param record name of an entity or relation, or of a view or union, whose members only are deleted
     * @return which of the records there were
     */
    public List<RecordId> delete(String record, Collection<RecordId> ids) {
        return operation(() -> {
            RecordModel named = schema.model().record(record);
            ownership.require(named);
            inserts.flush(rows.jdbc());
            Collection<RecordId> members = records.members(record, ids);
            if (named.relation().isEmpty()) {
                return new Deletion(this, departures, links, rows, graph).records(schema.root(named.root()), members);
            }
            List<LinkRow> found = links.withIds(schema.rootLink(record), members);
            if (named.relation().get().reliant() && !found.isEmpty()) {
                throw Relinking.orphaned(named.navigations().values().iterator().next());
            }
            removeLinks(found);
            return found.stream().map(LinkRow::id).toList();
        });
    }

    /**
     * Adds to a counter that nothing else depends on. Nothing is read, and the statement waits until {@link #flush()}.
     *
     * @return false if the row is still to be inserted and the counter was set in memory
     */
    public boolean increase(String record, RecordId id, String value, Number delta) {
        return counters.increase(schema.record(record), id, value, delta);
    }

    /** Adds to a global value; the statement waits until {@link #flush()}. */
    public void increaseGlobal(ValueModel global, Number delta) {
        counters.increaseGlobal(global, delta);
    }

    /**
     * Sets a global value that nothing derives.
     *
     * @return whether it was another one before
     * @throws EntailException {@code WRITE_INVALID} if it is derived, {@code VALUE_MISMATCH} if the value does not fit
     */
    public boolean setGlobal(ValueModel global, @Nullable Object value) {
        return operation(() -> globals.set(rows.jdbc(), global, value));
    }

    /** What a stored global value is; locked until the end of the transaction. */
    public @Nullable Object lockGlobal(ValueModel global) {
        return globals.read(rows.jdbc(), global);
    }

    /**
     * What stored global values are; nobody else changes them until the end of the transaction. They are locked in the order
     * of the model, those first that are set by hand: whoever sets one goes on to those that follow from it.
     */
    public Map<String, @Nullable Object> copiesOfGlobals(Collection<String> names) {
        Map<String, @Nullable Object> copies = new LinkedHashMap<>();
        schema.model().globals().forEach((name, global) -> {
            if (names.contains(name)) {
                copies.put(name, globals.copy(rows.jdbc(), global));
            }
        });
        return copies;
    }

    /** Sets a global value that is derived. */
    public boolean deriveGlobal(ValueModel global, @Nullable Object value) {
        return operation(() -> globals.derive(rows.jdbc(), global, value));
    }

    /**
     * Adds to counters that other values depend on, at once, computes what follows within the row, and tells the listener.
     *
     * @param deltas what to add, by name of the counter
     * @param observed relation attributes in the row that a listener will ask for
     */
    public void increaseNow(String record, RecordId id, Map<String, Number> deltas, Collection<String> observed) {
        operation(() -> {
            counters.increaseNow(schema.record(record), id, deltas, observed);
            return id;
        });
    }

    /**
     * Writes derived values, and what is computed from them.
     *
     * @param changes values by record; records that do not exist are passed over
     */
    public void derive(String record, Map<RecordId, Map<String, @Nullable Object>> changes) {
        operation(() -> {
            updates.derive(schema.record(record), changes);
            return record;
        });
    }

    /** The answer to a query that sees everything written so far; nothing is locked. */
    public List<Row> query(Query query) {
        return asking(jdbc -> queries.list(query, jdbc));
    }

    /** Whether a record was created in this session and has not been sent. */
    public boolean isPending(String record, RecordId id) {
        // The global values are no record of the model.
        return !record.equals(Model.GLOBALS)
                && inserts.get(new RecordKey(schema.model().record(record).root(), id)) != null;
    }

    /**
     * Whether a record is being created or deleted right now, so that its links come and go with it.
     *
     * @param record name of its entity or relation
     */
    public boolean isChanging(String record, RecordId id) {
        RecordKey key = new RecordKey(schema.model().record(record).root(), id);
        return departures.includes(key) || newRecords.isUnfinished(key);
    }

    /** Runs what a computation writes that all records of an entity or relation belong to; nobody else may write these. */
    public void writingAsOwner(String record, Runnable writes) {
        ownership.as(record, writes);
    }

    /** What records and links are, as things stand. */
    public LockedRecords records() {
        return records;
    }

    /** Tells who has entered or left views, as far as that is decided. */
    public void settleMemberships() {
        operation(() -> listener);
    }

    /** Begins another part of the work, whose changes are told apart from the creations before it. */
    public void beginPart() {
        inserts.close();
    }

    /** Sends everything that waits. */
    public void flush() {
        pending.flush();
    }

    /**
     * Sends everything that waits as the last of the transaction, which sends nothing after it: in one round trip with the
     * commit, if nothing has been sent before and no increment could miss its row.
     */
    public void sendLast() {
        pending.sendLast();
    }

    /** Forgets everything that waits and everything that is known of rows, after a part of the transaction was undone. */
    public void forget() {
        pending.forget();
        rows.forget();
        links.forget();
        globals.forget();
        memberships.forget();
        newRecords.forget();
        departures.forget();
    }

    /**
     * One operation: at its end listeners hear who has entered or left a view. A write that fails may be half done, so the
     * transaction must not be committed, whoever swallows the failure.
     */
    private <T> T operation(Supplier<T> write) {
        transaction.requireWritable();
        operations++;
        try {
            T result = write.get();
            if (operations == 1) {
                memberships.settle(Set.of());
            }
            return result;
        } catch (RuntimeException e) {
            transaction.fail(e);
            throw e;
        } finally {
            operations--;
        }
    }

    /** Runs a question to the database that sees everything written so far. */
    <T> T asking(Function<Jdbc, T> question) {
        flush();
        return question.apply(rows.jdbc());
    }

    /** Has the transaction run again at SERIALIZABLE if it does not yet. */
    void requireSerializable() {
        transaction.requireSerializable();
    }

    /** Tells the listener. */
    void tell(MutationEvent event) {
        tell(List.of(event));
    }

    /** Tells the listener of what was brought about together. */
    void tell(List<MutationEvent> events) {
        if (!events.isEmpty()) {
            listener.onMutations(events);
        }
    }

    RecordId createWithin(String record, Draft draft) {
        return new Creation(this, schema, record, draft).run();
    }

    /** Links a record to another one under a relation attribute. */
    void linkWithin(Navigation navigation, RecordId id, RecordId other, @Nullable Draft link) {
        boolean isSource = navigation.from() == End.SOURCE;
        RecordId source = isSource ? id : other;
        RecordId target = isSource ? other : id;
        String relation = navigation.relation().name();
        if (link == null) {
            new Creation(this, schema, relation, Draft.empty()).link(source, target);
        } else {
            createWithin(relation, link.set(End.SOURCE.attribute(), source).set(End.TARGET.attribute(), target));
        }
    }

    void updateWithin(String record, RecordId id, Draft changes) {
        updates.apply(schema.model().record(record), List.of(id), changes);
    }

    /** Removes links whatever they mean to their ends. */
    void removeLinks(List<LinkRow> removed) {
        if (!removed.isEmpty()) {
            removed.forEach(link -> ownership.require(schema.model().record(link.name())));
            new Deletion(this, departures, links, rows, graph).links(removed);
        }
    }

    /** Whose records may be written. */
    Ownership ownership() {
        return ownership;
    }

    /** Where new rows are made. */
    NewRecords newRecords() {
        return newRecords;
    }

    /** A row that waits, or has been sent, refers to a record by a foreign key. */
    void refersTo(String record, RecordId id) {
        pending.refersTo(record, id);
    }

    /** A link takes the place, and the id, of one that has been removed. */
    void replaced(RecordKey link) {
        departures.replaced(link);
    }

    static String concrete(StoredRecord root, Map<Column, ? extends @Nullable Object> row) {
        Column type = root.type();
        return type == null ? root.root() : (String) Objects.requireNonNull(row.get(type));
    }

    static Map<String, Object> ends(RecordId source, RecordId target) {
        Map<String, Object> ends = new LinkedHashMap<>();
        ends.put(End.SOURCE.attribute(), source);
        ends.put(End.TARGET.attribute(), target);
        return ends;
    }
}
