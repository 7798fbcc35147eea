package dev.entail.storage.write;

import dev.entail.core.definition.Entity;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates a record and what its draft hangs on it: first what it points to, then itself, then the others (STO-320). */
final class Creation {
    private final WriteSession session;
    private final Schema schema;
    private final StoredRecord record;
    private final Map<String, @Nullable Object> given;
    private boolean created = true;

    Creation(WriteSession session, Schema schema, String recordName, Draft draft) {
        this.session = session;
        this.schema = schema;
        this.record = schema.record(recordName);
        this.given = draft.values();
    }

    /** The id of the new record, or of the stored one that has its identity. */
    RecordId run() {
        if (!(record.model().definition() instanceof Entity)) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID, record.name() + " is a relation; create its links with link(...)");
        }
        RecordValues.checkNames(record.model(), given);
        Map<Navigation, List<Object>> pointers = new LinkedHashMap<>();
        Map<Navigation, List<Object>> others = new LinkedHashMap<>();
        for (Navigation navigation : record.model().navigations().values()) {
            if (given.containsKey(navigation.name())) {
                (isHost(navigation) ? pointers : others)
                        .put(
                                navigation,
                                RelatedDraft.items(record.name(), navigation, given.get(navigation.name())));
            }
        }
        if (record.model().identity().isPresent()) {
            return runOnce(pointers, others);
        }
        Map<Navigation, List<RecordId>> pointedTo = new LinkedHashMap<>();
        pointers.forEach((navigation, items) -> pointedTo.put(navigation, resolve(navigation, items)));
        RecordId id = session.newId(record, given);
        session.whileChanging(record, id, () -> {
            session.insert(record, id, given, held(pointedTo));
            pointedTo.forEach((navigation, ids) -> link(navigation, id, ids));
            relate(id, others);
        });
        return id;
    }

    /** Whether {@link #run} created the record. */
    boolean created() {
        return created;
    }

    /** The record comes first, because nothing else may be created if its identity exists (STO-522, MOD-92). */
    private RecordId runOnce(Map<Navigation, List<Object>> pointers, Map<Navigation, List<Object>> others) {
        RecordId id = session.newId(record, given);
        RecordId stored = session.insertOnce(record, id, given);
        created = stored.equals(id);
        if (created) {
            relate(id, pointers);
            relate(id, others);
        }
        return stored;
    }

    private boolean isHost(Navigation navigation) {
        return schema.link(navigation.relation()) instanceof InHost host && host.hostEnd() == navigation.from();
    }

    private List<RecordId> resolve(Navigation navigation, List<Object> items) {
        List<RecordId> ids = new ArrayList<>();
        for (Object item : items) {
            ids.add(item instanceof Draft draft ? session.create(navigation.targetRecord(), draft) : (RecordId) item);
        }
        return ids;
    }

    /** The records behind single relations that the row itself will hold. */
    private static Map<String, RecordId> held(Map<Navigation, List<RecordId>> pointedTo) {
        Map<String, RecordId> held = new LinkedHashMap<>();
        pointedTo.forEach((navigation, ids) -> {
            if (!ids.isEmpty()) {
                held.put(navigation.name(), ids.get(0));
            }
        });
        return held;
    }

    private void relate(RecordId id, Map<Navigation, List<Object>> related) {
        related.forEach((navigation, items) -> {
            for (Object item : items) {
                link(navigation, id, resolve(navigation, List.of(item)));
            }
        });
    }

    private void link(Navigation navigation, RecordId id, List<RecordId> others) {
        boolean isSource = navigation.from() == End.SOURCE;
        for (RecordId other : others) {
            session.link(navigation.relation(), isSource ? id : other, isSource ? other : id, Draft.empty());
        }
    }
}
