package dev.entail.runtime.port;

import dev.entail.core.value.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a hook sees once the event has been stored, and what it may do.
 *
 * @param call what the caller handed over
 * @param occurredAt when the dispatch was taken in, to the millisecond
 * @param event the stored event
 * @param data the answer of the source; null as long as there is none
 * @param records reads and writes inside the transaction of the attempt, not later
 */
public record EventContext(
        DispatchCall call,
        Instant occurredAt,
        RecordId event,
        @Nullable Object data,
        RecordWriter records) {
    /** The same for a call of which more is known. */
    public EventContext withCall(DispatchCall other) {
        return new EventContext(other, occurredAt, event, data, records);
    }

    /** The same with an answer. */
    public EventContext withData(@Nullable Object answer) {
        return new EventContext(call, occurredAt, event, answer, records);
    }
}
