package dev.entail.storage.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task.
 *
 * @param id its number; of two with the same key the newer one has the greater number (ASY-07)
 * @param key what it is for
 * @param status how far it has come
 * @param args what the worker has to know, as text
 * @param result what he handed in, as text, or null
 * @param error what went wrong the last time, or null
 * @param attempts how often what is to be done in this status has been begun
 * @param version how often this row has been changed; who changes it says which version he has seen
 * @param dueAt from when on it may be tried, or until when somebody may be at it
 * @param createdAt when it was asked for
 */
public record TaskRow(
        long id,
        TaskKey key,
        TaskStatus status,
        String args,
        @Nullable String result,
        @Nullable String error,
        int attempts,
        long version,
        Instant dueAt,
        Instant createdAt) {
    /** The same after {@link TaskStore#claim}. */
    public TaskRow claimed(Instant until) {
        return new TaskRow(id, key, status, args, result, error, attempts + 1, version + 1, until, createdAt);
    }
}
