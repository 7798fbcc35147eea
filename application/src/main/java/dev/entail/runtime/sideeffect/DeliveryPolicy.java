package dev.entail.runtime.sideeffect;

import java.time.Duration;
import java.util.List;

/**
 * How often, and after which waits, a delivery is tried (SFX-02).
 *
 * @param maxAttempts attempts in all, at least 1; after the last one the delivery is dead
 * @param delays wait before the second, third, ... attempt; the last one repeats
 * @param lease how long an attempt may take, more than zero; after that others take it for lost, and try again
 */
public record DeliveryPolicy(int maxAttempts, List<Duration> delays, Duration lease) {
    /** Ten attempts within about nine hours, each of at most five minutes. */
    public static final DeliveryPolicy DEFAULT = new DeliveryPolicy(
            10,
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10),
                    Duration.ofHours(1),
                    Duration.ofHours(2)),
            Duration.ofMinutes(5));

    public DeliveryPolicy {
        delays = List.copyOf(delays);
        if (maxAttempts < 1 || delays.isEmpty() || delays.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("At least one attempt and one delay are needed, and none is negative");
        }
        if (lease.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("A lease lasts at least a millisecond");
        }
    }

    /** The wait after an attempt, counted from 1. */
    public Duration delayAfter(int attempt) {
        return delays.get(Math.min(attempt, delays.size()) - 1);
    }
}
