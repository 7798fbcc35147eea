package dev.entail.builtins.interaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.Reference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dispatches interactions: payload first, then conditions, both fail-closed (DEC-01, DEC-03). Stateless. */
public final class InteractionAdapter implements EventSourceAdapter<Interaction> {
    @Override
    public Class<Interaction> kind() {
        return Interaction.class;
    }

    @Override
    public void guard(Interaction interaction, DispatchContext context) {
        if (!interaction.isAnonymous() && context.call().actor() == null) {
            throw new EntailException(
                    ErrorCode.ACTOR_MISSING,
                    "'" + interaction.name()
                            + "' must be asked by somebody; say who with by(...), or declare it anonymous");
        }
        GuardContext guard = guardContext(interaction, context);
        for (Condition condition : interaction.conditions()) {
            check(condition, guard);
        }
    }

    @Override
    public Draft event(Interaction interaction, DispatchContext context) {
        DispatchCall call = context.call();
        RecordId actor = call.actor();
        return Draft.empty()
                .set(InteractionRecord.NAME, interaction.name())
                .set(InteractionRecord.ACTOR, actor == null ? null : actor.value())
                .set(InteractionRecord.USER, actor == null ? Map.of() : Map.of("id", actor.value()))
                .set(InteractionRecord.PAYLOAD, checked(interaction, call))
                .set(InteractionRecord.QUERY, Map.of())
                .set(InteractionRecord.CONTEXT, call.context())
                .set(InteractionRecord.OCCURRED_AT, context.occurredAt())
                .set(InteractionRecord.CORRELATION_ID, call.correlationId());
    }

    @Override
    public List<Reference> references(Interaction interaction, DispatchContext context) {
        return PayloadCheck.references(interaction.fields(), checked(interaction, context.call()));
    }

    @Override
    public @Nullable Object resolve(Interaction interaction, DispatchContext context) {
        Interaction.Read read = interaction.read();
        if (read == null) {
            return null;
        }
        Match rows = call("The data policy", () -> read.policy().rows().apply(guardContext(interaction, context)));
        return context.reader()
                .list(Query.of(read.entity().name())
                        .where(rows)
                        .select(read.policy().columns().toArray(String[]::new))
                        .orderBy(Order.ascending("id")));
    }

    private static Map<String, @Nullable Object> checked(Interaction interaction, DispatchCall call) {
        return PayloadCheck.check(interaction.fields(), call.payload(), "");
    }

    private static GuardContext guardContext(Interaction interaction, DispatchContext context) {
        Payload payload = new Payload(interaction.name(), interaction.fields(), checked(interaction, context.call()));
        return new GuardContext(context.call().actor(), payload, context.occurredAt(), context.reader());
    }

    private static void check(Condition condition, GuardContext guard) {
        Decision decision = call(
                "Condition '" + condition.name() + "'", () -> condition.decide().apply(guard));
        switch (decision) {
            case Decision.Allowed allowed -> {}
            case Decision.Rejected rejected ->
                throw new EntailException(
                        rejected.code(), rejected.message(), Map.of("condition", condition.name()), null);
        }
    }

    /** Failures of the framework keep their code, so that a retryable one can be retried; others refuse. */
    private static <T> T call(String what, java.util.function.Supplier<@Nullable T> callback) {
        T result;
        try {
            result = callback.get();
        } catch (EntailException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EntailException(
                    ErrorCode.CONDITION_THROWN,
                    what + " threw " + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    e);
        }
        if (result == null) {
            throw new EntailException(
                    ErrorCode.CONDITION_REJECTED, what + " gave null, which refuses; give an explicit answer");
        }
        return result;
    }
}
