package dev.entail.runtime.explanation;

import dev.entail.core.value.RecordId;
import java.time.Instant;
import java.util.Optional;

/**
 * What changed a value last.
 *
 * @param source name of the event source that was dispatched, or of the transaction if it was a direct write
 * @param event the event that was stored; empty after a direct write
 * @param occurredAt when it was taken in
 */
public record LastChange(String source, Optional<RecordId> event, Instant occurredAt) {
    @Override
    public String toString() {
        return source + event.map(id -> " (event " + id + ")").orElse("") + " at " + occurredAt;
    }
}
