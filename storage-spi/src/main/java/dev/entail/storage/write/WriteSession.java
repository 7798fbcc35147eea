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
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.schema.Table;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.StatementBatch;
import dev.entail.storage.transaction.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
    private final PendingInserts inserts;
    private final PendingIncrements increments;
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
    private final boolean updateBeforeInsert;
    private final Ownership ownership;
    private final Set<RecordKey> doomed = new HashSet<>();
    private final Set<Referred> referred = new HashSet<>();
    private int operations;

    WriteSession(WriteContext context, Transaction transaction, MutationListener listener) {
        this.schema = context.schema();
        this.transaction = transaction;
        this.listener = listener;
        this.updateBeforeInsert = context.templates().updateBeforeInsert();
        this.inserts = new PendingInserts(context.templates(), transaction);
        this.increments = new PendingIncrements(context.templates(), context.slots(), transaction);
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
        this.counters = new CounterWrites(this, schema, inserts, increments, rows, values, computed, memberships);
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
                return new Deletion(this, links, rows, graph).records(schema.root(named.root()), members);
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
        return doomed.contains(key) || newRecords.isUnfinished(key);
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
        if (updateBeforeInsert) {
            increments.flush(rows.jdbc());
            inserts.flush(rows.jdbc());
        } else {
            inserts.flush(rows.jdbc());
            increments.flush(rows.jdbc());
        }
    }

    /**
     * Sends everything that waits as the last of the transaction, which sends nothing after it: in one round trip with the
     * commit, if nothing has been sent before and no increment could miss its row.
     */
    public void sendLast() {
        if (!increments.allMatch(this::isKnown)) {
            flush();
            return;
        }
        List<StatementBatch> newRows = inserts.take();
        List<PendingIncrements.TableBatch> added = increments.take();
        // Increments first: whoever refers to a row that it has changed itself need not share a lock of it with others.
        List<StatementBatch> together = new ArrayList<>();
        added.forEach(batch -> together.add(new StatementBatch(batch.template(), batch.rows())));
        together.addAll(newRows);
        transaction.sendLast(together, () -> {
            Runnable insert = () -> newRows.forEach(batch -> rows.jdbc().updateAll(batch.template(), batch.rows()));
            Runnable increment = () -> added.forEach(batch -> PendingIncrements.send(rows.jdbc(), batch));
            (updateBeforeInsert ? increment : insert).run();
            (updateBeforeInsert ? insert : increment).run();
        });
    }

    /** The row of a global value has been there since set-up; a row that a new link refers to stays until the commit. */
    private boolean isKnown(Table table, Comparable<?> key) {
        return table.name().equals(schema.globals().table().name())
                || key instanceof Long id && referred.contains(new Referred(table.name(), id));
    }

    /** Notes that a row that waits, or has been sent, refers to a record by a foreign key. */
    void refersTo(String record, RecordId id) {
        referred.add(new Referred(schema.record(record).table().name(), id.value()));
    }

    private record Referred(String table, long id) {}

    /** Forgets everything that waits and everything that is known of rows, after a part of the transaction was undone. */
    public void forget() {
        inserts.clear();
        increments.clear();
        rows.forget();
        links.forget();
        globals.forget();
        memberships.forget();
        newRecords.forget();
        doomed.clear();
        referred.clear();
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
            new Deletion(this, links, rows, graph).links(removed);
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

    /** Notes who belongs to which view before records go. */
    void beforeDeletion(DeletionPlan plan) {
        Map<String, List<RecordId>> byRoot = new LinkedHashMap<>();
        plan.doomed().forEach(each -> {
            doomed.add(each.key());
            byRoot.computeIfAbsent(each.root().root(), root -> new ArrayList<>())
                    .add(each.id());
        });
        plan.links().forEach(link -> {
            doomed.add(new RecordKey(link.root(), link.id()));
            byRoot.computeIfAbsent(link.root(), root -> new ArrayList<>()).add(link.id());
        });
        byRoot.forEach(memberships::beforeDeletion);
        plan.links().forEach(link -> memberships.beforeLink(link.root(), link.source(), link.target()));
    }

    /** Whether views are looked at whose members depend on such links. */
    boolean isObservedLink(String root) {
        return memberships.dependOn(root);
    }

    /** What there is to tell of a link that is gone. */
    List<MutationEvent> linkDeleted(LinkRow link) {
        if (link.placement() instanceof LinkPlacement.OwnTable own) {
            increments.forget(own.table(), link.id().value());
        }
        Map<String, Object> all = ends(link.source(), link.target());
        all.putAll(values.present(schema.record(link.name()), link.cells()));
        List<MutationEvent> events = left(link.root(), link.id(), all);
        events.add(new MutationEvent.Deleted(link.name(), link.id(), all));
        return events;
    }

    /** A link takes the place, and the id, of one that has been removed. */
    void beginsAnew(RecordKey link) {
        doomed.remove(link);
    }

    /** Tells who has entered or left a view so far, except of records that are being deleted. */
    void settle() {
        memberships.settle(doomed);
    }

    /** A record is about to go, its links are gone. */
    void recordDeleted(Doomed record) {
        StoredRecord root = record.root();
        Map<Column, ? extends @Nullable Object> row = record.row();
        if (rows.isWritten(record.key())) {
            Map<Column, @Nullable Object> last =
                    rows.read(root, record.id(), root.values().values());
            row = last == null ? row : last;
        }
        increments.forget(root.table(), record.id().value());
        StoredRecord concrete = schema.record(concrete(root, row));
        Map<String, Object> present = values.present(concrete, row);
        List<MutationEvent> events = left(root.root(), record.id(), present);
        events.add(new MutationEvent.Deleted(concrete.name(), record.id(), present));
        tell(events);
    }

    /** The views that a record leaves because it is deleted. */
    private List<MutationEvent> left(String root, RecordId id, Map<String, Object> present) {
        List<MutationEvent> events = new ArrayList<>();
        memberships.leave(root, id).forEach(view -> events.add(new MutationEvent.Deleted(view, id, present)));
        return events;
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
