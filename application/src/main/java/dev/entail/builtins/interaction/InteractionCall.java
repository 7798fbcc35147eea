package dev.entail.builtins.interaction;

import dev.entail.core.query.ReadRequest;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.DispatchCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Says who asks for an interaction and with what. Immutable; every method returns a new call. */
public final class InteractionCall {
    private static final InteractionCall EMPTY = new InteractionCall(DispatchCall.EMPTY);

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
        return new InteractionCall(call.by(actor));
    }

    /** The same call with one more payload field. */
    public InteractionCall payload(String field, @Nullable Object value) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(call.payload());
        payload.put(field, value);
        return payload(payload);
    }

    /** The same call with this payload instead of what was said before. */
    public InteractionCall payload(Map<String, ? extends @Nullable Object> payload) {
        return new InteractionCall(call.withPayload(payload));
    }

    /** The same call with one more fact about itself, which is kept with the event. */
    public InteractionCall context(String name, @Nullable Object value) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>(call.context());
        context.put(name, value);
        return new InteractionCall(call.withContext(context));
    }

    /** The same call, tied to others by an id. */
    public InteractionCall correlatedBy(String correlationId) {
        return new InteractionCall(call.withCorrelationId(correlationId));
    }

    /**
     * The same call under a key: made again by the same actor with the same payload, it is answered and does nothing
     * (IDM-02). Blank is no key.
     */
    public InteractionCall idempotencyKey(String key) {
        return new InteractionCall(call.withIdempotencyKey(key));
    }

    /** The same call asking for a part of what it may see: {@code read(all -> all.select("title").limit(10))}. */
    public InteractionCall read(UnaryOperator<ReadRequest> request) {
        return new InteractionCall(call.withRead(request.apply(call.read())));
    }

    /**
     * The same call as a step of a running activity. Interactions that are dispatched by themselves do not look at it
     * (ACT-39).
     */
    public InteractionCall in(RecordId activity) {
        return new InteractionCall(call.in(activity));
    }

    /** What goes to the runtime. */
    public DispatchCall toDispatchCall() {
        return call;
    }
}
