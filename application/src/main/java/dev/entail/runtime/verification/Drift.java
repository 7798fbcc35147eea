package dev.entail.runtime.verification;

import dev.entail.core.value.RecordId;
import org.jspecify.annotations.Nullable;

/**
 * A derived value that is not what it should be.
 *
 * @param record name of the entity or relation, or {@link dev.entail.core.model.Model#GLOBALS}
 * @param id the record
 * @param value name of the value
 * @param stored what it is
 * @param expected what it should be
 */
public record Drift(
        String record,
        RecordId id,
        String value,
        @Nullable Object stored,
        @Nullable Object expected) {
    @Override
    public String toString() {
        return record + " " + id + "." + value + " is " + stored + ", should be " + expected;
    }
}
