package dev.entail.benchmarks.reading;

import dev.entail.Entail;
import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.Contest;
import dev.entail.benchmarks.measure.Operation;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;
import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseDrivers;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** W4: pages of a blog, at random places. The size {@code posts} is how many there are, 10,000 unless it is given. */
public final class ReadingWorkload implements Workload {
    private static final long POSTS = 10_000;
    private static final double GOAL = 0.8;

    /** Without state. */
    public ReadingWorkload() {}

    @Override
    public String name() {
        return "W4";
    }

    @Override
    public String title() {
        return "a page of 50 posts with authors, likes and the 3 newest comments each";
    }

    @Override
    public void run(BenchmarkDatabase database, Options options, Report report) throws Exception {
        int posts = Math.toIntExact(options.size("posts", POSTS));
        try (BenchmarkDatabase.Fresh fresh = database.fresh();
                Database pool = DatabaseDrivers.fromClassPath().open(fresh.config());
                Entail entail = Entail.with(Blog.MODEL).open(fresh.config())) {
            Blog blog = new Blog(entail);
            List<RecordId> stored = blog.fill(posts);
            HandWrittenBlog byHand = new HandWrittenBlog(pool);
            byHand.copy();
            List<Long> places = stored.subList(Pages.SIZE, posts).stream()
                    .map(RecordId::value)
                    .toList();
            requireSame(blog, byHand, List.of(places.getFirst(), places.get(places.size() / 2), places.getLast()));
            Contest.named("W4 page")
                    .contestant("Entail", reading(blog, places))
                    .contestant("by hand", reading(byHand, places))
                    .goal("by hand", GOAL)
                    .run(options, report);
        }
    }

    private static Operation reading(Pages pages, List<Long> places) {
        return n -> pages.before(places.get(ThreadLocalRandom.current().nextInt(places.size())));
    }

    private static void requireSame(Pages one, Pages other, List<Long> places) {
        for (long place : places) {
            List<Pages.PostView> page = one.before(place);
            if (page.size() != Pages.SIZE || !page.equals(other.before(place))) {
                throw new IllegalStateException(
                        "Not the same page before " + place + ": " + page + " and " + other.before(place));
            }
        }
    }
}
