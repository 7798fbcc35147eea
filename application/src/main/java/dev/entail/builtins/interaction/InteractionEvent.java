package dev.entail.builtins.interaction;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.payload.Payload;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored interaction, as derivations see it.
 *
 * @param id id of the event record
 * @param actor who acted, or null if the interaction is anonymous
 * @param occurredAt when
 * @param payload what came with it
 * @param context facts about the call, those of the caller and those of the conditions
 * @param earlier what had happened before in the activity that it was a step of; reads when it is asked
 */
public record InteractionEvent(
        RecordId id,
        @Nullable RecordId actor,
        Instant occurredAt,
        Payload payload,
        Map<String, @Nullable Object> context,
        ActivityHistory earlier) {
    /** The running activity that it was a step of, or null (ACT-11). */
    public @Nullable RecordId activity() {
        return earlier.activity();
    }

    /**
     * Who acted.
     *
     * @throws dev.entail.core.error.EntailException {@code ACTOR_MISSING} if nobody is known
     */
    public RecordId user() {
        if (actor == null) {
            throw new EntailException(
                    ErrorCode.ACTOR_MISSING, "Nobody is named as the one who acts; say who with by(...)");
        }
        return actor;
    }

    /** What the conditions said when they admitted the call (CND-06); empty if they said nothing. */
    @SuppressWarnings("unchecked") // kept by the framework, never by a caller
    public Map<String, @Nullable Object> admission() {
        return (Map<String, @Nullable Object>)
                Objects.requireNonNullElse(context.get(InteractionRecord.ADMISSION), Map.of());
    }

    /** A text of the payload. */
    public String text(String field) {
        return payload.text(field);
    }

    /** An integer of the payload. */
    public long integer(String field) {
        return payload.integer(field);
    }

    /** A record that the payload refers to. */
    public RecordId reference(String field) {
        return payload.reference(field);
    }
}
