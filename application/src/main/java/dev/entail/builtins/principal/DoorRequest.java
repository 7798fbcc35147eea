package dev.entail.builtins.principal;

import dev.entail.core.query.ReadRequest;
import dev.entail.core.value.RecordId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came with a call from outside. It has no actor: who acts follows from the credentials alone. Immutable; every method
 * returns a new request.
 *
 * @param payload as received; anything but an object is refused, null is an empty one
 * @param context facts about the call that the server vouches for, such as where it came from; kept with the event
 * @param correlationId ties this call to others, or null
 * @param idempotencyKey under which the call takes effect once, or null
 * @param read what is asked to be read, of an interaction that reads
 * @param activity the running activity that this is a step of, or null
 */
public record DoorRequest(
        @Nullable Object payload,
        Map<String, @Nullable Object> context,
        @Nullable String correlationId,
        @Nullable String idempotencyKey,
        ReadRequest read,
        @Nullable RecordId activity) {

    /** A request with a payload. */
    public static DoorRequest of(@Nullable Object payload) {
        return new DoorRequest(payload, Map.of(), null, null, ReadRequest.ALL, null);
    }

    /** The same with one more fact about the call. */
    public DoorRequest context(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(context);
        more.put(name, value);
        return new DoorRequest(payload, more, correlationId, idempotencyKey, read, activity);
    }

    /** The same, tied to others by an id. */
    public DoorRequest correlatedBy(String id) {
        return new DoorRequest(payload, context, id, idempotencyKey, read, activity);
    }

    /** The same under a key. */
    public DoorRequest idempotencyKey(String key) {
        return new DoorRequest(payload, context, correlationId, key, read, activity);
    }

    /** The same, asking for a part of what may be seen. */
    public DoorRequest read(ReadRequest request) {
        return new DoorRequest(payload, context, correlationId, idempotencyKey, request, activity);
    }

    /** The same as a step of a running activity. */
    public DoorRequest in(RecordId running) {
        return new DoorRequest(payload, context, correlationId, idempotencyKey, read, running);
    }
}
