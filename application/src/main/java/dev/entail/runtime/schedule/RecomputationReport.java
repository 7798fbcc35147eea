package dev.entail.runtime.schedule;

import dev.entail.core.error.EntailException;
import dev.entail.core.value.RecordId;
import java.util.List;

/**
 * What came of computing values anew that were due.
 *
 * @param recomputed how many values were computed
 * @param failed how many could not be; they stay as they are, and due
 * @param failures why, at most {@link #LIMIT}
 */
public record RecomputationReport(long recomputed, long failed, List<Failure> failures) {
    /** How many failures a report lists. */
    public static final int LIMIT = 100;

    public RecomputationReport {
        failures = List.copyOf(failures);
    }

    /**
     * A value that could not be computed.
     *
     * @param record name of the entity or relation, or {@link dev.entail.core.model.Model#GLOBALS}
     * @param id the record
     * @param value name of the value
     * @param error why
     */
    public record Failure(String record, RecordId id, String value, EntailException error) {}

    /**
     * Throws if there are failures.
     *
     * @throws EntailException with the code of the first one, which is its cause; the others are attached to it
     */
    public void orThrow() {
        if (!failures.isEmpty()) {
            EntailException first = failures.get(0).error();
            EntailException all = new EntailException(
                    first.code(),
                    failed + " values that are due could not be computed, the first because: " + first.getMessage(),
                    first.details(),
                    first);
            failures.stream().skip(1).forEach(failure -> all.addSuppressed(failure.error()));
            throw all;
        }
    }
}
