package dev.entail.storage.sql;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The moment at which some work must have ended. Measured on the clock of the JVM that only moves forward. */
public final class Deadline {
    /** Work that may take as long as it takes. */
    public static final Deadline NONE = new Deadline("", null, 0);

    private final String what;
    private final @Nullable Duration limit;
    private final long end;

    private Deadline(String what, @Nullable Duration limit, long end) {
        this.what = what;
        this.limit = limit;
        this.end = end;
    }

    /**
     * A moment that lies {@code limit} after now.
     *
     * @param what the work, for the error
     */
    public static Deadline after(Duration limit, String what) {
        return new Deadline(
                what, limit, System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(limit), Long.MAX_VALUE / 2));
    }

    /** Whether there is a limit at all. */
    public boolean isLimited() {
        return limit != null;
    }

    /** Whether the moment has come. */
    public boolean hasPassed() {
        return isLimited() && nanosLeft() <= 0;
    }

    /** The time that is left; zero if there is none, and very long without a limit. */
    public Duration left() {
        return isLimited() ? Duration.ofNanos(Math.max(0, nanosLeft())) : Duration.ofSeconds(Long.MAX_VALUE);
    }

    /** The time that is left in whole seconds, rounded up, at least 1: the finest that JDBC takes. */
    int secondsLeft() {
        long seconds = left().plusNanos(TimeUnit.SECONDS.toNanos(1) - 1).toSeconds();
        return (int) Math.max(1, Math.min(seconds, Integer.MAX_VALUE / 1000));
    }

    /**
     * Makes sure that there is time left.
     *
     * @throws EntailException {@code TRANSACTION_TIMEOUT} if there is none
     */
    public void check() {
        if (hasPassed()) {
            throw timeout(null);
        }
    }

    /** The failure of work that did not end in time. */
    public EntailException timeout(@Nullable Throwable cause) {
        return new EntailException(
                ErrorCode.TRANSACTION_TIMEOUT.name(),
                what + " did not end within " + limit + " and was rolled back; do less at once, or allow more time",
                Map.of("timeout", String.valueOf(limit)),
                cause);
    }

    private long nanosLeft() {
        return end - System.nanoTime();
    }
}
