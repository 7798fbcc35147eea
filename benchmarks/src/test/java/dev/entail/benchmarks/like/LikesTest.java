package dev.entail.benchmarks.like;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.benchmarks.jdbc.Pipeline;
import dev.entail.benchmarks.like.Likes.World;
import dev.entail.benchmarks.measure.Operation;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.testkit.database.EachDatabase;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EachDatabase
@DisplayName("W1 and W3 likes")
class LikesTest {
    @Test
    @DisplayName("Entail sends as many statements as the hand-written version, and commits as often")
    void statements(TestDatabase database) throws Exception {
        Recording entail = secondLike(database.fresh().open(), EntailLikes::plain);
        Recording byHand = secondLike(database.fresh().open(), PlainLikes::counted);
        assertThat(byHand.statements()).as("%s", byHand).hasSize(4);
        assertThat(entail.statements()).as("%s", entail).hasSameSizeAs(byHand.statements());
        assertThat(entail.roundTrips()).as("%s", entail).isLessThanOrEqualTo(byHand.roundTrips());
        assertThat(entail.controls()).as("nothing beyond what is sent by hand").isSubsetOf(byHand.controls());
    }

    /** The first one takes a block of ids. */
    private static Recording secondLike(CountingDatabase database, Sides.Maker maker) throws Exception {
        Likes likes = maker.make(database);
        World world = likes.create(2, 1);
        likes.like(world.users()[0], world.posts()[0]);
        return database.log().record(() -> likes.like(world.users()[1], world.posts()[0]));
    }

    @Test
    @DisplayName("all contestants count likes of many posts and of one right, and create more when all pairs are used")
    void counts(TestDatabase database) throws Exception {
        for (Likes likes : contestants(database)) {
            try (likes) {
                Operation spread = new Pairs(likes, 3).spread();
                Operation hot = new Pairs(likes, 3).hot();
                for (int n = 0; n < 20; n++) {
                    spread.run(n);
                    hot.run(n);
                }
                likes.check();
            }
        }
    }

    @Test
    @DisplayName("no contestant leaves anything of a like that fails behind, neither of a post that is missing nor of a"
            + " pair that is there")
    void failures(TestDatabase database) throws Exception {
        for (Likes likes : contestants(database)) {
            try (likes) {
                World world = likes.create(1, 1);
                long user = world.users()[0];
                long post = world.posts()[0];
                likes.like(user, post);
                assertThatThrownBy(() -> likes.like(user, 999_999))
                        .as("missing post")
                        .isInstanceOf(Exception.class);
                assertThatThrownBy(() -> likes.like(999_999, post))
                        .as("missing user")
                        .isInstanceOf(Exception.class);
                assertThatThrownBy(() -> likes.like(user, post)).as("same pair").isInstanceOf(Exception.class);
                likes.check();
            }
        }
    }

    private static List<Likes> contestants(TestDatabase database) throws Exception {
        TestDatabase fresh = database.fresh();
        List<Likes> likes = new ArrayList<>(List.of(
                EntailLikes.plain(fresh.open()),
                PlainLikes.counted(fresh.open()),
                PlainLikes.insertsOnly(fresh.open())));
        if (Pipeline.isPossibleOn(database.product().orElseThrow())) {
            for (Sides.Maker maker : List.<Sides.Maker>of(PipelinedLikes::counted, PipelinedLikes::insertsOnly)) {
                likes.add(maker.make(DatabaseDrivers.fromClassPath().open(Pipeline.config(fresh.config()))));
            }
        }
        return likes;
    }
}
