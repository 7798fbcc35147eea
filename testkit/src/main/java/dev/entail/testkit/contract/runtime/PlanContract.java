package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Property.integer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Summation;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchPlan;
import dev.entail.runtime.dispatch.DispatchPlan.Kind;
import dev.entail.runtime.dispatch.DispatchPlan.Step;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.StatementExecution;
import dev.entail.storage.sql.StatementListener;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a dispatch sends: told beforehand, and told to a listener with what it is for. */
abstract class PlanContract extends RuntimeGroup {
    @Test
    @DisplayName("W1 the plan of a like is two inserts and two updates that could be sent at once; nothing is stored")
    final void like() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        Blog.like(entail, Blog.user(entail, "Bob"), post).orThrow();

        DispatchPlan plan = entail.plan(Blog.LIKE_POST, call -> call.by(ann).payload("post", post));

        // Where the check of a foreign key would wait for the counter, or the counter for it, counters come first.
        assertThat(plan.steps().stream().map(step -> step.kind() + " " + step.table()))
                .containsExactlyInAnyOrder("INSERT _Interaction_", "INSERT Like", "UPDATE Post", "UPDATE User");
        assertThat(plan.steps().stream().map(Step::table).filter(table -> !table.startsWith("_")))
                .containsSubsequence("Post", "User");
        assertThat(plan.steps().stream().filter(step -> step.kind().locks()).map(Step::kind))
                .containsExactly(Kind.UPDATE, Kind.UPDATE);
        assertThat(plan.isFoldable()).isTrue();
        assertThat(plan.isolation()).isEqualTo(IsolationLevel.READ_COMMITTED);
        assertThat(plan.describe()).startsWith("LikePost: 4 statements in 4 round trips at READ_COMMITTED, foldable");
        assertThat(Blog.likes(entail, post)).isEqualTo(1);
        assertThat(Blog.events(entail)).isEqualTo(1);

        Recording recording =
                log(entail).record(() -> Blog.like(entail, ann, post).orThrow());
        assertThat(plan.steps().stream().map(Step::sql)).containsExactlyInAnyOrderElementsOf(recording.statements());
    }

    @Test
    @DisplayName("W1 where somebody depends on the count, the dispatch waits for the new value and says so")
    final void observed() {
        Entail entail = open(Blog.builder()
                .derive(Blog.USER, integer("likesOfPosts"), Summation.of("posts", "likeCount"))
                .build());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = entail.create(Blog.POST, Draft.of("title", "Hello").set("author", ann));
        DispatchPlan plan = entail.plan(Blog.LIKE_POST, call -> call.by(ann).payload("post", post));
        assertThat(plan.isFoldable()).as(plan.describe()).isFalse();
        assertThat(plan.describe()).contains("not foldable");
        assertThat(plan.statements()).isGreaterThanOrEqualTo(4);
    }

    @Test
    @DisplayName("a call that is refused has no plan: the refusal says why")
    final void refused() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        EntailException failure = failureOf(() -> entail.plan(Blog.WRITE_POST, call -> call.by(ann)));
        assertThat(failure.code()).isEqualTo("PAYLOAD_MISSING");
    }

    @Test
    @DisplayName("W3 the plan of a like is the same for a post with none and with 1,000 likes")
    final void growth() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        List<RecordId> fans = new ArrayList<>();
        entail.inTransaction(writes -> {
            for (int i = 0; i < 1000; i++) {
                fans.add(writes.create(Blog.USER, Draft.of("name", "u" + i)));
            }
            return true;
        });
        RecordId quiet = Blog.post(entail, "quiet");
        RecordId loud = entail.create(Blog.POST, Draft.of("title", "loud").set("likedBy", fans));
        assertThat(Blog.likes(entail, loud)).isEqualTo(1000);
        assertThat(entail.plan(Blog.LIKE_POST, call -> call.by(ann).payload("post", loud)))
                .isEqualTo(entail.plan(Blog.LIKE_POST, call -> call.by(ann).payload("post", quiet)));
    }

    @Test
    @DisplayName("W4 a page of 50 posts with author, count and the 3 newest likers of each is two statements")
    final void page() {
        Entail entail = open(Blog.model());
        List<RecordId> users = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            users.add(Blog.user(entail, "u" + i));
        }
        entail.inTransaction(writes -> {
            for (int i = 0; i < 60; i++) {
                writes.create(
                        Blog.POST,
                        Draft.of("title", "p" + i)
                                .set("author", users.get(i % 5))
                                .set("likedBy", users.subList(0, i % 5)));
            }
            return true;
        });
        Recording recording = log(entail)
                .record(() -> assertThat(entail.query(Blog.POST)
                                .select("title", "likeCount", "author.name")
                                .select(Selection.related("likedBy", "name")
                                        .orderBy(Order.descending("id"))
                                        .limit(3))
                                .orderBy(Order.descending("id"))
                                .limit(50)
                                .list())
                        .hasSize(50)
                        .allSatisfy(row ->
                                assertThat(row.rows("likedBy")).hasSize((int) Math.min(3, row.integer("likeCount")))));
        assertThat(recording.statements()).as(recording.toString()).hasSize(2);
    }

    @Test
    @DisplayName(
            "DSP-12 T-DSP-22 every statement of a dispatch is told with its source and what the call says of itself")
    final void purpose() {
        List<StatementExecution> heard = Collections.synchronizedList(new ArrayList<>());
        Entail entail = open(Blog.model(), builder -> builder.replace(StatementListener.class, heard::add));
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        heard.clear();
        entail.dispatch(
                        Blog.LIKE_POST,
                        call -> call.by(ann).payload("post", post).context("traceId", "t1"))
                .orThrow();
        assertThat(heard).hasSize(4).allSatisfy(execution -> {
            assertThat(execution.purpose().name()).isEqualTo("LikePost");
            assertThat(execution.purpose().context()).isEqualTo(Map.of("traceId", "t1"));
            assertThat(execution.failed()).isFalse();
        });

        heard.clear();
        entail.inBusinessTransaction(business -> {
            RecordId bob = business.writes().create(Blog.USER, Draft.of("name", "Bob"));
            return business.dispatch(
                    Blog.LIKE_POST, call -> call.by(bob).payload("post", post).correlatedBy("c7"));
        });
        assertThat(heard.stream().map(execution -> execution.purpose().toString()))
                .containsOnly("business transaction", "LikePost {correlationId=c7}");

        heard.clear();
        entail.query(Blog.POST).where(Match.eq("title", "Hello")).list();
        assertThat(heard).singleElement().satisfies(execution -> {
            assertThat(execution.purpose().name()).isEqualTo("query");
            assertThat(execution.sql()).doesNotContain("Hello");
        });
    }

    @Test
    @DisplayName("PST-07 a listener that fails harms nobody")
    final void failingListener() {
        AtomicBoolean fails = new AtomicBoolean();
        Entail entail = open(
                Blog.model(),
                builder -> builder.replace(StatementListener.class, execution -> {
                    if (fails.getAndSet(false)) {
                        throw new IllegalStateException("a listener that is meant to fail");
                    }
                }));
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        fails.set(true);
        assertThat(Blog.like(entail, ann, post).isAccepted()).isTrue();
        assertThat(fails).isFalse();
        assertThat(Blog.likes(entail, post)).isEqualTo(1);
    }
}
