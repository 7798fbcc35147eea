package dev.entail.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.examples.social.SocialModel;
import dev.entail.runtime.dispatch.DispatchPlan;
import dev.entail.runtime.explanation.ValueExplanation;
import dev.entail.storage.sql.StatementListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("explaining.md")
class ExplainingTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    @DisplayName("the graph of a model")
    void graph() {
        // snippet: explain-model
        String graph = SocialModel.create().explain();
        // end
        assertThat(graph)
                .contains(
                        """
                        [1] Post.likeCount INTEGER = count of likedBy
                            from Like
                            leads to User.likesReceived, Post.popular
                        """,
                        "Like is made when LikePost is dispatched\n\nLike is removed when UnlikePost is dispatched");
    }

    @Test
    @DisplayName("why a value is what it is")
    void value() {
        // snippet: explain-value
        try (Entail entail = Entail.with(SocialModel.create())
                .tracing()
                .replace(InstantSource.class, InstantSource.fixed(NOON))
                .open("jdbc:h2:mem:")) {
            RecordId ann = entail.create(SocialModel.USER, Draft.of("name", "Ann"));
            RecordId post = entail.create(SocialModel.POST, Draft.of("title", "Hello"));
            entail.dispatch(SocialModel.LIKE_POST, call -> call.by(ann).payload("post", post));

            ValueExplanation why = entail.explain(SocialModel.POST, post, SocialModel.LIKE_COUNT);
            // end
            assertThat(why.describe()).isEqualTo("""
                Post.likeCount of 1 is 1: count of likedBy
                  from User 1
                  last changed by LikePost (event 1) at 2026-01-31T12:00:00Z\
                """);
        }
    }

    @Test
    @DisplayName("the statements of a dispatch")
    void plan() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SocialModel.create())) {
            // snippet: plan
            DispatchPlan plan = entail.plan(SocialModel.REGISTER, call -> call.payload("name", "Ann"));

            assertThat(plan.describe()).isEqualTo("""
                Register: 2 statements in 2 round trips at READ_COMMITTED, foldable
                  INSERT _Interaction_
                  INSERT User\
                """);
            // end
            assertThat(entail.query(SocialModel.USER).count()).isZero();
        }
    }

    @Test
    @DisplayName("statements and what they are for")
    void statements() {
        List<String> told = new ArrayList<>();
        // snippet: statements
        try (Entail entail = Entail.with(SocialModel.create())
                .replace(StatementListener.class, statement -> told.add(statement.purpose() + ": " + statement.sql()))
                .open("jdbc:h2:mem:")) {
            entail.dispatch(
                    SocialModel.REGISTER, call -> call.payload("name", "Ann").context("traceId", "t1"));
        }
        // end
        assertThat(told)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("Register {traceId=t1}: INSERT INTO "));
    }
}
