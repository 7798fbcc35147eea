package dev.entail.runtime.dispatch;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.access.StoreReader;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.sideeffect.SideEffects;
import dev.entail.storage.EntityStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Runs side effects of a creation again, from what is stored now (RRN-01..04). */
final class Reruns {
    private final EntityStore store;
    private final SideEffects sideEffects;

    Reruns(EntityStore store, SideEffects sideEffects) {
        this.store = store;
        this.sideEffects = sideEffects;
    }

    PostCommit ofCreation(RecordDefinition record, RecordId id) {
        RecordModel model = store.model().record(record);
        boolean link = model.relation().isPresent();
        Query query = Query.of(model.name()).where(Match.eq("id", id)).select("*");
        Row row = new StoreReader(store)
                .list(link ? query.select("source.id", "target.id") : query).stream()
                        .findFirst()
                        .orElseThrow(() -> new EntailException(
                                ErrorCode.RECORD_NOT_FOUND.name(),
                                "There is no " + model.name() + " " + id
                                        + " any more, so its side effects cannot run again",
                                Map.of("record", model.name(), "id", id.toString())));
        Map<String, Object> values = new LinkedHashMap<>();
        row.values().forEach((name, value) -> {
            if (value != null) {
                values.put(name, value);
            }
        });
        if (link) {
            values.put("source", row.row("source").id());
            values.put("target", row.row("target").id());
        }
        MutationEvent created = new MutationEvent.Created(model.name(), id, values);
        return PostCommit.of(sideEffects.run(List.of(new Effect(0, OptionalInt.empty(), created))));
    }
}
