package dev.entail.runtime.verification;

import dev.entail.core.value.RecordId;
import org.jspecify.annotations.Nullable;

/**
 * A derived value that is not what it should be.
 *
 * @param record name of the entity or relation, or {@link dev.entail.core.model.Model#GLOBALS}
 * @param id the record; null if a whole record is missing that a computation yields
 * @param value name of the value; {@code id} if a whole record is missing, or too much
 * @param stored what it is
 * @param expected what it should be
 */
public record Drift(
        String record,
        @Nullable RecordId id,
        String value,
        @Nullable Object stored,
        @Nullable Object expected) {
    @Override
    public String toString() {
        return record + " " + (id == null ? "(missing)" : id) + "." + value + " is " + stored + ", should be "
                + expected;
    }
}
