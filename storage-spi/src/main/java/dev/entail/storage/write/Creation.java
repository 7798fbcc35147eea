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

    Creation(WriteSession session, Schema schema, String recordName, Draft draft) {
        this.session = session;
        this.schema = schema;
        this.record = schema.record(recordName);
        this.given = draft.values();
    }

    RecordId run() {
        if (!(record.model().definition() instanceof Entity)) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID, record.name() + " is a relation; create its links with link(...)");
        }
        RecordValues.checkNames(record.model(), given);
        Map<Navigation, List<RecordId>> pointedTo = new LinkedHashMap<>();
        Map<Navigation, List<Object>> others = new LinkedHashMap<>();
        for (Navigation navigation : record.model().navigations().values()) {
            if (given.containsKey(navigation.name())) {
                List<Object> items = RelatedDraft.items(record.name(), navigation, given.get(navigation.name()));
                if (isHost(navigation)) {
                    pointedTo.put(navigation, resolve(navigation, items));
                } else {
                    others.put(navigation, items);
                }
            }
        }
        RecordId id = session.nextId(record);
        session.insert(record, id, given);
        pointedTo.forEach((navigation, ids) -> link(navigation, id, ids));
        others.forEach((navigation, items) -> {
            for (Object item : items) {
                link(navigation, id, resolve(navigation, List.of(item)));
            }
        });
        return id;
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

    private void link(Navigation navigation, RecordId id, List<RecordId> others) {
        boolean isSource = navigation.from() == End.SOURCE;
        for (RecordId other : others) {
            session.link(navigation.relation(), isSource ? id : other, isSource ? other : id, Draft.empty());
        }
    }
}
