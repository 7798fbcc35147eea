package dev.entail.core.computation;

import dev.entail.core.value.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a value is before a step. It is locked, so that nobody else changes it meanwhile.
 *
 * @param value the value
 * @param states what the computation keeps beside it, by name
 * @param globals the global values that it reads, each as {@code @} and its name
 */
public record Last(@Nullable Object value, Row states, Row globals) {}
