package dev.entail.runtime.schedule;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something at intervals, on a thread of its own, until it is closed. */
public final class RepeatingThread implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScheduledExecutorService thread;

    private RepeatingThread(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    /**
     * Starts. What a round throws is logged as a warning, and the next one begins all the same.
     *
     * @param name of the thread
     * @param interval from the end of one round to the beginning of the next, more than zero
     */
    public static RepeatingThread start(String name, Duration interval, Runnable round) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                work -> Thread.ofPlatform().daemon().name(name).unstarted(work));
        long nanos = interval.toNanos();
        // One that threw would not run again, and there is nobody who would look at what it threw.
        var unused = thread.scheduleWithFixedDelay(() -> run(name, round), nanos, nanos, TimeUnit.NANOSECONDS);
        return new RepeatingThread(thread);
    }

    private static void run(String name, Runnable round) {
        try {
            round.run();
        } catch (RuntimeException | Error e) {
            System.getLogger(RepeatingThread.class.getName())
                    .log(System.Logger.Level.WARNING, "A round of " + name + " failed; it is tried again", e);
        }
    }

    /** Waits for the round that is under way, for half a minute; then it is interrupted. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
