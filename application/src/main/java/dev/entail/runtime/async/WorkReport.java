package dev.entail.runtime.async;

import dev.entail.core.error.EntailException;
import java.util.List;

/**
 * What came of doing the work that was due.
 *
 * @param applied how many results have been applied
 * @param skipped how many tasks were out of date, or without their record
 * @param failures what failed, in order
 */
public record WorkReport(int applied, int skipped, List<Failure> failures) {
    public WorkReport {
        failures = List.copyOf(failures);
    }

    /**
     * A task that failed.
     *
     * @param task its number
     * @param place what its result is for
     * @param error why, with the code {@code TASK_FAILED}
     * @param dead whether it is not tried again by itself
     */
    public record Failure(long task, TaskPlace place, EntailException error, boolean dead) {}
}
