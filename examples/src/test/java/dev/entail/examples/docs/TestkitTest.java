package dev.entail.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.examples.social.SocialModel;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.history.EntailFuzz;
import dev.entail.testkit.history.FuzzOptions;
import dev.entail.testkit.invariant.DerivedValues;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.FaultInjectingDatabase;
import dev.entail.testkit.jdbc.Recording;
import dev.entail.testkit.scenario.Scenario;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

// snippet: on-database
@OnDatabase({DatabaseProduct.H2, DatabaseProduct.SQLITE})
@DisplayName("testing.md")
class TestkitTest {
    @Test
    @DisplayName("a post counts its likes")
    void likes(TestDatabase database) {
        Entail entail = Entail.with(SocialModel.create()).open(database.fresh().open());
        RecordId ann = entail.create(SocialModel.USER, Draft.of("name", "Ann"));
        RecordId post = entail.create(SocialModel.POST, Draft.of("title", "Hello"));

        entail.dispatch(SocialModel.LIKE_POST, call -> call.by(ann).payload("post", post))
                .orThrow();

        assertThat(entail.query(SocialModel.POST)
                        .select("likeCount")
                        .byId(post)
                        .orElseThrow()
                        .integer("likeCount"))
                .isEqualTo(1);
        DerivedValues.assertTrue(entail);
    }
    // end

    // snippet: scenario
    @Test
    @DisplayName("a second like makes a post popular")
    void popular() {
        try (Scenario scenario = Scenario.of(SocialModel.create())) {
            RecordId ann = scenario.given(SocialModel.USER, Draft.of("name", "Ann"));
            RecordId bob = scenario.given(SocialModel.USER, Draft.of("name", "Bob"));
            RecordId post = scenario.given(
                    SocialModel.POST,
                    Draft.of("title", "Hello").set("author", ann).set("likedBy", List.of(ann)));

            scenario.when(SocialModel.LIKE_POST, call -> call.by(bob).payload("post", post))
                    .isAccepted()
                    .created(SocialModel.LIKE, 1)
                    .increased(SocialModel.POST, post, SocialModel.LIKE_COUNT, 1)
                    .changed(SocialModel.POST, post, SocialModel.POPULAR, true)
                    .leftAlone(SocialModel.POST, RecordId.of(99));
            scenario.then(SocialModel.POST, post)
                    .has(SocialModel.LIKE_COUNT, 2L)
                    .has("author.name", "Ann")
                    .isRelatedTo("likedBy", ann, bob);

            scenario.clock().advance(Duration.ofDays(1));
            scenario.when(SocialModel.LIKE_POST, call -> call.by(bob).payload("post", post))
                    .isRefused("ALREADY_LIKED");
            scenario.thenGlobal(SocialModel.TOTAL_LIKES, 2L).thenCount(SocialModel.USER, 2);
        }
    }
    // end

    // snippet: counting
    @Test
    @DisplayName("a query is one statement and one for each list")
    void statements(TestDatabase database) {
        CountingDatabase counting = database.fresh().open();
        Entail entail = Entail.with(SocialModel.create()).open(counting);
        entail.create(SocialModel.USER, Draft.of("name", "Ann"));

        Recording recording = counting.log()
                .record(() -> entail.query(SocialModel.USER)
                        .select("name", "posts.title", "likedPosts.author.name")
                        .list());

        assertThat(recording.statements()).as(recording.toString()).hasSize(3);
    }
    // end

    // snippet: faults
    @Test
    @DisplayName("a fault at any statement leaves nothing behind")
    void faults(TestDatabase database) {
        try (FaultInjectingDatabase faulty = new FaultInjectingDatabase(
                        DatabaseDrivers.fromClassPath().open(database.fresh().config()));
                Entail entail = Entail.with(SocialModel.create()).open(faulty)) {
            for (int n = 1; ; n++) {
                faulty.faults().failBefore(n, () -> new SQLException("injected", "HY000"));
                DispatchResult result = entail.dispatch(SocialModel.REGISTER, call -> call.payload("name", "Ann"));
                boolean fired = faulty.faults().fired();
                faulty.faults().disarm();
                if (!fired) {
                    assertThat(result.isAccepted()).isTrue();
                    break;
                }
                assertThat(result.isAccepted()).isFalse();
                assertThat(entail.query(SocialModel.USER).count()).isZero();
            }
        }
    }
    // end

    // snippet: fuzz
    @Test
    @DisplayName("random histories agree with a naive reference")
    void fuzz(TestDatabase database) {
        EntailFuzz.check(
                SocialModel.create(),
                builder -> builder.open(database.fresh().open()),
                FuzzOptions.standard().histories(10));
    }
    // end
}
