package dev.entail.runtime.port;

import dev.entail.core.query.ReadRequest;
import dev.entail.core.value.RecordId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
 * @param read what the caller asks to read, of a source that reads
 * @param activity the running activity that the call is a step of, or null; sources that are no steps do not look at it
 */
public record DispatchCall(
        @Nullable RecordId actor,
        Map<String, @Nullable Object> payload,
        Map<String, @Nullable Object> context,
        @Nullable String correlationId,
        @Nullable String idempotencyKey,
        ReadRequest read,
        @Nullable RecordId activity) {
    /** A call that says nothing. */
    public static final DispatchCall EMPTY =
            new DispatchCall(null, Map.of(), Map.of(), null, null, ReadRequest.ALL, null);

    public DispatchCall {
        payload = Frozen.map(payload);
        context = Frozen.map(context);
        Objects.requireNonNull(read, "read");
    }

    /** The same call as a step of a running activity. */
    public DispatchCall in(@Nullable RecordId runningActivity) {
        return new DispatchCall(actor, payload, context, correlationId, idempotencyKey, read, runningActivity);
    }

    /** A call by {@code actor} with a payload. */
    public static DispatchCall of(@Nullable RecordId actor, Map<String, ? extends @Nullable Object> payload) {
        return EMPTY.by(actor).withPayload(payload);
    }

    /** The same call by somebody, or by nobody. */
    public DispatchCall by(@Nullable RecordId other) {
        return new DispatchCall(other, payload, context, correlationId, idempotencyKey, read, activity);
    }

    /** The same call with another payload. */
    public DispatchCall withPayload(Map<String, ? extends @Nullable Object> other) {
        return new DispatchCall(
                actor, new LinkedHashMap<>(other), context, correlationId, idempotencyKey, read, activity);
    }

    /** The same call with other facts about itself. */
    public DispatchCall withContext(Map<String, ? extends @Nullable Object> other) {
        return new DispatchCall(
                actor, payload, new LinkedHashMap<>(other), correlationId, idempotencyKey, read, activity);
    }

    /** The same call, tied to others. */
    public DispatchCall withCorrelationId(@Nullable String other) {
        return new DispatchCall(actor, payload, context, other, idempotencyKey, read, activity);
    }

    /** The same call under a key. */
    public DispatchCall withIdempotencyKey(@Nullable String other) {
        return new DispatchCall(actor, payload, context, correlationId, other, read, activity);
    }

    /** The same call, asking to read something else. */
    public DispatchCall withRead(ReadRequest other) {
        return new DispatchCall(actor, payload, context, correlationId, idempotencyKey, other, activity);
    }
}
