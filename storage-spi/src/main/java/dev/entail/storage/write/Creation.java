package dev.entail.storage.write;

import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates a record or link and what its draft hangs on it: first what it points to, then itself, then the others, each
 * followed by its link (STO-320, STO-321).
 */
final class Creation {
    private final WriteSession session;
    private final RecordModel record;
    private final Map<String, @Nullable Object> given;
    private boolean created = true;

    Creation(WriteSession session, Schema schema, String recordName, Draft draft) {
        this.session = session;
        RecordModel named = schema.model().record(recordName);
        this.record = schema.model().record(named.creates().orElseThrow(() -> isAbstract(named)));
        this.given = draft.values();
        session.ownership().require(record);
        RecordValues.checkNames(named, given);
    }

    /** The id of the new record, or of the stored one that has its identity. */
    RecordId run() {
        Map<Navigation, List<RelatedItem>> pointers = new LinkedHashMap<>();
        Map<Navigation, List<RelatedItem>> others = new LinkedHashMap<>();
        for (Navigation navigation : record.navigations().values()) {
            if (given.containsKey(navigation.name()) && !navigation.isEnd()) {
                List<RelatedItem> items = RelatedItem.of(record.name(), navigation, given.get(navigation.name()));
                (isHost(navigation) ? pointers : others).put(navigation, items);
            }
        }
        if (record.identity().isPresent()) {
            return runOnce(pointers, others);
        }
        Map<Navigation, List<RelatedItem>> pointedTo = new LinkedHashMap<>();
        pointers.forEach((navigation, items) -> pointedTo.put(navigation, created(navigation, items)));
        RecordId id = place(pointedTo);
        pointedTo.forEach((navigation, items) -> items.forEach(item -> link(navigation, id, item)));
        relate(id, others);
        session.newRecords().finished(record, id);
        return id;
    }

    /** Makes a link of existing records. What it holds is given as in a draft, without its ends and without records. */
    RecordId link(RecordId source, RecordId target) {
        RecordId id = session.newRecords().insertLink(record, record.relation().orElseThrow(), source, target, given);
        session.newRecords().finished(record, id);
        return id;
    }

    /** Whether {@link #run} created the record. */
    boolean created() {
        return created;
    }

    /** The record comes first, because nothing else may be created if its identity exists (STO-522, MOD-92). */
    private RecordId runOnce(Map<Navigation, List<RelatedItem>> pointers, Map<Navigation, List<RelatedItem>> others) {
        NewRecords.Placed placed = session.newRecords().insertOnce(record, given);
        created = placed.created();
        if (created) {
            relate(placed.id(), pointers);
            relate(placed.id(), others);
            session.newRecords().finished(record, placed.id());
        }
        return placed.id();
    }

    private void relate(RecordId id, Map<Navigation, List<RelatedItem>> related) {
        related.forEach((navigation, items) -> items.forEach(
                item -> link(navigation, id, created(navigation, List.of(item)).get(0))));
    }

    private RecordId place(Map<Navigation, List<RelatedItem>> pointedTo) {
        Optional<Relation> relation = record.relation();
        if (relation.isEmpty()) {
            Map<String, RecordId> held = new LinkedHashMap<>();
            pointedTo.forEach(
                    (navigation, items) -> items.forEach(item -> held.put(navigation.name(), item.idOrThrow())));
            return session.newRecords().insert(record, given, held);
        }
        Navigation source = record.navigations().get(End.SOURCE.attribute());
        Navigation target = record.navigations().get(End.TARGET.attribute());
        return session.newRecords().insertLink(record, relation.get(), end(source), end(target), given);
    }

    /** The record at an end of the link that is being created. */
    private RecordId end(@Nullable Navigation navigation) {
        if (navigation == null || given.get(navigation.name()) == null) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID.name(),
                    "A link of " + record.name() + " needs a record at both ends, give source and target",
                    Map.of("record", record.name()),
                    null);
        }
        RelatedItem item = RelatedItem.of(record.name(), navigation, given.get(navigation.name()))
                .get(0);
        return item.draft() == null ? item.idOrThrow() : session.createWithin(navigation.targetRecord(), item.draft());
    }

    /** Whether the record points to the other, wherever the link lives: the order of work is part of the contract. */
    private static boolean isHost(Navigation navigation) {
        return !navigation.many() && End.host(navigation.relation()) == navigation.from();
    }

    private List<RelatedItem> created(Navigation navigation, List<RelatedItem> items) {
        List<RelatedItem> existing = new ArrayList<>();
        for (RelatedItem item : items) {
            existing.add(
                    item.draft() == null
                            ? item
                            : new RelatedItem(
                                    session.createWithin(navigation.targetRecord(), item.draft()), null, item.link()));
        }
        return existing;
    }

    private void link(Navigation navigation, RecordId id, RelatedItem item) {
        session.linkWithin(navigation, id, item.idOrThrow(), item.link());
    }

    private static EntailException isAbstract(RecordModel record) {
        return new EntailException(
                ErrorCode.WRITE_INVALID.name(),
                "Nothing can be created as " + record.name() + ", which is a union; create one of " + record.concrete(),
                Map.of("record", record.name()),
                null);
    }
}
