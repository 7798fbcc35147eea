package dev.entail.benchmarks.measure;

/** Something to measure. */
public interface Workload {
    /** What it is called on the command line, for example {@code W1}. */
    String name();

    /** What it does, in a few words. */
    String title();

    /**
     * Measures it and checks that what was stored is right.
     *
     * @param database the product to measure on
     */
    void run(BenchmarkDatabase database, Options options, Report report) throws Exception;
}
