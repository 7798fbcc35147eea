package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Change;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes values and relations of records and links, one or many at a time (STO-330..339). */
final class Updates {
    private final WriteSession session;
    private final Schema schema;
    private final RowAccess rows;
    private final RecordValues values;
    private final ComputedValues computed;
    private final Memberships memberships;

    Updates(
            WriteSession session,
            Schema schema,
            RowAccess rows,
            RecordValues values,
            ComputedValues computed,
            Memberships memberships) {
        this.session = session;
        this.schema = schema;
        this.rows = rows;
        this.values = values;
        this.computed = computed;
        this.memberships = memberships;
    }

    /**
     * Changes those of the records that exist and belong to {@code named} by what they were created as.
     *
     * @return which did
     */
    List<RecordId> apply(RecordModel named, Collection<RecordId> ids, Draft changes) {
        RecordValues.checkNames(named, changes.values());
        StoredRecord root = schema.root(named.root());
        Set<Column> columns = new LinkedHashSet<>();
        needed(named, changes).forEach(name -> columns.add(column(root, name)));
        columns.addAll(mentionedEnds(named, changes));
        Map<RecordId, Map<String, @Nullable Object>> before = new LinkedHashMap<>();
        rows.readAll(root, ids, columns).forEach((id, row) -> {
            Map<String, @Nullable Object> values = this.values.decode(root, row);
            if (named.concrete().contains(concrete(root, values))) {
                requireSameEnds(named, row, changes);
                before.put(id, values);
            }
        });
        return apply(named, before, changes);
    }

    /**
     * The same for records that have been read and locked.
     *
     * @param before what they are, at least the {@linkplain #needed needed} values
     */
    List<RecordId> apply(
            RecordModel named, Map<RecordId, ? extends Map<String, ? extends @Nullable Object>> before, Draft changes) {
        StoredRecord root = schema.root(named.root());
        RecordValues.checkNames(named, changes.values());
        Map<String, @Nullable Object> wanted = values.forUpdate(named, changes.values());
        Relinking.check(named, changes.values());
        session.ownership().requireValues(named, wanted.keySet());
        List<Changed> changed = new ArrayList<>();
        before.forEach((id, row) -> {
            Changed each = change(schema.record(concrete(root, row)), id, row, wanted);
            if (!each.changes().isEmpty()) {
                changed.add(each);
            }
        });
        write(root, changed);
        before.keySet().forEach(id -> new Relinking(session, named, id).apply(changes.values()));
        return List.copyOf(before.keySet());
    }

    /**
     * The same for one record whose {@code version} must still be the known one.
     *
     * @return false if it is not; nothing is written then
     */
    boolean applyIf(
            RecordModel named,
            RecordId id,
            Map<String, ? extends @Nullable Object> before,
            String version,
            Draft changes) {
        StoredRecord root = schema.root(named.root());
        RecordValues.checkNames(named, changes.values());
        Map<String, @Nullable Object> wanted = values.forUpdate(named, changes.values());
        Relinking.check(named, changes.values());
        session.ownership().requireValues(named, wanted.keySet());
        StoredRecord record = schema.record(concrete(root, before));
        Changed changed = change(record, id, before, wanted);
        memberships.beforeValues(root.root(), List.of(id), changed.changes().keySet());
        Map<Column, @Nullable Object> expected = values.prepared(
                        record, Map.of(version, Objects.requireNonNull(before.get(version), version)))
                .cells();
        Map<Column, @Nullable Object> cells = new LinkedHashMap<>(expected);
        cells.putAll(changed.cells());
        if (!rows.writeIf(root, id, cells, expected)) {
            return false;
        }
        if (!changed.changes().isEmpty()) {
            session.tell(new MutationEvent.Updated(record.name(), id, changed.changes()));
        }
        new Relinking(session, named, id).apply(changes.values());
        return true;
    }

    /** Names of the values that must be known of records before they change: what changes, and what follows within the row. */
    Set<String> needed(RecordModel named, Draft changes) {
        Set<String> wanted = new LinkedHashSet<>(changes.values().keySet());
        wanted.retainAll(named.values().keySet());
        return needed(named, wanted);
    }

    private Set<String> needed(RecordModel named, Set<String> wanted) {
        Set<String> names = new LinkedHashSet<>(wanted);
        for (String concrete : named.concrete()) {
            computed.affectedBy(concrete, wanted).forEach(value -> {
                names.add(value.name());
                names.addAll(ComputedValues.inputs(value));
            });
        }
        if (schema.root(named.root()).type() != null) {
            names.add(Model.TYPE);
        }
        return names;
    }

    /**
     * Writes derived values, and what is computed from them.
     *
     * @param wanted by record; those that do not exist are passed over
     */
    void derive(StoredRecord record, Map<RecordId, Map<String, @Nullable Object>> wanted) {
        StoredRecord root = schema.root(record.root());
        Set<String> names = new LinkedHashSet<>();
        wanted.values().forEach(values -> names.addAll(values.keySet()));
        List<Changed> changed = new ArrayList<>();
        List<Column> columns = needed(record.model(), names).stream()
                .map(name -> column(root, name))
                .toList();
        rows.readAll(root, wanted.keySet(), columns).forEach((id, row) -> {
            Map<String, @Nullable Object> before = values.decode(root, row);
            if (concrete(root, before).equals(record.name())) {
                Changed each = change(record, id, before, Objects.requireNonNull(wanted.get(id)));
                if (!each.changes().isEmpty()) {
                    changed.add(each);
                }
            }
        });
        write(root, changed);
    }

    private void write(StoredRecord root, List<Changed> changed) {
        if (changed.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        changed.forEach(each -> names.addAll(each.changes().keySet()));
        memberships.beforeValues(root.root(), changed.stream().map(Changed::id).toList(), names);
        if (changed.size() == 1) {
            rows.write(root, changed.get(0).id(), changed.get(0).cells());
        } else {
            Map<RecordId, Map<Column, @Nullable Object>> cells = new LinkedHashMap<>();
            changed.forEach(each -> cells.put(each.id(), each.cells()));
            rows.writeAll(root, cells);
        }
        session.tell(changed.stream()
                .<MutationEvent>map(
                        each -> new MutationEvent.Updated(each.record().name(), each.id(), each.changes()))
                .toList());
    }

    private Changed change(
            StoredRecord record,
            RecordId id,
            Map<String, ? extends @Nullable Object> before,
            Map<String, ? extends @Nullable Object> wanted) {
        if (!record.model().values().keySet().containsAll(wanted.keySet())) {
            RecordValues.checkNames(record.model(), wanted);
        }
        List<ValueModel> affected = computed.affectedBy(record.name(), wanted.keySet());
        Map<String, @Nullable Object> after = new LinkedHashMap<>(before);
        after.putAll(wanted);
        after.putAll(ComputedValues.compute(record.name(), id, affected, after));
        Set<String> names = new LinkedHashSet<>(wanted.keySet());
        affected.forEach(value -> names.add(value.name()));
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        Map<String, Change> replaced = new LinkedHashMap<>();
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                changed.put(name, after.get(name));
                replaced.put(name, new Change.Replaced(before.get(name), after.get(name)));
            }
        }
        RecordValues.requireValues(record.model(), changed);
        IdentityInserts.requireSame(record.model(), id, changed);
        return new Changed(record, id, values.prepared(record, changed).cells(), replaced);
    }

    private static Column column(StoredRecord record, String name) {
        return Objects.requireNonNull(record.values().get(name), name);
    }

    /** The ends of a link that a draft names. */
    private List<Column> mentionedEnds(RecordModel named, Draft changes) {
        List<Column> ends = new ArrayList<>();
        for (End end : End.values()) {
            if (named.relation().isPresent() && changes.values().containsKey(end.attribute())) {
                ends.add(schema.rootLink(named.name()).end(end));
            }
        }
        return ends;
    }

    private static String concrete(StoredRecord root, Map<String, ? extends @Nullable Object> row) {
        return root.type() != null ? (String) Objects.requireNonNull(row.get(Model.TYPE)) : root.root();
    }

    /** The ends of a link never change (STO-338). */
    private void requireSameEnds(RecordModel named, Map<Column, ? extends @Nullable Object> row, Draft changes) {
        for (End end : End.values()) {
            Object given = changes.values().get(end.attribute());
            if (named.relation().isPresent() && changes.values().containsKey(end.attribute())) {
                Object stored = row.get(schema.rootLink(named.name()).end(end));
                if (!(given instanceof RecordId id) || !Long.valueOf(id.value()).equals(stored)) {
                    throw new EntailException(
                            ErrorCode.WRITE_INVALID.name(),
                            "The ends of a link of " + named.name() + " never change; remove it and link anew",
                            Map.of("record", named.name(), "attribute", end.attribute()),
                            null);
                }
            }
        }
    }

    private record Changed(
            StoredRecord record, RecordId id, Map<Column, @Nullable Object> cells, Map<String, Change> changes) {}
}
