package dev.entail.benchmarks.like;

import dev.entail.benchmarks.like.Likes.World;
import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.BenchmarkDatabase.Fresh;
import dev.entail.benchmarks.measure.Lap;
import dev.entail.benchmarks.measure.Laps;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;
import dev.entail.storage.spi.DatabaseDrivers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** W3: what a like costs on posts that have few and many. */
public final class GrowthWorkload implements Workload {
    private static final List<Integer> LIKES = List.of(100_000, 1_000, 10);
    private static final long MOST = 1_000_000;
    private static final long TURNS = 4_000;

    /** Without state. */
    public GrowthWorkload() {}

    @Override
    public String name() {
        return "W3";
    }

    @Override
    public String title() {
        return "likes of posts that have few and many";
    }

    /** The size {@code likes} is how many the post with the most has, {@code turns} how often each post is liked. */
    @Override
    public void run(BenchmarkDatabase database, Options options, Report report) throws Exception {
        int most = (int) options.size("likes", MOST);
        int turns = (int) options.size("turns", TURNS);
        int warmUps = turns / 2;
        List<Integer> sizes = new ArrayList<>();
        sizes.add(most);
        LIKES.stream().filter(likes -> likes < most).forEach(sizes::add);
        try (Fresh fresh = database.fresh();
                EntailLikes likes =
                        EntailLikes.plain(DatabaseDrivers.fromClassPath().open(fresh.config()))) {
            World world = likes.create(most + warmUps + turns, sizes.size());
            long[] newcomers = Arrays.copyOfRange(world.users(), most, world.users().length);
            Laps laps = Laps.named("W3 like of a post with many");
            for (int i = 0; i < sizes.size(); i++) {
                long post = world.posts()[i];
                likes.fill(world.users(), post, sizes.get(i));
                laps.contestant(name(sizes.get(i)), Lap.of(n -> likes.like(newcomers[(int) n], post)));
            }
            laps.goal(name(sizes.getLast()), 1.1).run(warmUps, turns, report);
            likes.check();
        }
    }

    private static String name(int likes) {
        return String.format(Locale.ROOT, "%,d likes", likes);
    }
}
