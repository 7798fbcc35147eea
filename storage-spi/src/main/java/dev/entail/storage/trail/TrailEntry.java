package dev.entail.storage.trail;

import dev.entail.core.value.RecordId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changed something.
 *
 * @param source name of the event source that was dispatched, or of the transaction if nothing was
 * @param event the event, or null if nothing was dispatched
 * @param occurredAt when it was taken in, to the millisecond
 */
public record TrailEntry(String source, @Nullable RecordId event, Instant occurredAt) {
    public TrailEntry {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(occurredAt, "occurredAt");
    }
}
