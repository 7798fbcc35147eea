package dev.entail.runtime.outbox;

import dev.entail.core.event.Effect;
import dev.entail.core.value.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is owed.
 *
 * @param id its number
 * @param sideEffect name of the side effect
 * @param record name of the entity, relation, view or union
 * @param recordId the record
 * @param effect what happened
 * @param occurredAt when it came about
 * @param dueAt from when on it may be tried; while somebody is at it, until when he has time
 * @param attempts how often it has been begun
 * @param dead whether it is not tried again by itself
 * @param lastError what went wrong the last time, or null
 */
public record OutboxEntry(
        long id,
        String sideEffect,
        String record,
        RecordId recordId,
        Effect effect,
        Instant occurredAt,
        Instant dueAt,
        int attempts,
        boolean dead,
        @Nullable String lastError) {}
