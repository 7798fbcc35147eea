package dev.entail.builtins.guard;

import dev.entail.builtins.payload.Payload;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.RecordReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a condition or a data policy may look at.
 *
 * @param caller who acts, or null if the interaction is anonymous
 * @param payload the checked payload
 * @param occurredAt when the dispatch was taken in
 * @param records reads in the transaction of the dispatch
 * @param earlier what has happened so far in the activity that the call is a step of
 * @param locked what the conditions of the call have locked; nothing for a data policy and while it is being found out what
 *     to lock
 */
public record GuardContext(
        @Nullable RecordId caller,
        Payload payload,
        Instant occurredAt,
        RecordReader records,
        ActivityHistory earlier,
        Locked locked) {
    /** A call of which nothing is locked. */
    public GuardContext(
            @Nullable RecordId caller,
            Payload payload,
            Instant occurredAt,
            RecordReader records,
            ActivityHistory earlier) {
        this(caller, payload, occurredAt, records, earlier, Locked.NOTHING);
    }

    /** The same call with these records locked. */
    GuardContext with(Locked records) {
        return new GuardContext(caller, payload, occurredAt, this.records, earlier, records);
    }

    /**
     * Who acts.
     *
     * @throws dev.entail.core.error.EntailException {@code ACTOR_MISSING} if nobody does
     */
    public RecordId actor() {
        if (caller == null) {
            throw new EntailException(
                    ErrorCode.ACTOR_MISSING, "Nobody is named as the one who acts; say who with by(...)");
        }
        return caller;
    }
}
