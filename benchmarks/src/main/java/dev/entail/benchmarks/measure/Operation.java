package dev.entail.benchmarks.measure;

/** What a contestant does again and again. */
@FunctionalInterface
public interface Operation {
    /**
     * Does it once; may be called by many threads at the same time.
     *
     * @param n how often this contestant has begun it before in this contest
     */
    void run(long n) throws Exception;
}
