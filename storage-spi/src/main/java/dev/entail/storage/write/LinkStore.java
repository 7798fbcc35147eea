package dev.entail.storage.write;

import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.LinkPlacement.OwnTable;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds, inserts and erases links, wherever they live. Says nothing to the listener. */
final class LinkStore {
    private final Schema schema;
    private final RowAccess rows;
    private final PendingInserts inserts;
    private final Set<Held> heldByPending = new HashSet<>();

    LinkStore(Schema schema, RowAccess rows, PendingInserts inserts) {
        this.schema = schema;
        this.rows = rows;
        this.inserts = inserts;
    }

    /** Where the family of a relation lives. */
    LinkPlacement placement(Relation relation) {
        return schema.rootLink(relation.name());
    }

    /** The links in which these records stand at {@code end}, locked until the end of the transaction. */
    List<LinkRow> at(LinkPlacement placement, End end, Collection<RecordId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        if (ids.size() == 1 && placement instanceof InHost host && host.hostEnd() == end) {
            StoredRecord holder = schema.root(host.hostRecord());
            Map<Column, @Nullable Object> row = rows.read(holder, ids.iterator().next(), columns(placement));
            LinkRow link = row == null ? null : LinkRow.of(placement, row);
            return link == null ? List.of() : List.of(link);
        }
        inserts.flush(rows.jdbc());
        List<LinkRow> found = new ArrayList<>();
        for (Map<Column, @Nullable Object> row :
                rows.select(placement.table(), columns(placement), placement.end(end), ids)) {
            LinkRow link = LinkRow.of(placement, row);
            if (link != null) {
                found.add(link);
            }
        }
        return found;
    }

    /** The links from one record to another; of a symmetric relation in either direction. */
    List<LinkRow> between(Relation relation, RecordId source, RecordId target) {
        LinkPlacement placement = placement(relation);
        boolean swap = isSwapped(relation, source, target);
        RecordId first = swap ? target : source;
        RecordId second = swap ? source : target;
        if (placement instanceof OwnTable table) {
            inserts.flush(rows.jdbc());
            return rows
                    .selectPair(table.table(), columns(table), table.source(), first, table.target(), second)
                    .stream()
                    .map(row -> Objects.requireNonNull(LinkRow.of(placement, row)))
                    .toList();
        }
        End end = ((InHost) placement).hostEnd();
        RecordId host = end == End.SOURCE ? source : target;
        RecordId other = end == End.SOURCE ? target : source;
        return at(placement, end, List.of(host)).stream()
                .filter(link -> link.end(end.opposite()).equals(other))
                .toList();
    }

    /** The links of a family with these ids. */
    List<LinkRow> withIds(LinkPlacement placement, Collection<RecordId> ids) {
        inserts.flush(rows.jdbc());
        return rows.select(placement.table(), columns(placement), placement.id(), ids).stream()
                .map(row -> LinkRow.of(placement, row))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Puts a link in line whose ends are free. */
    void insert(Relation relation, RecordId id, RecordId source, RecordId target, RecordValues.Prepared values) {
        switch (placement(relation)) {
            case OwnTable table -> insert(table, relation, id, source, target, values);
            case InHost host -> occupy(host, source, target, values);
        }
    }

    /** Takes links out of where they are stored. */
    void erase(List<LinkRow> links) {
        Map<String, List<LinkRow>> byRoot = new LinkedHashMap<>();
        links.forEach(link ->
                byRoot.computeIfAbsent(link.root(), root -> new ArrayList<>()).add(link));
        byRoot.values().forEach(group -> {
            switch (group.get(0).placement()) {
                case OwnTable table ->
                    rows.deleteAll(
                            schema.root(table.relation().name()),
                            group.stream().map(LinkRow::id).toList());
                case InHost host -> {
                    List<RecordId> hosts = group.stream().map(LinkRow::id).toList();
                    rows.writeAll(schema.root(host.hostRecord()), hosts, emptied(host));
                    // The next link in this row will have the same id.
                    hosts.forEach(
                            id -> rows.forget(new RecordKey(host.relation().name(), id)));
                }
            }
        });
    }

    /** Forgets what rows that wait refer to. */
    void forget() {
        heldByPending.clear();
    }

    /** Whether an end that can hold one link is known to be free without asking: nothing refers to a new record yet. */
    boolean isFresh(LinkPlacement placement, End end, String record, RecordId id) {
        return inserts.get(new RecordKey(record, id)) != null
                && !heldByPending.contains(new Held(placement.relation().name(), end, id));
    }

    /** Whether a host is known to have no link, because it is new and has been given none. */
    boolean isVacant(InHost host, RecordId id) {
        PendingRow row = inserts.get(new RecordKey(host.hostRecord(), id));
        return row != null && row.get(host.other()) == null;
    }

    /** All columns that a link consists of, its ends included. */
    static List<Column> columns(LinkPlacement placement) {
        Set<Column> columns = new LinkedHashSet<>();
        columns.add(placement.id());
        columns.add(placement.end(End.SOURCE));
        columns.add(placement.end(End.TARGET));
        columns.addAll(placement.values().values());
        return List.copyOf(columns);
    }

    private static Map<Column, @Nullable Object> emptied(InHost host) {
        Map<Column, @Nullable Object> cells = new LinkedHashMap<>();
        cells.put(host.other(), null);
        host.values()
                .values()
                .forEach(column -> cells.put(column, column.counter() ? Counters.zero(column.type()) : null));
        return cells;
    }

    private void insert(
            OwnTable table,
            Relation relation,
            RecordId id,
            RecordId source,
            RecordId target,
            RecordValues.Prepared values) {
        PendingRow row = new PendingRow(table.table(), id);
        row.set(table.source(), source.value());
        row.set(table.target(), target.value());
        values.cells().forEach(row::set);
        waitFor(row, root(relation, End.SOURCE), source);
        waitFor(row, root(relation, End.TARGET), target);
        inserts.add(new RecordKey(table.relation().name(), id), row);
        heldByPending.add(new Held(table.relation().name(), End.SOURCE, source));
        heldByPending.add(new Held(table.relation().name(), End.TARGET, target));
    }

    private void occupy(InHost host, RecordId source, RecordId target, RecordValues.Prepared values) {
        boolean hostIsSource = host.hostEnd() == End.SOURCE;
        RecordId hostId = hostIsSource ? source : target;
        RecordId otherId = hostIsSource ? target : source;
        StoredRecord holder = schema.root(host.hostRecord());
        String otherRoot = root(host.relation(), host.hostEnd().opposite());
        sendIfNeeded(new RecordKey(host.hostRecord(), hostId), new RecordKey(otherRoot, otherId));
        Map<Column, @Nullable Object> cells = new LinkedHashMap<>();
        cells.put(host.other(), otherId.value());
        cells.putAll(values.cells());
        rows.write(holder, hostId, cells);
        PendingRow pending = inserts.get(new RecordKey(host.hostRecord(), hostId));
        if (pending != null) {
            waitFor(pending, otherRoot, otherId);
        }
        heldByPending.add(new Held(host.relation().name(), host.hostEnd().opposite(), otherId));
    }

    private String root(Relation relation, End end) {
        return schema.record((end == End.SOURCE ? relation.source() : relation.target()).name())
                .root();
    }

    private void waitFor(PendingRow row, String root, RecordId id) {
        PendingRow other = inserts.get(new RecordKey(root, id));
        if (other != null && other != row) {
            row.after(other);
        }
    }

    /**
     * A row can only wait for another one to be inserted if it is itself still to be inserted, and not first. Otherwise the
     * rows are sent as they are, and the link follows as an update.
     */
    private void sendIfNeeded(RecordKey hostKey, RecordKey otherKey) {
        PendingRow host = inserts.get(hostKey);
        PendingRow other = inserts.get(otherKey);
        if (other != null && other != host && (host == null || other.reaches(host))) {
            inserts.flush(rows.jdbc());
        }
    }

    /** A link without direction is stored from the lesser id to the greater. */
    private static boolean isSwapped(Relation relation, RecordId source, RecordId target) {
        return relation.isSymmetric() && source.compareTo(target) > 0;
    }

    static EntailException linked(Relation relation) {
        return new EntailException(
                ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name(),
                "The two records are linked by " + relation.name() + " already",
                Map.of("record", relation.name(), "attributes", List.of("source", "target")),
                null);
    }

    private record Held(String root, End end, RecordId id) {}
}
