package dev.entail.builtins.interaction;

import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.DispatchCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says who asks for an interaction and with what. Immutable; every method returns a new call. */
public final class InteractionCall {
    private static final InteractionCall EMPTY = new InteractionCall(new DispatchCall(null, Map.of(), Map.of(), null));

    private final DispatchCall call;

    private InteractionCall(DispatchCall call) {
        this.call = call;
    }

    /** A call that says nothing yet. */
    public static InteractionCall empty() {
        return EMPTY;
    }

    /** The same call by somebody: the record of who acts. */
    public InteractionCall by(RecordId actor) {
        return with(actor, call.payload(), call.context(), call.correlationId(), call.idempotencyKey());
    }

    /** The same call with one more payload field. */
    public InteractionCall payload(String field, @Nullable Object value) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(call.payload());
        payload.put(field, value);
        return payload(payload);
    }

    /** The same call with this payload instead of what was said before. */
    public InteractionCall payload(Map<String, ? extends @Nullable Object> payload) {
        return with(
                call.actor(),
                new LinkedHashMap<>(payload),
                call.context(),
                call.correlationId(),
                call.idempotencyKey());
    }

    /** The same call with one more fact about itself, which is kept with the event. */
    public InteractionCall context(String name, @Nullable Object value) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>(call.context());
        context.put(name, value);
        return with(call.actor(), call.payload(), context, call.correlationId(), call.idempotencyKey());
    }

    /** The same call, tied to others by an id. */
    public InteractionCall correlatedBy(String correlationId) {
        return with(call.actor(), call.payload(), call.context(), correlationId, call.idempotencyKey());
    }

    /**
     * The same call under a key: made again by the same actor with the same payload, it is answered and does nothing
     * (IDM-02). Blank is no key.
     */
    public InteractionCall idempotencyKey(String key) {
        return with(call.actor(), call.payload(), call.context(), call.correlationId(), key);
    }

    /**
     * The same call as a step of a running activity. Interactions that are dispatched by themselves do not look at it
     * (ACT-39).
     */
    public InteractionCall in(RecordId activity) {
        return new InteractionCall(call.in(activity));
    }

    private InteractionCall with(
            @Nullable RecordId actor,
            Map<String, @Nullable Object> payload,
            Map<String, @Nullable Object> context,
            @Nullable String correlationId,
            @Nullable String idempotencyKey) {
        return new InteractionCall(
                new DispatchCall(actor, payload, context, correlationId, idempotencyKey, call.activity()));
    }

    /** What goes to the runtime. */
    public DispatchCall toDispatchCall() {
        return call;
    }
}
