package dev.entail.runtime.outbox;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does what is due at intervals, on a thread of its own, until it is closed. */
public final class DeliveryThread implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScheduledExecutorService thread;

    private DeliveryThread(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    /**
     * Starts rounds.
     *
     * @param round one round; what it throws is logged, and the next one comes all the same
     * @param interval between the end of one round and the beginning of the next, more than zero
     * @param name of the thread
     */
    public static DeliveryThread start(Runnable round, Duration interval, String name) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                work -> Thread.ofPlatform().daemon().name(name).unstarted(work));
        long nanos = interval.toNanos();
        // One that threw would not run again, and there is nobody who would look at what it threw.
        var unused = thread.scheduleWithFixedDelay(() -> guarded(round), nanos, nanos, TimeUnit.NANOSECONDS);
        return new DeliveryThread(thread);
    }

    private static void guarded(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException | Error e) {
            System.getLogger(DeliveryThread.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            Thread.currentThread().getName() + " could not do its round; it is tried again",
                            e);
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
