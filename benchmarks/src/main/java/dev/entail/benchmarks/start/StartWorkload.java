package dev.entail.benchmarks.start;

import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.Lap;
import dev.entail.benchmarks.measure.Laps;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;
import dev.entail.testkit.database.DatabaseProduct;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * W7: the time from the start of a JVM to its first commit, on a new H2 database in its memory; on other databases there is nothing to
 * measure. The size {@code starts} is how many starts of each count, 11 unless it is given.
 */
public final class StartWorkload implements Workload {
    /** The database of each JVM. */
    static final String URL = "jdbc:h2:mem:start";

    /** What a program prints when it has committed. */
    static final String COMMITTED = "committed";

    private static final long STARTS = 11;
    private static final double GOAL = 3;

    /** Without state. */
    public StartWorkload() {}

    @Override
    public String name() {
        return "W7";
    }

    @Override
    public String title() {
        return "cold JVM to the first commit";
    }

    @Override
    public void run(BenchmarkDatabase database, Options options, Report report) throws Exception {
        if (!database.is(DatabaseProduct.H2)) {
            return;
        }
        Laps.named("W7 start")
                .contestant("Entail", start(EntailStart.class))
                .contestant("by hand", start(JdbcStart.class))
                .goal("by hand", GOAL)
                .run(1, Math.toIntExact(options.size("starts", STARTS)), report);
    }

    /** The files of both are in the cache of the system after the first start of each, which does not count. */
    private static Lap start(Class<?> program) {
        return n -> {
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--sun-misc-unsafe-memory-access=allow",
                            "-classpath",
                            System.getProperty("java.class.path"),
                            program.getName()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            long start = System.nanoTime();
            Process process = builder.start();
            try (BufferedReader output = process.inputReader()) {
                String line = output.readLine();
                long taken = System.nanoTime() - start;
                if (process.waitFor() != 0 || !COMMITTED.equals(line)) {
                    throw new IOException(program.getName() + " did not commit: " + line);
                }
                return taken;
            }
        };
    }
}
