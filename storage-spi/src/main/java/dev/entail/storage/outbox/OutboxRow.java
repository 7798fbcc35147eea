package dev.entail.storage.outbox;

import dev.entail.core.value.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that is owed.
 *
 * @param id its number; those of one record are in the order of its changes
 * @param sideEffect name of the side effect
 * @param record name of the record's entity, relation, view or union
 * @param recordId what the effect is about
 * @param effect the effect as text
 * @param occurredAt when it came about
 * @param dueAt from when on it may be tried, or until when somebody may be at it
 * @param attempts how often it has been begun
 * @param version how often this row has been changed; who changes it says which version it has seen
 * @param dead whether nobody tries any more
 * @param lastError what went wrong the last time, or null
 */
public record OutboxRow(
        long id,
        String sideEffect,
        String record,
        RecordId recordId,
        String effect,
        Instant occurredAt,
        Instant dueAt,
        int attempts,
        long version,
        boolean dead,
        @Nullable String lastError) {}
