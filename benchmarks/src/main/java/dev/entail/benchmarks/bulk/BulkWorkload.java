package dev.entail.benchmarks.bulk;

import dev.entail.Entail;
import dev.entail.benchmarks.like.LikeModel;
import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.BenchmarkDatabase.Fresh;
import dev.entail.benchmarks.measure.Laps;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;

/** W6: likes that are offered together, and the same likes one after the other; the time of one like. */
public final class BulkWorkload implements Workload {
    private static final long DISPATCHES = 100_000;

    /** One after the other takes long where there is a network, and a like is a like. */
    private static final long SINGLE = 10_000;

    private static final double GOAL = 1.0 / 5;

    /** Without state. */
    public BulkWorkload() {}

    @Override
    public String name() {
        return "W6";
    }

    @Override
    public String title() {
        return "100,000 likes offered together, time of one";
    }

    /**
     * The size {@code dispatches} is how many are offered together, {@code single} how many are dispatched one after the other.
     */
    @Override
    public void run(BenchmarkDatabase database, Options options, Report report) throws Exception {
        int together = Math.toIntExact(options.size("dispatches", DISPATCHES));
        int single = Math.toIntExact(options.size("single", SINGLE));
        long all = (long) (together + single) * (options.warmUps() + options.rounds());
        try (Fresh fresh = database.fresh();
                Entail entail = Entail.with(LikeModel.counted()).open(fresh.config())) {
            BulkLikes likes = new BulkLikes(entail, Math.max(1_000, (int) Math.ceil(Math.sqrt(all))));
            Laps.named("W6 like")
                    .contestant("together", together, n -> likes.run(Batch.of(entail), together))
                    .contestant("one after the other", single, n -> likes.run(Batch.oneAfterTheOther(entail), single))
                    .goal("one after the other", GOAL)
                    .run(options.warmUps(), options.rounds(), report);
            likes.check();
        }
    }
}
