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
        StoredRecord root = schema.root(named.root());
        RecordValues.checkNames(named, changes.values());
        Map<String, @Nullable Object> wanted = values.forUpdate(named, changes.values());
        Relinking.check(named, changes.values());
        Map<RecordId, Map<Column, @Nullable Object>> found =
                rows.readAll(root, ids, columns(root, named, wanted.keySet(), changes));
        found.values().removeIf(row -> !named.concrete().contains(concrete(root, row)));
        List<Changed> changed = new ArrayList<>();
        found.forEach((id, row) -> {
            requireSameEnds(named, row, changes);
            Changed each = change(schema.record(concrete(root, row)), id, row, wanted);
            if (!each.changes().isEmpty()) {
                changed.add(each);
            }
        });
        write(root, changed);
        found.keySet().forEach(id -> new Relinking(session, named, id).apply(changes.values()));
        return List.copyOf(found.keySet());
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
        rows.readAll(root, wanted.keySet(), columns(root, record.model(), names, Draft.empty()))
                .forEach((id, row) -> {
                    Map<String, @Nullable Object> values = Objects.requireNonNull(wanted.get(id));
                    Changed each = change(record, id, row, values);
                    if (concrete(root, row).equals(record.name())
                            && !each.changes().isEmpty()) {
                        changed.add(each);
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
        changed.forEach(
                each -> session.tell(new MutationEvent.Updated(each.record().name(), each.id(), each.changes())));
    }

    private Changed change(
            StoredRecord record,
            RecordId id,
            Map<Column, ? extends @Nullable Object> row,
            Map<String, ? extends @Nullable Object> wanted) {
        if (!record.model().values().keySet().containsAll(wanted.keySet())) {
            RecordValues.checkNames(record.model(), wanted);
        }
        List<ValueModel> affected = computed.affectedBy(record.name(), wanted.keySet());
        Map<String, @Nullable Object> before = values.decode(record, row);
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

    /** What must be read: what is wanted, what is computed from it, and what says which record it is. */
    private List<Column> columns(StoredRecord root, RecordModel named, Collection<String> wanted, Draft changes) {
        Set<String> names = new LinkedHashSet<>(wanted);
        for (String concrete : named.concrete()) {
            computed.affectedBy(concrete, wanted).forEach(value -> {
                names.add(value.name());
                names.addAll(ComputedValues.inputs(value));
            });
        }
        if (root.values().containsKey(Model.TYPE)) {
            names.add(Model.TYPE);
        }
        Set<Column> columns = new LinkedHashSet<>();
        names.forEach(name -> columns.add(Objects.requireNonNull(root.values().get(name), name)));
        for (End end : End.values()) {
            if (named.relation().isPresent() && changes.values().containsKey(end.attribute())) {
                columns.add(schema.rootLink(named.name()).end(end));
            }
        }
        return List.copyOf(columns);
    }

    private static String concrete(StoredRecord root, Map<Column, ? extends @Nullable Object> row) {
        Column type = root.values().get(Model.TYPE);
        return type == null ? root.root() : (String) Objects.requireNonNull(row.get(type));
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
