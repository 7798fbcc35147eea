package dev.entail.storage.write;

import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Change;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.GlobalsTable;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.transaction.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
    private final IdGenerator ids;
    private final MutationListener listener;
    private final PendingInserts inserts;
    private final PendingIncrements increments;
    private final RowAccess rows;
    private final RecordValues values;
    private final ComputedValues computed;
    private final LinkWriter links;
    private final IdentityInserts identities;
    private final Set<RecordKey> changing = new HashSet<>();
    private final boolean updateBeforeInsert;

    WriteSession(WriteContext context, Transaction transaction, MutationListener listener) {
        this.schema = context.schema();
        this.transaction = transaction;
        this.ids = context.ids();
        this.listener = listener;
        this.updateBeforeInsert = context.templates().updateBeforeInsert();
        this.inserts = new PendingInserts(context.templates());
        this.increments = new PendingIncrements(context.templates());
        this.rows = new RowAccess(transaction, context.templates(), inserts);
        this.computed = context.computed();
        this.values = new RecordValues(context.codec(), computed);
        this.identities = new IdentityInserts(schema, context.templates());
        this.links = new LinkWriter(schema, rows, inserts, context.templates(), values, listener);
    }

    /**
     * Creates a record of an entity, with the records and links that the draft names (STO-320). If it has an identity that
     * exists already, nothing is written (STO-522).
     *
     * @return its id, or that of the stored record with the same identity
     * @throws EntailException {@code UNKNOWN_NAME}, {@code VALUE_MISMATCH} or {@code WRITE_INVALID}; dangling references
     *     are found when the rows are sent
     */
    public RecordId create(String record, Draft draft) {
        return guarded(() -> new Creation(this, schema, record, draft).run());
    }

    /**
     * Creates a record with an identity, or brings the stored one with the same identity to what the draft says.
     *
     * @return its id
     * @throws EntailException {@code WRITE_INVALID} if the records of the entity have no identity
     */
    public RecordId upsert(String record, Draft draft) {
        if (schema.record(record).model().identity().isEmpty()) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID,
                    record + " has no identity to find the stored record by; declare one with Constraint.identity");
        }
        return guarded(() -> {
            Creation creation = new Creation(this, schema, record, draft);
            RecordId id = creation.run();
            if (!creation.created()) {
                change(record, id, draft);
            }
            return id;
        });
    }

    /** Links two records; an end that can hold one link only gives up its old one. */
    public RecordId link(Relation relation, RecordId source, RecordId target, Draft linkValues) {
        return guarded(() -> {
            StoredRecord record = schema.record(relation.name());
            RecordValues.checkNames(record.model(), linkValues.values());
            RecordId id = nextId(record);
            Map<String, RecordId> ends = Map.of("source", source, "target", target);
            links.link(relation, id, source, target, values.forNew(record, id, linkValues.values(), ends));
            return id;
        });
    }

    /** Removes the link between two records; answers false if there is none. */
    public boolean unlink(Relation relation, RecordId source, RecordId target) {
        return guarded(() -> links.unlink(relation, source, target));
    }

    /** The records behind a relation attribute of a record, as things stand. */
    public List<RecordId> related(Navigation navigation, RecordId id) {
        return links.related(navigation.relation(), navigation.from(), id);
    }

    /**
     * Changes values and relations of a record. What is not mentioned stays; for a list relation the list given is the
     * whole list afterwards (STO-331).
     *
     * @return whether there is such a record
     */
    public boolean update(String record, RecordId id, Draft changes) {
        return guarded(() -> change(record, id, changes));
    }

    private boolean change(String record, RecordId id, Draft changes) {
        StoredRecord stored = schema.record(record);
        RecordValues.checkNames(stored.model(), changes.values());
        Map<String, @Nullable Object> wanted = values.forUpdate(stored.model(), changes.values());
        List<ValueModel> affected = computed.affectedBy(record, wanted.keySet());
        Set<String> names = new LinkedHashSet<>(wanted.keySet());
        affected.forEach(value -> {
            names.add(value.name());
            names.addAll(ComputedValues.inputs(value));
        });
        Map<Column, @Nullable Object> row = rows.read(stored, id, columns(stored, names));
        if (row == null) {
            return false;
        }
        Map<String, @Nullable Object> before = values.decode(stored, row);
        Map<String, @Nullable Object> after = new LinkedHashMap<>(before);
        after.putAll(wanted);
        after.putAll(ComputedValues.compute(record, id, affected, after));
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        Map<String, Change> replaced = new LinkedHashMap<>();
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                changed.put(name, after.get(name));
                replaced.put(name, new Change.Replaced(before.get(name), after.get(name)));
            }
        }
        RecordValues.requireValues(stored.model(), changed);
        IdentityInserts.requireSame(stored.model(), id, changed);
        if (!changed.isEmpty()) {
            rows.write(stored, id, values.prepared(stored, changed).cells());
            listener.onMutation(new MutationEvent.Updated(record, id, replaced));
        }
        new Relinking(this, stored.model(), id).apply(changes.values());
        return true;
    }

    /**
     * Deletes a record of an entity together with all its links.
     *
     * @return whether there was such a record
     */
    public boolean delete(String record, RecordId id) {
        return guarded(() -> {
            boolean[] existed = new boolean[1];
            whileChanging(schema.record(record), id, () -> existed[0] = remove(record, id));
            return existed[0];
        });
    }

    private boolean remove(String record, RecordId id) {
        StoredRecord stored = schema.record(record);
        inserts.flush(rows.jdbc());
        Map<Column, @Nullable Object> row =
                rows.read(stored, id, stored.values().values());
        if (row == null) {
            return false;
        }
        for (Navigation navigation : stored.model().navigations().values()) {
            for (RecordId other : related(navigation, id)) {
                boolean isSource = navigation.from() == Navigation.End.SOURCE;
                unlink(navigation.relation(), isSource ? id : other, isSource ? other : id);
            }
        }
        Map<Column, @Nullable Object> last =
                rows.read(stored, id, stored.values().values());
        increments.forget(stored.table(), id.value());
        rows.delete(stored, id);
        listener.onMutation(new MutationEvent.Deleted(record, id, values.present(stored, last == null ? row : last)));
        return true;
    }

    /**
     * Adds to a counter that nothing else depends on. Nothing is read, and the statement waits until {@link #flush()}.
     *
     * @return false if the row is still to be inserted and the counter was set in memory
     */
    public boolean increase(String record, RecordId id, String value, Number delta) {
        StoredRecord stored = schema.record(record);
        Column column = column(stored, value);
        PendingRow pending = inserts.get(new RecordKey(record, id));
        if (pending != null) {
            pending.set(
                    column, Counters.add(column.type(), (Number) Objects.requireNonNull(pending.get(column)), delta));
            return false;
        }
        increments.add(stored.table(), id.value(), column, delta);
        return true;
    }

    /** Adds to a global value; the statement waits until {@link #flush()}. */
    public void increaseGlobal(ValueModel global, Number delta) {
        GlobalsTable globals = schema.globals();
        increments.add(
                globals.table(), global.name(), globals.column(global.property().type()), delta);
    }

    /**
     * Adds to counters that other values depend on, at once, computes what follows within the row, and tells the listener.
     *
     * @param deltas what to add, by name of the counter
     * @param observed relation attributes in the row that a listener will ask for
     */
    public void increaseNow(String record, RecordId id, Map<String, Number> deltas, Collection<String> observed) {
        StoredRecord stored = schema.record(record);
        List<ValueModel> affected = computed.affectedBy(record, deltas.keySet());
        Set<String> names = new LinkedHashSet<>(deltas.keySet());
        affected.forEach(value -> {
            names.add(value.name());
            names.addAll(ComputedValues.inputs(value));
        });
        Map<String, @Nullable Object> current = incremented(stored, id, deltas, names, observed);
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        Map<String, Change> changes = new LinkedHashMap<>();
        deltas.forEach((name, delta) -> changes.put(name, new Change.Increased(delta)));
        ComputedValues.compute(record, id, affected, current).forEach((name, after) -> {
            if (!Objects.equals(current.get(name), after)) {
                changed.put(name, after);
                changes.put(name, new Change.Replaced(current.get(name), after));
            }
        });
        RecordValues.requireValues(stored.model(), changed);
        rows.write(stored, id, values.prepared(stored, changed).cells());
        listener.onMutation(new MutationEvent.Updated(record, id, changes));
    }

    /** The values of a record, as things stand, by name; null if there is no such record. Locks the row. */
    public @Nullable Map<String, @Nullable Object> values(String record, RecordId id, Collection<String> names) {
        StoredRecord stored = schema.record(record);
        Map<Column, @Nullable Object> row = rows.read(stored, id, columns(stored, names));
        return row == null ? null : values.decode(stored, row);
    }

    /** Whether a record was created in this session and has not been sent. */
    public boolean isPending(String record, RecordId id) {
        return inserts.get(new RecordKey(record, id)) != null;
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

    /** A write that fails may be half done, so the transaction must not be committed, whoever swallows the failure. */
    private <T> T guarded(Supplier<T> write) {
        try {
            return write.get();
        } catch (RuntimeException e) {
            transaction.fail(e);
            throw e;
        }
    }

    /**
     * Whether a record is being created or deleted right now, so that its links come and go with it.
     *
     * @param record name of its entity or relation
     */
    public boolean isChanging(String record, RecordId id) {
        return changing.contains(new RecordKey(schema.record(record).root(), id));
    }

    /** Does what belongs to the creation or deletion of a record. */
    void whileChanging(StoredRecord record, RecordId id, Runnable work) {
        RecordKey key = new RecordKey(record.root(), id);
        boolean outermost = changing.add(key);
        try {
            work.run();
        } finally {
            if (outermost) {
                changing.remove(key);
            }
        }
    }

    RecordId nextId(StoredRecord record) {
        // An id may cost no statement, so that nothing else would notice a session that is used too late.
        transaction.requireUsable();
        return ids.next(record.sequence(), transaction);
    }

    /** The id that a draft gives, past which the generator then moves, or a new one (STO-306, MOD-33). */
    RecordId newId(StoredRecord record, Map<String, ? extends @Nullable Object> given) {
        Object own = given.get("id");
        if (own == null) {
            return nextId(record);
        }
        if (!(own instanceof RecordId id)) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH,
                    record.name() + ".id takes a RecordId, was given a value of type "
                            + own.getClass().getSimpleName());
        }
        transaction.requireUsable();
        ids.taken(record.sequence(), id, transaction);
        return id;
    }

    /**
     * Puts a new row in line and tells the listener.
     *
     * @param held the records behind relation attributes that the row will hold
     */
    void insert(
            StoredRecord record,
            RecordId id,
            Map<String, ? extends @Nullable Object> given,
            Map<String, RecordId> held) {
        RecordValues.Prepared prepared = values.forNew(record, id, given, held);
        PendingRow row = row(record, id, prepared);
        inserts.add(new RecordKey(record.name(), id), row);
        listener.onMutation(new MutationEvent.Created(record.name(), id, prepared.present()));
    }

    /** Inserts a record with an identity at once and tells the listener, or gives the id of the stored one. */
    RecordId insertOnce(StoredRecord record, RecordId id, Map<String, ? extends @Nullable Object> given) {
        RecordValues.Prepared prepared = values.forNew(record, id, given, Map.of());
        RecordId stored = identities.insert(rows.jdbc(), record, id, row(record, id, prepared));
        if (stored.equals(id)) {
            listener.onMutation(new MutationEvent.Created(record.name(), id, prepared.present()));
        }
        return stored;
    }

    private static PendingRow row(StoredRecord record, RecordId id, RecordValues.Prepared prepared) {
        PendingRow row = new PendingRow(record.table(), id);
        prepared.cells().forEach(row::set);
        return row;
    }

    private Map<String, @Nullable Object> incremented(
            StoredRecord stored,
            RecordId id,
            Map<String, Number> deltas,
            Set<String> names,
            Collection<String> observed) {
        PendingRow pending = inserts.get(new RecordKey(stored.name(), id));
        if (pending != null) {
            deltas.forEach((name, delta) -> increase(stored.name(), id, name, delta));
            Map<Column, @Nullable Object> cells = new LinkedHashMap<>();
            columns(stored, names).forEach(column -> cells.put(column, pending.get(column)));
            return values.decode(stored, cells);
        }
        Map<Column, Number> byColumn = new TreeMap<>(java.util.Comparator.comparing(Column::name));
        deltas.forEach((name, delta) -> byColumn.put(column(stored, name), delta));
        List<Column> wanted = new ArrayList<>(columns(stored, names));
        for (String attribute : observed) {
            Navigation navigation =
                    Objects.requireNonNull(stored.model().navigations().get(attribute), attribute);
            LinkPlacement placement = schema.link(navigation.relation());
            if (placement instanceof InHost host && host.hostEnd() == navigation.from()) {
                wanted.add(host.other());
            }
        }
        return values.decode(stored, rows.increment(stored, id, byColumn, wanted));
    }

    private static List<Column> columns(StoredRecord record, Collection<String> names) {
        return names.stream().map(name -> column(record, name)).toList();
    }

    private static Column column(StoredRecord record, String value) {
        RecordModel model = record.model();
        return Objects.requireNonNull(record.values().get(value), () -> model.name() + "." + value);
    }
}
