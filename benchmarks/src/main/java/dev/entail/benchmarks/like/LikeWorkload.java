package dev.entail.benchmarks.like;

import dev.entail.benchmarks.jdbc.Pipeline;
import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.BenchmarkDatabase.Fresh;
import dev.entail.benchmarks.measure.Contest;
import dev.entail.benchmarks.measure.Operation;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;
import dev.entail.testkit.database.DatabaseProduct;
import java.util.function.Function;

/** W1: likes, one after the other, by eight threads, and by eight threads of the same post. */
public final class LikeWorkload implements Workload {
    private static final int RECORDS = 1_000;
    private static final int THREADS = 8;

    /** Without state. */
    public LikeWorkload() {}

    @Override
    public String name() {
        return "W1";
    }

    @Override
    public String title() {
        return "likes";
    }

    /** The size {@code records} is the number of users and posts. */
    @Override
    public void run(BenchmarkDatabase database, Options options, Report report) throws Exception {
        boolean piped = database.is(DatabaseProduct.POSTGRES);
        double plain = database.plainGoal();
        double hot = piped ? 1.5 : plain;
        Contest alone = Contest.named("W1 like, one after the other").goal("plain", plain);
        Contest spread = Contest.named("W1 like, 8 threads").threads(THREADS).goal("plain", plain);
        if (piped) {
            alone.goal("pipelined", 0.8);
            spread.goal("pipelined", 0.8);
        }
        run(database, options, report, alone, Pairs::spread);
        run(database, options, report, spread, Pairs::spread);
        Contest onePost = Contest.named("W1 like, 8 threads, one post").threads(THREADS);
        run(database, options, report, onePost.goal("plain", hot), Pairs::hot);
    }

    private static void run(
            BenchmarkDatabase database, Options options, Report report, Contest contest, Function<Pairs, Operation> way)
            throws Exception {
        int records = (int) options.size("records", RECORDS);
        try (Fresh fresh = database.fresh();
                Sides sides = new Sides(fresh, records, contest, way)) {
            sides.with("Entail", EntailLikes::plain).with("plain", PlainLikes::counted);
            if (Pipeline.isPossibleOn(database.product())) {
                sides.withPipelined("pipelined", PipelinedLikes::counted);
            }
            contest.run(options, report);
            sides.check();
        }
    }
}
