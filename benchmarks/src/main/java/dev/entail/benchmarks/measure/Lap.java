package dev.entail.benchmarks.measure;

/** What a contestant does once in each turn, and how long it took without what had to be prepared. */
@FunctionalInterface
public interface Lap {
    /**
     * Does it once.
     *
     * @param n how often this contestant has done it before in this contest
     * @return the time it took, in nanoseconds
     */
    long nanos(long n) throws Exception;

    /** All of an operation. */
    static Lap of(Operation operation) {
        return n -> {
            long start = System.nanoTime();
            operation.run(n);
            return System.nanoTime() - start;
        };
    }
}
