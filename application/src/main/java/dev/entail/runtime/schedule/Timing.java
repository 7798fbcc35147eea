package dev.entail.runtime.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a value that follows the time is computed (RTM-04).
 *
 * @param computed when it was computed last; null for a global value that never was
 * @param due when it is to be computed next, unless what it reads changes before; null for never
 */
public record Timing(@Nullable Instant computed, @Nullable Instant due) {}
