package dev.entail.runtime.transaction;

import java.time.Duration;
import java.util.List;

/**
 * How often and after which waits a transaction is tried again (RTY-03).
 *
 * @param maxAttempts attempts in all, at least 1
 * @param delays wait before the second, third, ... attempt; the last one repeats. A random time of up to the same length is
 *     added, so that rivals do not meet again
 */
public record RetryPolicy(int maxAttempts, List<Duration> delays) {
    /** Five attempts, 10 to 150 milliseconds apart. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            5, List.of(Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(60), Duration.ofMillis(150)));

    public RetryPolicy {
        delays = List.copyOf(delays);
        if (maxAttempts < 1 || delays.isEmpty()) {
            throw new IllegalArgumentException("At least one attempt and one delay are needed");
        }
    }

    /** The wait after an attempt, without the random part. */
    Duration delayAfter(int attempt) {
        return delays.get(Math.min(attempt, delays.size()) - 1);
    }
}
