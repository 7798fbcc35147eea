package dev.entail.benchmarks;

import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Likes a second, by hand and with Entail, in interleaved rounds on one database: {@code LikeBenchmark URL [THREADS]}. The
 * database should be empty; user and password come from the URL.
 */
public final class LikeBenchmark {
    private static final int RECORDS = 1000;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 7;
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final int threads;

    private LikeBenchmark(int threads) {
        this.threads = threads;
    }

    /** Runs the benchmark and prints medians, spreads and their ratio. */
    public static void main(String[] args) throws Exception {
        DatabaseConfig config = DatabaseConfig.of(args.length > 0 ? args[0] : "jdbc:h2:mem:likes");
        new LikeBenchmark(args.length > 1 ? Integer.parseInt(args[1]) : 1).run(config, System.out);
    }

    private void run(DatabaseConfig config, PrintStream output) throws Exception {
        try (Likes byHand = new HandWrittenLikes(DatabaseDrivers.fromClassPath().open(config), RECORDS);
                Likes entail = new EntailLikes(config, RECORDS)) {
            Side hand = new Side("by hand", byHand);
            Side ours = new Side("Entail", entail);
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                hand.play(threads, round >= WARM_UP);
                ours.play(threads, round >= WARM_UP);
            }
            output.printf("%s, %d thread(s)%n", config.maskedUrl(), threads);
            hand.print(output);
            ours.print(output);
            output.printf("  ratio %.2f%n", ours.median() / hand.median());
        }
    }

    /** One of the two that are compared, with its results. */
    private static final class Side {
        private final String name;
        private final Likes likes;
        private final AtomicLong next = new AtomicLong();
        private final List<Double> rates = new ArrayList<>();

        Side(String name, Likes likes) {
            this.name = name;
            this.likes = likes;
        }

        /** Each like is of a pair that has not been used yet, spread over all users and posts. */
        void play(int threads, boolean counted) throws Exception {
            long before = next.get();
            long start = System.nanoTime();
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                List<Future<?>> futures = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    futures.add(pool.submit(() -> {
                        while (System.nanoTime() - start < ROUND.toNanos()) {
                            long pair = next.getAndIncrement();
                            likes.like(1 + pair % RECORDS, 1 + (pair / RECORDS + pair) % RECORDS);
                        }
                    }));
                }
                for (Future<?> future : futures) {
                    future.get();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (counted) {
                rates.add((next.get() - before) / seconds);
            }
        }

        double median() {
            return rates.stream().sorted().toList().get(rates.size() / 2);
        }

        void print(PrintStream output) {
            output.printf(
                    "  %-8s median %,.0f likes/s (%,.0f to %,.0f)%n",
                    name, median(), Collections.min(rates), Collections.max(rates));
        }
    }
}
