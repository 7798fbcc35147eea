package dev.entail.runtime.outbox;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Delivers what is due at intervals, on a thread of its own, until it is closed. */
public final class DeliveryThread implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScheduledExecutorService thread;

    private DeliveryThread(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    /**
     * Starts delivering.
     *
     * @param interval between the end of one round and the beginning of the next, more than zero
     * @param name of the model, for the thread
     */
    public static DeliveryThread start(Deliveries deliveries, Duration interval, String name) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work ->
                Thread.ofPlatform().daemon().name("entail-delivery-" + name).unstarted(work));
        long nanos = interval.toNanos();
        // One that threw would not run again, and there is nobody who would look at what it threw.
        var unused = thread.scheduleWithFixedDelay(() -> deliver(deliveries), nanos, nanos, TimeUnit.NANOSECONDS);
        return new DeliveryThread(thread);
    }

    private static void deliver(Deliveries deliveries) {
        try {
            deliveries.deliver();
        } catch (RuntimeException | Error e) {
            System.getLogger(DeliveryThread.class.getName())
                    .log(System.Logger.Level.WARNING, "Nothing could be delivered; it is tried again", e);
        }
    }

    /** Waits for the delivery that is under way, for half a minute; then it is interrupted. */
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
