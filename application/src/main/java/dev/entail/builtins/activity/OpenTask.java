package dev.entail.builtins.activity;

import dev.entail.core.value.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step that somebody is to take.
 *
 * @param activity the running activity
 * @param step what is to be done
 * @param dueAt when the step is due, or null if it has no time limit of its own
 */
public record OpenTask(
        RecordId activity, Step step, @Nullable Instant dueAt) {}
