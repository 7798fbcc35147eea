package dev.entail.runtime.async;

import dev.entail.core.value.RecordId;
import dev.entail.storage.task.TaskStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work that a value waits for (ASY-02).
 *
 * @param id its number
 * @param place what the result is for
 * @param record whose value it is; {@link dev.entail.core.model.Model#GLOBALS_ID} for a global value
 * @param freshnessKey of several tasks of one value with the same one the newest counts; empty for the usual one
 * @param status how far it has come
 * @param args what the worker has to know
 * @param result what he has handed in, or null
 * @param error what went wrong the last time, or null
 * @param attempts how often the work has been begun; after it succeeded, how often applying it has failed
 * @param dueAt from when on it may be tried; while somebody is at it, until when he has time
 * @param createdAt when it was asked for
 */
public record Task(
        long id,
        TaskPlace place,
        RecordId record,
        String freshnessKey,
        TaskStatus status,
        Map<String, @Nullable Object> args,
        @Nullable Object result,
        @Nullable String error,
        int attempts,
        Instant dueAt,
        Instant createdAt) {
    /** One of the arguments; null if it is null or there is none of this name. */
    public @Nullable Object arg(String name) {
        return args.get(name);
    }
}
