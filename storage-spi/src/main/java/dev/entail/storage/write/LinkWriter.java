package dev.entail.storage.write;

import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.LinkPlacement.OwnTable;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes and removes links, wherever they live. An end that can hold one link only gives up its old one (STO-322). */
final class LinkWriter {
    private final Schema schema;
    private final RowAccess rows;
    private final PendingInserts inserts;
    private final WriteTemplates templates;
    private final RecordValues values;
    private final MutationListener listener;

    LinkWriter(
            Schema schema,
            RowAccess rows,
            PendingInserts inserts,
            WriteTemplates templates,
            RecordValues values,
            MutationListener listener) {
        this.schema = schema;
        this.rows = rows;
        this.inserts = inserts;
        this.templates = templates;
        this.values = values;
        this.listener = listener;
    }

    /** Creates a link with an id that has been taken for it. */
    void link(Relation relation, RecordId linkId, RecordId source, RecordId target, RecordValues.Prepared linkValues) {
        switch (schema.link(relation)) {
            case OwnTable table -> insert(table, linkId, source, target, linkValues);
            case InHost host -> occupy(host, linkId, source, target, linkValues);
        }
        Map<String, Object> all = ends(source, target);
        all.putAll(linkValues.present());
        listener.onMutation(new MutationEvent.Created(relation.name(), linkId, all));
    }

    /** Removes the link between two records; does nothing if there is none. */
    boolean unlink(Relation relation, RecordId source, RecordId target) {
        return switch (schema.link(relation)) {
            case OwnTable table -> remove(table, source, target);
            case InHost host -> vacate(host, source, target);
        };
    }

    /** The records linked to one at {@code end}, as things stand. */
    List<RecordId> related(Relation relation, End end, RecordId id) {
        LinkPlacement placement = schema.link(relation);
        if (placement instanceof InHost host && host.hostEnd() == end) {
            Map<Column, @Nullable Object> row = rows.read(schema.record(host.hostRecord()), id, List.of(host.other()));
            Object other = row == null ? null : row.get(host.other());
            return other == null ? List.of() : List.of(RecordId.of((Long) other));
        }
        List<RecordId> found = new ArrayList<>(select(placement, end, id));
        if (relation.isSymmetric()) {
            select(placement, end.opposite(), id).stream()
                    .filter(other -> !found.contains(other))
                    .forEach(found::add);
        }
        return found;
    }

    private List<RecordId> select(LinkPlacement placement, End end, RecordId id) {
        inserts.flush(rows.jdbc());
        Column wanted = placement.end(end.opposite());
        return rows.jdbc()
                .query(
                        templates.select(placement.table(), List.of(wanted), List.of(placement.end(end)), false),
                        List.of(id.value()),
                        cells -> RecordId.of((Long) java.util.Objects.requireNonNull(cells.get(1, wanted.type()))));
    }

    private void insert(
            OwnTable table, RecordId linkId, RecordId source, RecordId target, RecordValues.Prepared linkValues) {
        Relation relation = table.relation();
        boolean swap = relation.isSymmetric() && source.compareTo(target) > 0;
        PendingRow row = new PendingRow(table.table(), linkId);
        row.set(table.source(), (swap ? target : source).value());
        row.set(table.target(), (swap ? source : target).value());
        linkValues.cells().forEach(row::set);
        waitFor(row, relation.source().name(), source);
        waitFor(row, relation.target().name(), target);
        inserts.add(new RecordKey(relation.name(), linkId), row);
    }

    private void waitFor(PendingRow row, String record, RecordId id) {
        PendingRow other = inserts.get(new RecordKey(record, id));
        if (other != null && other != row) {
            row.after(other);
        }
    }

    private void occupy(
            InHost host, RecordId linkId, RecordId source, RecordId target, RecordValues.Prepared linkValues) {
        boolean hostIsSource = host.hostEnd() == End.SOURCE;
        RecordId hostId = hostIsSource ? source : target;
        RecordId otherId = hostIsSource ? target : source;
        StoredRecord hostRecord = schema.record(host.hostRecord());
        Map<Column, @Nullable Object> row = rows.read(hostRecord, hostId, columns(host));
        if (row == null) {
            throw RowAccess.missing(hostRecord, hostId);
        }
        if (row.get(host.other()) instanceof Long taken) {
            if (taken == otherId.value()) {
                throw linked(host.relation());
            }
            release(host, hostRecord, hostId, row);
        }
        if (host.relation().cardinality() == Cardinality.ONE_TO_ONE) {
            steal(host, hostRecord, otherId);
        }
        String otherRecord =
                (hostIsSource ? host.relation().target() : host.relation().source()).name();
        sendIfNeeded(new RecordKey(host.hostRecord(), hostId), new RecordKey(otherRecord, otherId));
        Map<Column, @Nullable Object> cells = new LinkedHashMap<>();
        cells.put(host.other(), otherId.value());
        cells.put(host.id(), linkId.value());
        cells.putAll(linkValues.cells());
        rows.write(hostRecord, hostId, cells);
        PendingRow pending = inserts.get(new RecordKey(host.hostRecord(), hostId));
        if (pending != null) {
            waitFor(pending, otherRecord, otherId);
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

    /** In a 1:1 relation the other end may be held by another host. */
    private void steal(InHost host, StoredRecord hostRecord, RecordId otherId) {
        for (RecordId holder : select(host, host.hostEnd().opposite(), otherId)) {
            Map<Column, @Nullable Object> row = rows.read(hostRecord, holder, columns(host));
            if (row != null && Long.valueOf(otherId.value()).equals(row.get(host.other()))) {
                release(host, hostRecord, holder, row);
            }
        }
    }

    private boolean vacate(InHost host, RecordId source, RecordId target) {
        boolean hostIsSource = host.hostEnd() == End.SOURCE;
        RecordId hostId = hostIsSource ? source : target;
        long otherId = (hostIsSource ? target : source).value();
        StoredRecord hostRecord = schema.record(host.hostRecord());
        Map<Column, @Nullable Object> row = rows.read(hostRecord, hostId, columns(host));
        if (row == null || !(row.get(host.other()) instanceof Long other) || other != otherId) {
            return false;
        }
        release(host, hostRecord, hostId, row);
        return true;
    }

    private void release(InHost host, StoredRecord hostRecord, RecordId hostId, Map<Column, @Nullable Object> row) {
        Map<Column, @Nullable Object> cells = new LinkedHashMap<>();
        columns(host).forEach(column -> cells.put(column, column.counter() ? Counters.zero(column.type()) : null));
        Map<Column, @Nullable Object> before = new LinkedHashMap<>(row);
        rows.write(hostRecord, hostId, cells);
        RecordId other = RecordId.of((Long) java.util.Objects.requireNonNull(before.get(host.other())));
        boolean hostIsSource = host.hostEnd() == End.SOURCE;
        deleted(
                host.relation(),
                RecordId.of((Long) java.util.Objects.requireNonNull(before.get(host.id()))),
                hostIsSource ? hostId : other,
                hostIsSource ? other : hostId,
                before);
    }

    private boolean remove(OwnTable table, RecordId source, RecordId target) {
        inserts.flush(rows.jdbc());
        boolean swap = table.relation().isSymmetric() && source.compareTo(target) > 0;
        List<Column> columns = new ArrayList<>(List.of(table.id()));
        columns.addAll(table.values().values());
        List<Map<Column, @Nullable Object>> found = rows.jdbc()
                .query(
                        templates.select(table.table(), columns, List.of(table.source(), table.target()), true),
                        List.of((swap ? target : source).value(), (swap ? source : target).value()),
                        RowAccess.reader(columns));
        for (Map<Column, @Nullable Object> row : found) {
            RecordId id = RecordId.of((Long) java.util.Objects.requireNonNull(row.get(table.id())));
            rows.delete(schema.record(table.relation().name()), id);
            deleted(table.relation(), id, source, target, row);
        }
        return !found.isEmpty();
    }

    private void deleted(
            Relation relation, RecordId id, RecordId source, RecordId target, Map<Column, @Nullable Object> row) {
        Map<String, Object> all = ends(source, target);
        all.putAll(values.present(schema.record(relation.name()), row));
        listener.onMutation(new MutationEvent.Deleted(relation.name(), id, all));
    }

    private static List<Column> columns(InHost host) {
        List<Column> columns = new ArrayList<>(List.of(host.other(), host.id()));
        columns.addAll(host.values().values());
        return columns;
    }

    private static Map<String, Object> ends(RecordId source, RecordId target) {
        Map<String, Object> ends = new LinkedHashMap<>();
        ends.put(End.SOURCE.attribute(), source);
        ends.put(End.TARGET.attribute(), target);
        return ends;
    }

    private static EntailException linked(Relation relation) {
        return new EntailException(
                ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name(),
                "The two records are linked by " + relation.name() + " already",
                Map.of("record", relation.name(), "attributes", List.of("source", "target")),
                null);
    }
}
