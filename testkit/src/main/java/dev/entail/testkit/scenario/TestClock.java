package dev.entail.testkit.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. Thread-safe. */
public final class TestClock implements InstantSource {
    private final AtomicReference<Instant> now;

    private TestClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** A clock that shows this time. */
    public static TestClock at(Instant start) {
        return new TestClock(Objects.requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /**
     * Moves the clock forward.
     *
     * @throws IllegalArgumentException if the time is negative; use {@link #set} to go back
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("A clock advances by a positive time, not by " + time);
        }
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** Makes the clock show another time. */
    public void set(Instant time) {
        now.set(Objects.requireNonNull(time, "time"));
    }
}
