package dev.entail.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that do the same at the same time, and how much memory they take. */
final class Workers implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;
    private final ThreadMXBean memory = memory();

    Workers(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /** Counts what threads take from the heap. */
    static ThreadMXBean memory() {
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    /** What all threads did together. */
    record Shift(long operations, long nanos, long bytes) {}

    /** Each thread runs the operation at least once, and again until the time is up or one has failed. */
    Shift run(Operation operation, long first, Duration time) throws Exception {
        AtomicLong next = new AtomicLong(first);
        AtomicBoolean stop = new AtomicBoolean();
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        List<Future<Long>> futures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            futures.add(pool.submit(() -> {
                start.await();
                return work(operation, next, System.nanoTime() + time.toNanos(), stop);
            }));
        }
        start.await();
        long begin = System.nanoTime();
        long bytes = 0;
        for (Future<Long> future : futures) {
            bytes += result(future);
        }
        return new Shift(next.get() - first, System.nanoTime() - begin, bytes);
    }

    private long work(Operation operation, AtomicLong next, long end, AtomicBoolean stop) throws Exception {
        long before = memory.getCurrentThreadAllocatedBytes();
        boolean failed = true;
        try {
            do {
                operation.run(next.getAndIncrement());
            } while (System.nanoTime() - end < 0 && !stop.get());
            failed = false;
        } finally {
            if (failed) {
                stop.set(true);
            }
        }
        return memory.getCurrentThreadAllocatedBytes() - before;
    }

    private static long result(Future<Long> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
