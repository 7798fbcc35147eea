package dev.entail.core.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one value of a record changed. */
public sealed interface Change {
    /**
     * The value was replaced.
     *
     * @param before the old value
     * @param after the new value
     */
    record Replaced(@Nullable Object before, @Nullable Object after) implements Change {}

    /**
     * The value was increased without being read.
     *
     * @param delta by how much; negative for a decrease
     */
    record Increased(Number delta) implements Change {
        public Increased {
            Objects.requireNonNull(delta, "delta");
        }
    }
}
