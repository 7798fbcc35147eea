package dev.entail.benchmarks.like;

import dev.entail.benchmarks.jdbc.Pipeline;
import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.BenchmarkDatabase.Fresh;
import dev.entail.benchmarks.measure.Contest;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;

/** One post that 16 threads like at once, next to events and links that nobody counts. */
public final class HotWorkload implements Workload {
    private static final int RECORDS = 1_000;
    private static final int THREADS = 16;

    /** Without state. */
    public HotWorkload() {}

    @Override
    public String name() {
        return "HOT";
    }

    @Override
    public String title() {
        return "likes of one post by 16 threads";
    }

    /** The size {@code records} is the number of users, and of posts, which are liked one after the other. */
    @Override
    public void run(BenchmarkDatabase database, Options options, Report report) throws Exception {
        Contest contest = Contest.named("Likes of one post, 16 threads").threads(THREADS);
        int records = (int) options.size("records", RECORDS);
        try (Fresh fresh = database.fresh();
                Sides sides = new Sides(fresh, records, contest, Pairs::hot)) {
            sides.with("Entail hot", EntailLikes::hot)
                    .with("plain", PlainLikes::counted)
                    .with("insert only, plain", PlainLikes::insertsOnly);
            if (Pipeline.isPossibleOn(database.product())) {
                sides.withPipelined("pipelined", PipelinedLikes::counted)
                        .withPipelined("insert only, pipelined", PipelinedLikes::insertsOnly);
                contest.goal("insert only, pipelined", 0.5);
            } else {
                contest.goal("insert only, plain", 0.5);
            }
            contest.run(options, report);
            sides.check();
        }
    }
}
