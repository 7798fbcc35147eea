package dev.entail.benchmarks;

import dev.entail.storage.spi.DatabaseConfig;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * What a like costs on a post with few likes and on one with many, in turns: {@code HotPostBenchmark URL [MANY]}. The
 * database should be empty.
 */
public final class HotPostBenchmark {
    private static final int FEW = 10;
    private static final int TURNS = 4_000;
    private static final int WARM_UP = 2_000;
    private static final int QUIET = 1;
    private static final int HOT = 2;

    private HotPostBenchmark() {}

    /** Runs the benchmark and prints medians and their ratio. */
    public static void main(String[] args) {
        DatabaseConfig config = DatabaseConfig.of(args.length > 0 ? args[0] : "jdbc:h2:mem:hot");
        int many = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        run(config, many, System.out);
    }

    private static void run(DatabaseConfig config, int many, PrintStream output) {
        int users = many + TURNS + WARM_UP;
        try (EntailLikes likes = new EntailLikes(config, users, HOT)) {
            likes.fill(QUIET, FEW);
            likes.fill(HOT, many);
            long[] quiet = new long[TURNS];
            long[] hot = new long[TURNS];
            for (int turn = -WARM_UP; turn < TURNS; turn++) {
                int user = many + WARM_UP + turn + 1;
                long first = time(likes, user, QUIET);
                long second = time(likes, user, HOT);
                if (turn >= 0) {
                    quiet[turn] = first;
                    hot[turn] = second;
                }
            }
            double ratio = (double) median(hot) / median(quiet);
            output.printf(
                    "%s: a like takes %.1f us on a post with %,d likes, %.1f us on one with %,d; ratio %.2f%n",
                    config.maskedUrl(), median(quiet) / 1e3, FEW, median(hot) / 1e3, many, ratio);
        }
    }

    private static long time(Likes likes, int user, int post) {
        long start = System.nanoTime();
        likes.like(user, post);
        return System.nanoTime() - start;
    }

    private static long median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
