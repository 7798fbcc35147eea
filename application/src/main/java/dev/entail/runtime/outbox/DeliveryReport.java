package dev.entail.runtime.outbox;

import dev.entail.core.error.EntailException;
import java.util.List;

/**
 * What came of delivering what was due.
 *
 * @param delivered how many deliveries succeeded
 * @param failures those that did not, in order
 */
public record DeliveryReport(int delivered, List<Failure> failures) {
    public DeliveryReport {
        failures = List.copyOf(failures);
    }

    /**
     * A delivery that failed.
     *
     * @param id its number
     * @param sideEffect name of the side effect
     * @param error why, with the code {@code SIDE_EFFECT_FAILED}
     * @param dead whether it is not tried again by itself
     */
    public record Failure(long id, String sideEffect, EntailException error, boolean dead) {}
}
