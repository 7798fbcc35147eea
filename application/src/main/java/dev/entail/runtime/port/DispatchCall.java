package dev.entail.runtime.port;

import dev.entail.core.value.RecordId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller hands over with a dispatch. Immutable down to the lists and maps in it, so that every attempt of a retried
 * dispatch starts from the same (DSP-10).
 *
 * @param actor the record of who acts, or null for nobody in particular
 * @param payload what the event carries, as received: texts, numbers, truth values, nulls, ids, lists and maps
 * @param context facts about the call itself, such as where it came from; kept with the event
 * @param correlationId ties this dispatch to others, or null
 * @param idempotencyKey under which the call takes effect once, however often it is made (IDM-01); null or blank for none
 * @param activity the running activity that the call is a step of, or null; sources that are no steps do not look at it
 */
public record DispatchCall(
        @Nullable RecordId actor,
        Map<String, @Nullable Object> payload,
        Map<String, @Nullable Object> context,
        @Nullable String correlationId,
        @Nullable String idempotencyKey,
        @Nullable RecordId activity) {

    public DispatchCall {
        payload = Frozen.map(payload);
        context = Frozen.map(context);
    }

    /** A call without an idempotency key. */
    public DispatchCall(
            @Nullable RecordId actor,
            Map<String, @Nullable Object> payload,
            Map<String, @Nullable Object> context,
            @Nullable String correlationId) {
        this(actor, payload, context, correlationId, null, null);
    }

    /** A call that is no step of a running activity. */
    public DispatchCall(
            @Nullable RecordId actor,
            Map<String, @Nullable Object> payload,
            Map<String, @Nullable Object> context,
            @Nullable String correlationId,
            @Nullable String idempotencyKey) {
        this(actor, payload, context, correlationId, idempotencyKey, null);
    }

    /** The same call as a step of a running activity. */
    public DispatchCall in(RecordId runningActivity) {
        return new DispatchCall(actor, payload, context, correlationId, idempotencyKey, runningActivity);
    }

    /** A call by {@code actor} with a payload. */
    public static DispatchCall of(@Nullable RecordId actor, Map<String, ? extends @Nullable Object> payload) {
        return new DispatchCall(actor, new LinkedHashMap<>(payload), Map.of(), null);
    }
}
