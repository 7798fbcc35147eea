package dev.entail.storage.write;

import dev.entail.core.event.Change;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.GlobalsTable;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds to counters, of records and of the whole model. */
final class CounterWrites {
    private final WriteSession session;
    private final Schema schema;
    private final PendingInserts inserts;
    private final PendingIncrements increments;
    private final RowAccess rows;
    private final RecordValues values;
    private final ComputedValues computed;
    private final Memberships memberships;

    CounterWrites(
            WriteSession session,
            Schema schema,
            PendingInserts inserts,
            PendingIncrements increments,
            RowAccess rows,
            RecordValues values,
            ComputedValues computed,
            Memberships memberships) {
        this.session = session;
        this.schema = schema;
        this.inserts = inserts;
        this.increments = increments;
        this.rows = rows;
        this.values = values;
        this.computed = computed;
        this.memberships = memberships;
    }

    /**
     * Adds to a counter that nothing else depends on. Nothing is read, and the statement waits until the session is flushed.
     *
     * @return false if the row is still to be inserted and the counter was set in memory
     */
    boolean increase(StoredRecord stored, RecordId id, String value, Number delta) {
        Column column = column(stored, value);
        PendingRow pending = inserts.get(new RecordKey(stored.root(), id));
        if (pending != null) {
            pending.set(
                    column, Counters.add(column.type(), (Number) Objects.requireNonNull(pending.get(column)), delta));
            return false;
        }
        increments.add(stored.table(), id.value(), column, delta);
        return true;
    }

    /** Adds to a global value; the statement waits until the session is flushed. */
    void increaseGlobal(ValueModel global, Number delta) {
        GlobalsTable globals = schema.globals();
        increments.add(globals.table(), global.name(), globals.column(global), delta);
    }

    /**
     * Adds to counters that other values depend on, at once, computes what follows within the row, and tells the listener.
     *
     * @param deltas what to add, by name of the counter
     * @param observed relation attributes in the row that a listener will ask for
     */
    void increaseNow(StoredRecord stored, RecordId id, Map<String, Number> deltas, Collection<String> observed) {
        String record = stored.name();
        List<ValueModel> affected = computed.affectedBy(record, deltas.keySet());
        Set<String> names = new LinkedHashSet<>(deltas.keySet());
        affected.forEach(value -> {
            names.add(value.name());
            names.addAll(ComputedValues.inputs(value));
        });
        memberships.beforeValues(stored.root(), List.of(id), names);
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
        session.tell(new MutationEvent.Updated(record, id, changes));
    }

    private Map<String, @Nullable Object> incremented(
            StoredRecord stored,
            RecordId id,
            Map<String, Number> deltas,
            Set<String> names,
            Collection<String> observed) {
        PendingRow pending = inserts.get(new RecordKey(stored.root(), id));
        if (pending != null) {
            deltas.forEach((name, delta) -> increase(stored, id, name, delta));
            Map<Column, @Nullable Object> cells = new LinkedHashMap<>();
            columns(stored, names).forEach(column -> cells.put(column, pending.get(column)));
            return values.decode(stored, cells);
        }
        Map<Column, Number> byColumn = new TreeMap<>(Comparator.comparing(Column::name));
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
        return Objects.requireNonNull(record.values().get(value), () -> record.name() + "." + value);
    }
}
