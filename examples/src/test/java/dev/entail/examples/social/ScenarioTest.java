package dev.entail.examples.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.core.error.EntailException;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.history.EntailFuzz;
import dev.entail.testkit.scenario.DispatchAssert;
import dev.entail.testkit.scenario.Scenario;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What scenarios promise: the same in every run, and failures that say what is wrong. */
@DisplayName("scenarios")
class ScenarioTest {
    private Scenario scenario;
    private RecordId ann;
    private RecordId post;

    @BeforeEach
    void begin() {
        scenario = Scenario.of(SocialModel.create());
        ann = scenario.given(SocialModel.USER, Draft.of("name", "Ann"));
        post = scenario.given(SocialModel.POST, Draft.of("title", "Hello"));
    }

    @AfterEach
    void end() {
        scenario.close();
    }

    private DispatchAssert like() {
        return scenario.when(SocialModel.LIKE_POST, call -> call.by(ann).payload("post", post));
    }

    private static void fails(ThrowingCallable assertion, String... why) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(why);
    }

    @Test
    @DisplayName("ids count from 1 in each run, also after a transaction that was undone")
    void ids() {
        assertThat(ann).isEqualTo(RecordId.of(1));
        assertThatThrownBy(() -> scenario.given(writes -> {
                    writes.create(SocialModel.USER, Draft.of("name", "nobody"));
                    throw new IllegalStateException("undone");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(scenario.given(SocialModel.USER, Draft.of("name", "Bob"))).isEqualTo(RecordId.of(2));
        assertThat(scenario.given(SocialModel.POST, Draft.of("title", "x"))).isEqualTo(RecordId.of(2));
    }

    @Test
    @DisplayName("the clock stands still until it is moved")
    void clock() {
        assertThat(scenario.clock().instant()).isEqualTo(Scenario.START);
        scenario.clock().advance(Duration.ofHours(2));
        assertThat(scenario.clock().instant()).isEqualTo(Scenario.START.plusSeconds(7200));
        scenario.clock().set(Scenario.START);
        assertThat(scenario.clock().instant()).isEqualTo(Scenario.START);
        assertThatThrownBy(() -> scenario.clock().advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("what was expected of a dispatch and did not happen is told with all its effects")
    void dispatches() {
        like().isAccepted()
                .created(SocialModel.LIKE, 1)
                .deleted(SocialModel.LIKE, 0)
                .increased(SocialModel.POST, post, SocialModel.LIKE_COUNT, 1);
        fails(() -> like().isAccepted(), "LikePost should be accepted, but was refused");
        fails(() -> like().isRefused("NO_SUCH_CODE"), "should be refused with NO_SUCH_CODE, but was with");
        DispatchAssert unliked =
                scenario.when(SocialModel.UNLIKE_POST, call -> call.by(ann).payload("post", post));
        fails(() -> unliked.isRefused("ANY"), "UnlikePost should be refused with ANY, but was accepted");
        fails(() -> unliked.deleted(SocialModel.LIKE, 2), "should have deleted 2 Like, not 1", "Deleted");
        fails(
                () -> unliked.increased(SocialModel.POST, post, SocialModel.LIKE_COUNT, 1),
                "should have increased Post 1.likeCount by 1");
        fails(
                () -> unliked.changed(SocialModel.POST, post, SocialModel.POPULAR, true),
                "should have changed Post 1.popular to true");
        fails(() -> unliked.leftAlone(SocialModel.POST, post), "should have left Post 1 alone");
    }

    @Test
    @DisplayName("what was expected of a record and is not so is told with what it is")
    void records() {
        scenario.then(SocialModel.POST, post)
                .exists()
                .has("likeCount", 0)
                .has("author.name", null)
                .isRelatedTo("likedBy");
        fails(
                () -> scenario.then(SocialModel.POST, post).has(SocialModel.LIKE_COUNT, 1L),
                "Post 1.likeCount should be 1, but is 0");
        fails(
                () -> scenario.then(SocialModel.POST, post).isRelatedTo("likedBy", ann),
                "Post 1.likedBy should be [1], but is []");
        fails(() -> scenario.then(SocialModel.POST, post).doesNotExist(), "Post 1 should not be there");
        fails(() -> scenario.then(SocialModel.POST, RecordId.of(7)).exists(), "Post 7 should be there");
        scenario.then(SocialModel.POST, RecordId.of(7)).doesNotExist();
        fails(() -> scenario.thenGlobal(SocialModel.TOTAL_LIKES, 1L), "@totalLikes should be 1, but is 0");
        fails(() -> scenario.thenCount(SocialModel.USER, 3), "number of User should be 3, but is 1");
    }

    @Test
    @DisplayName("a name that does not exist is an error of the test, not an expectation that is not met")
    void names() {
        assertThatThrownBy(() -> scenario.then(SocialModel.POST, post).has("likes", 1))
                .isInstanceOf(EntailException.class)
                .hasMessageContaining("likeCount");
    }

    @Test
    @DisplayName("random histories of a model need nothing but the model")
    void fuzz() {
        assertThat(EntailFuzz.check(SocialModel.create()).accepted()).isPositive();
    }
}
