package dev.entail.storage.write;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What there is to tell of records and links that go. Not thread-safe. */
final class Departures {
    private final Schema schema;
    private final RowAccess rows;
    private final RecordValues values;
    private final PendingIncrements increments;
    private final Memberships memberships;
    private final Set<RecordKey> doomed = new HashSet<>();

    Departures(
            Schema schema, RowAccess rows, RecordValues values, PendingIncrements increments, Memberships memberships) {
        this.schema = schema;
        this.rows = rows;
        this.values = values;
        this.increments = increments;
        this.memberships = memberships;
    }

    /** Notes who belongs to which view before records go. */
    void begin(DeletionPlan plan) {
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

    /** Whether a record is going, or gone. */
    boolean includes(RecordKey key) {
        return doomed.contains(key);
    }

    /** A link takes the place, and the id, of one that is gone. */
    void replaced(RecordKey link) {
        doomed.remove(link);
    }

    /** Whether views are looked at whose members depend on such links. */
    boolean isObservedLink(String root) {
        return memberships.dependOn(root);
    }

    /** Tells who has entered or left a view so far, except of records that are going. */
    void settle() {
        memberships.settle(doomed);
    }

    /** What there is to tell of a link that is gone. */
    List<MutationEvent> of(LinkRow link) {
        if (link.placement() instanceof LinkPlacement.OwnTable own) {
            increments.forget(own.table(), link.id().value());
        }
        Map<String, Object> all = WriteSession.ends(link.source(), link.target());
        all.putAll(values.present(schema.record(link.name()), link.cells()));
        List<MutationEvent> events = left(link.root(), link.id(), all);
        events.add(new MutationEvent.Deleted(link.name(), link.id(), all));
        return events;
    }

    /** What there is to tell of a record that is about to go, whose links are gone. */
    List<MutationEvent> of(Doomed record) {
        StoredRecord root = record.root();
        Map<Column, ? extends @Nullable Object> row = record.row();
        if (rows.isWritten(record.key())) {
            Map<Column, @Nullable Object> last =
                    rows.read(root, record.id(), root.values().values());
            row = last == null ? row : last;
        }
        increments.forget(root.table(), record.id().value());
        StoredRecord concrete = schema.record(WriteSession.concrete(root, row));
        Map<String, Object> present = values.present(concrete, row);
        List<MutationEvent> events = left(root.root(), record.id(), present);
        events.add(new MutationEvent.Deleted(concrete.name(), record.id(), present));
        return events;
    }

    /** The views that a record leaves because it is deleted. */
    private List<MutationEvent> left(String root, RecordId id, Map<String, Object> present) {
        List<MutationEvent> events = new ArrayList<>();
        memberships.leave(root, id).forEach(view -> events.add(new MutationEvent.Deleted(view, id, present)));
        return events;
    }

    /** Forgets who was going, after it was undone. */
    void forget() {
        doomed.clear();
    }
}
