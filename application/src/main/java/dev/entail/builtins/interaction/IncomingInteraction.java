package dev.entail.builtins.interaction;

import dev.entail.builtins.guard.GuardContext;
import dev.entail.builtins.reading.Reading;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventContext;
import dev.entail.runtime.port.HookCall;
import dev.entail.runtime.port.IncomingCall;
import dev.entail.runtime.port.RecordLocks;
import dev.entail.runtime.port.Reference;
import dev.entail.storage.json.ReadRequestJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An interaction whose payload has been checked. Not thread-safe. */
final class IncomingInteraction implements IncomingCall {
    private final Interaction interaction;
    private final RecordLocks locks;
    private final GuardContext seen;
    private final Map<String, ? extends @Nullable Object> payload;
    private DispatchCall call;

    IncomingInteraction(
            Interaction interaction,
            DispatchContext context,
            GuardContext seen,
            Map<String, ? extends @Nullable Object> payload) {
        this.interaction = interaction;
        this.call = context.call();
        this.locks = context.locks();
        this.seen = seen;
        this.payload = payload;
    }

    @Override
    public void guard() {
        Map<String, @Nullable Object> admission = interaction.guard().admit(seen, locks);
        call = admitted(call, admission.isEmpty() ? null : admission);
    }

    /** A call with what the conditions said when they admitted it, if they said anything. */
    static DispatchCall admitted(DispatchCall call, @Nullable Object admission) {
        if (admission == null) {
            return call;
        }
        Map<String, @Nullable Object> context = new LinkedHashMap<>(call.context());
        context.put(InteractionRecord.ADMISSION, admission);
        return call.withContext(context);
    }

    @Override
    public Draft event() {
        RecordId actor = call.actor();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(InteractionRecord.NAME.name(), interaction.name());
        values.put(InteractionRecord.ACTOR.name(), actor == null ? null : actor.value());
        values.put(InteractionRecord.USER.name(), actor == null ? Map.of() : Map.of("id", actor.value()));
        values.put(InteractionRecord.PAYLOAD.name(), payload);
        values.put(InteractionRecord.QUERY.name(), new ReadRequestJson().tree(call.read()));
        values.put(InteractionRecord.CONTEXT.name(), call.context());
        values.put(InteractionRecord.OCCURRED_AT.name(), seen.occurredAt());
        values.put(InteractionRecord.CORRELATION_ID.name(), call.correlationId());
        return Draft.of(values);
    }

    @Override
    public List<Reference> references() {
        return interaction.schema().references(payload);
    }

    @Override
    public @Nullable Object resolve(EventContext event) {
        return read();
    }

    @Override
    public @Nullable Object read() {
        Reading reading = interaction.read();
        if (reading == null) {
            return null;
        }
        Match rows = callback("The data policy", () -> reading.policy().rows().apply(seen));
        return reading.answer(rows, call.read(), seen);
    }

    @Override
    public Map<String, ? extends @Nullable Object> afterDispatch(EventContext event) {
        Map<String, ? extends @Nullable Object> facts = HookCall.of("afterDispatch", interaction)
                .optional(() -> interaction.hooks().afterDispatch().apply(event.withCall(call)));
        return facts == null ? Map.of() : facts;
    }

    /** Failures of the framework keep their code, so that a retryable one can be retried; others refuse. */
    private static <T> T callback(String what, Supplier<@Nullable T> callback) {
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
