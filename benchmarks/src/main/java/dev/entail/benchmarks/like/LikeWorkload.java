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
        double plain = switch (database.product()) {
            case POSTGRES -> 1.3;
            case MYSQL -> 1.0;
            case SQLITE, H2 -> 0.7;
        };
        double hot = database.is(DatabaseProduct.POSTGRES) ? 1.5 : plain;
        run(database, options, report, Contest.named("W1 like, one after the other"), plain, Pairs::spread);
        run(database, options, report, Contest.named("W1 like, 8 threads").threads(THREADS), plain, Pairs::spread);
        run(
                database,
                options,
                report,
                Contest.named("W1 like, 8 threads, one post").threads(THREADS),
                hot,
                Pairs::hot);
    }

    private static void run(
            BenchmarkDatabase database,
            Options options,
            Report report,
            Contest contest,
            double goal,
            Function<Pairs, Operation> way)
            throws Exception {
        int records = (int) options.size("records", RECORDS);
        try (Fresh fresh = database.fresh();
                Sides sides = new Sides(fresh, records, contest, way)) {
            sides.with("Entail", EntailLikes::plain).with("plain", PlainLikes::counted);
            contest.goal("plain", goal);
            if (Pipeline.isPossibleOn(database.product())) {
                sides.withPipelined("pipelined", PipelinedLikes::counted);
            }
            if (database.is(DatabaseProduct.POSTGRES)) {
                contest.goal("pipelined", 0.8);
            }
            contest.run(options, report);
            sides.check();
        }
    }
}
