package dev.entail.runtime.computation;

import dev.entail.core.computation.GlobalValue;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.storage.write.WriteSession;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a copy of a global value with each record. New records get it when they are made; when it changes it is written to all
 * others, page by page in the order of their ids (DRT-05).
 */
final class Copying implements Recomputation {
    private static final int PAGE = 1000;

    private final RecordModel holder;
    private final ValueModel value;
    private final ValueModel global;

    Copying(Model model, RecordModel holder, ValueModel value, GlobalValue copied) {
        this.holder = holder;
        this.value = value;
        this.global = Objects.requireNonNull(model.globals().get(copied.global()));
    }

    List<Subscription> subscriptions() {
        return List.of(new Subscription(
                new Trigger.Changed(Model.GLOBALS, global.name()),
                (event, context) -> context.recompute(holder.name(), value, this, List.of(event.id()))));
    }

    @Override
    public void recompute(Collection<RecordId> ids, ReactionContext context) {
        WriteSession session = context.session();
        Map<String, @Nullable Object> now = Collections.singletonMap(value.name(), session.lockGlobal(global));
        Query all = Query.of(holder.name()).orderBy(Order.ascending("id")).limit(PAGE);
        List<Row> page = session.query(all);
        while (!page.isEmpty()) {
            Map<RecordId, Map<String, @Nullable Object>> changes = new LinkedHashMap<>();
            page.forEach(row -> changes.put(row.id(), now));
            session.derive(holder.name(), changes);
            RecordId last = page.get(page.size() - 1).id();
            page = page.size() < PAGE ? List.of() : session.query(all.where(Match.gt("id", last)));
        }
    }
}
