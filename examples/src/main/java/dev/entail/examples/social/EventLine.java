package dev.entail.examples.social;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.storage.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of input: {@code {"interaction":"LikePost","user":2,"payload":{"post":{"id":1}}}}.
 *
 * @param interaction name of the interaction
 * @param call who asks, and with what
 */
record EventLine(String interaction, DispatchCall call) {
    private static final Set<String> KEYS = Set.of("interaction", "user", "payload");
    private static final JsonCodec JSON = new JsonCodec();

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is malformed; the message says how
     * @throws EntailException {@code PAYLOAD_NOT_AN_OBJECT}
     */
    static EventLine parse(String line) {
        if (!(JSON.read(line) instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("the line is not a JSON object");
        }
        for (Object key : object.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("unknown key '" + key + "'; a line has "
                        + KEYS.stream().sorted().toList());
            }
        }
        if (!(object.get("interaction") instanceof String interaction)) {
            throw new IllegalArgumentException("'interaction' must be the name of an interaction");
        }
        return new EventLine(interaction, DispatchCall.of(user(object.get("user")), payload(object.get("payload"))));
    }

    private static @Nullable RecordId user(@Nullable Object user) {
        return switch (user) {
            case null -> null;
            case Long id when id > 0 -> RecordId.of(id);
            default -> throw new IllegalArgumentException("'user' must be the id of a user, a positive number");
        };
    }

    private static Map<String, @Nullable Object> payload(@Nullable Object payload) {
        return switch (payload) {
            case null -> Map.of();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(String.valueOf(key), value));
                yield copy;
            }
            default ->
                throw new EntailException(
                        ErrorCode.PAYLOAD_NOT_AN_OBJECT.name(),
                        "'payload' must be an object",
                        Map.of("type", "payload not an object"));
        };
    }
}
