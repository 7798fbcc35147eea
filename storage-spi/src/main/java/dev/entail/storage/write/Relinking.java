package dev.entail.storage.write;

import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the links of a record to what an update says, by difference: links that stay keep their identity (STO-332). */
final class Relinking {
    private final WriteSession session;
    private final RecordModel record;
    private final RecordId id;

    Relinking(WriteSession session, RecordModel record, RecordId id) {
        this.session = session;
        this.record = record;
        this.id = id;
    }

    void apply(Map<String, ? extends @Nullable Object> given) {
        for (Navigation navigation : record.navigations().values()) {
            if (given.containsKey(navigation.name())) {
                relink(navigation, RelatedDraft.items(record.name(), navigation, given.get(navigation.name())));
            }
        }
    }

    private void relink(Navigation navigation, List<Object> wanted) {
        List<RecordId> current = session.related(navigation, id);
        for (RecordId other : current) {
            if (!wanted.contains(other)) {
                boolean isSource = navigation.from() == End.SOURCE;
                session.unlink(navigation.relation(), isSource ? id : other, isSource ? other : id);
            }
        }
        List<Object> added = new ArrayList<>(wanted);
        added.removeAll(current);
        for (Object item : added) {
            RecordId other =
                    item instanceof Draft draft ? session.create(navigation.targetRecord(), draft) : (RecordId) item;
            boolean isSource = navigation.from() == End.SOURCE;
            session.link(navigation.relation(), isSource ? id : other, isSource ? other : id, Draft.empty());
        }
    }
}
