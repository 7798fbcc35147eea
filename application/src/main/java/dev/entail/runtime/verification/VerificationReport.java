package dev.entail.runtime.verification;

import java.util.List;

/**
 * What a verification found.
 *
 * @param looked how many values were computed again
 * @param drift those that were not what they should be, at most {@link #LIMIT}
 * @param wrong how many there were
 */
public record VerificationReport(long looked, List<Drift> drift, long wrong) {
    /** How many wrong values a report lists. */
    public static final int LIMIT = 1000;

    public VerificationReport {
        drift = List.copyOf(drift);
    }

    /** Whether every value is what it should be. */
    public boolean isClean() {
        return wrong == 0;
    }
}
