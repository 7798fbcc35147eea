package dev.entail.benchmarks.rebuild;

import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.Laps;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseDrivers;

/**
 * W5: a count is added over links that are there already. The size {@code links} is how many there are, a million unless it is given,
 * and {@code liked} how many posts they lead to, 1,000 unless it is given.
 */
public final class RebuildWorkload implements Workload {
    private static final long LINKS = 1_000_000;
    private static final long LIKED = 1_000;
    private static final double GOAL = 1.3;

    /** Without state. */
    public RebuildWorkload() {}

    @Override
    public String name() {
        return "W5";
    }

    @Override
    public String title() {
        return "a new count over links that are there";
    }

    @Override
    public void run(BenchmarkDatabase database, Options options, Report report) throws Exception {
        int posts = Math.toIntExact(options.size("liked", LIKED));
        int users = Math.toIntExact(options.size("links", LINKS) / posts);
        try (BenchmarkDatabase.Fresh fresh = database.fresh();
                Database pool = DatabaseDrivers.fromClassPath().open(fresh.config())) {
            CountedLikes model = new CountedLikes(fresh.config());
            HandWrittenCount byHand = new HandWrittenCount(pool);
            model.fill(users, posts);
            byHand.fill();
            Laps.named(String.format("W5 count of %,d links of %,d posts", (long) users * posts, posts))
                    .contestant("Entail", n -> model.add("count" + n))
                    .contestant("by hand", n -> byHand.add("count" + n))
                    .goal("by hand", GOAL)
                    .run(options.warmUps(), options.rounds(), report);
            String last = "count" + (options.warmUps() + options.rounds() - 1);
            model.require(last);
            byHand.require(last, users);
        }
    }
}
