package dev.entail.builtins.interaction;

import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.AdmittedCall;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An interaction whose payload and conditions have been checked. */
record AdmittedInteraction(
        Interaction interaction, DispatchCall call, GuardContext guard, Map<String, ? extends @Nullable Object> payload)
        implements AdmittedCall {

    @Override
    public Draft event() {
        RecordId actor = call.actor();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(InteractionRecord.NAME.name(), interaction.name());
        values.put(InteractionRecord.ACTOR.name(), actor == null ? null : actor.value());
        values.put(InteractionRecord.USER.name(), actor == null ? Map.of() : Map.of("id", actor.value()));
        values.put(InteractionRecord.PAYLOAD.name(), payload);
        values.put(InteractionRecord.QUERY.name(), Map.of());
        values.put(InteractionRecord.CONTEXT.name(), call.context());
        values.put(InteractionRecord.OCCURRED_AT.name(), guard.occurredAt());
        values.put(InteractionRecord.CORRELATION_ID.name(), call.correlationId());
        return Draft.of(values);
    }

    @Override
    public List<Reference> references() {
        return PayloadCheck.references(interaction.fields(), payload);
    }

    @Override
    public @Nullable Object answer() {
        Interaction.Read read = interaction.read();
        if (read == null) {
            return null;
        }
        Match rows = InteractionAdapter.callback(
                "The data policy", () -> read.policy().rows().apply(guard));
        return guard.records()
                .list(Query.of(read.entity().name())
                        .where(rows)
                        .select(read.policy().columns().toArray(String[]::new))
                        .orderBy(Order.ascending("id")));
    }
}
