package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.explanation.LastChange;
import dev.entail.runtime.explanation.Source;
import dev.entail.runtime.explanation.ValueExplanation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Why a value is what it is. */
abstract class ExplanationContract extends RuntimeGroup {
    private static final Entity TEAM = entity("Team", text("name"), decimal("budget"));
    private static final Entity TASK = entity("Task", integer("points"), bool("done"));
    private static final Relation TASKS = manyToOne(TASK, "team", TEAM, "tasks");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private static Model model() {
        return Model.model("Work")
                .facts(TEAM, TASK, TASKS)
                .derive(
                        TEAM,
                        integer("open"),
                        Count.of("tasks").where(List.of("done"), task -> !Boolean.TRUE.equals(task.get("done"))))
                .derive(TEAM, decimal("mean"), Average.of("tasks", "points"))
                .derive(
                        TEAM,
                        text("label"),
                        Computed.from(List.of("name", "open"), row -> row.text("name") + ": " + row.integer("open")))
                .derive(integer("points"), Summation.of(TASK, "points"))
                .build();
    }

    @Test
    @DisplayName("explain() tells what yields a value and the records that it follows from, through hidden values")
    final void sources() {
        Entail entail = open(model());
        RecordId red = entail.create(TEAM, Draft.of("name", "red").set("budget", BigDecimal.TEN));
        RecordId first =
                entail.create(TASK, Draft.of("points", 3).set("done", true).set("team", red));
        RecordId second =
                entail.create(TASK, Draft.of("points", 5).set("done", false).set("team", red));

        ValueExplanation open = entail.explain(TEAM, red, integer("open"));
        assertThat(open.value()).isEqualTo(1L);
        assertThat(open.computation()).startsWith("count of tasks where");
        assertThat(open.sources())
                .containsExactlyInAnyOrder(
                        new Source("Task", first, Map.of("done", true)),
                        new Source("Task", second, Map.of("done", false)));

        ValueExplanation mean = entail.explain(TEAM, red, decimal("mean"));
        assertThat(mean.computation()).isEqualTo("average of points over tasks");
        assertThat(mean.sources())
                .containsExactlyInAnyOrder(
                        new Source("Task", first, Map.of("points", 3L)),
                        new Source("Task", second, Map.of("points", 5L)));

        ValueExplanation label = entail.explain(TEAM, red, text("label"));
        assertThat(label.sources()).containsExactly(new Source("Team", red, Map.of("name", "red", "open", 1L)));
        assertThat(label.describe())
                .isEqualTo("Team.label of " + red + " is red: 1: computed from [name, open]\n  from Team " + red
                        + " {name=red, open=1}");

        ValueExplanation budget = entail.explain(TEAM, red, decimal("budget"));
        assertThat(budget.computation()).isEqualTo("a fact");
        assertThat(budget.sources()).isEmpty();

        ValueExplanation points = entail.explain(integer("points"));
        assertThat(points.value()).isEqualTo(8L);
        assertThat(points.sources())
                .hasSize(2)
                .allSatisfy(source -> assertThat(source.values()).containsOnlyKeys("points"));
        assertThat(points.lastChange()).as("nobody asked for it").isEmpty();
    }

    @Test
    @DisplayName("explain() reads a bounded number of records and says that there are more")
    final void bounded() {
        Entail entail = open(model());
        RecordId red = entail.create(TEAM, Draft.of("name", "red"));
        entail.inTransaction(writes -> {
            for (int i = 0; i < ValueExplanation.LIMIT + 20; i++) {
                writes.create(TASK, Draft.of("points", 1).set("team", red));
            }
            return true;
        });
        ValueExplanation open = entail.explain(TEAM, red, integer("open"));
        assertThat(open.value()).isEqualTo(120L);
        assertThat(open.sources()).hasSize(ValueExplanation.LIMIT);
        assertThat(open.isComplete()).isFalse();
        assertThat(open.describe()).contains("and more");
        assertThat(entail.explain(integer("points")).isComplete()).isFalse();
    }

    @Test
    @DisplayName("explain() refuses names and records that do not exist, and hidden values")
    final void unknown() {
        Entail entail = open(model());
        RecordId red = entail.create(TEAM, Draft.of("name", "red"));
        assertThat(failureOf(() -> entail.explain(TEAM, red, integer("opne"))).getMessage())
                .contains("'Team' has no value 'opne'", "open");
        assertThat(failureOf(() -> entail.explain(TEAM, red, decimal("mean$sum")))
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.explain(TEAM, RecordId.of(999), integer("open")))
                        .code())
                .isEqualTo("RECORD_NOT_FOUND");
        assertThat(failureOf(() -> entail.explain(integer("nothing"))).code()).isEqualTo("UNKNOWN_NAME");
    }

    @Test
    @DisplayName("with tracing, explain() names the event or transaction that changed a value last")
    final void lastChange() {
        Entail entail = open(
                Blog.model(), builder -> builder.tracing().replace(InstantSource.class, InstantSource.fixed(NOON)));
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        assertThat(last(entail, post)).contains(new LastChange("write", Optional.empty(), NOON));

        DispatchResult liked = Blog.like(entail, ann, post).orThrow();
        RecordId event = liked.effects().get(0).mutation().id();
        assertThat(last(entail, post)).contains(new LastChange("LikePost", Optional.of(event), NOON));
        assertThat(entail.explain(Blog.USER, ann, integer("likedCount")).describe())
                .contains("last changed by LikePost (event " + event + ") at " + NOON);

        entail.inBusinessTransaction(business -> {
            RecordId bob = business.writes().create(Blog.USER, Draft.of("name", "Bob"));
            business.dispatch(Blog.LIKE_POST, call -> call.by(bob).payload("post", post));
            business.writes().unlink(Blog.LIKE, ann, post);
            return true;
        });
        assertThat(last(entail, post)).contains(new LastChange("business transaction", Optional.empty(), NOON));

        DispatchResult refused = entail.dispatch(Blog.LIKE_POST, call -> call.by(ann));
        assertThat(refused.isAccepted()).isFalse();
        assertThat(last(entail, post)).contains(new LastChange("business transaction", Optional.empty(), NOON));
    }

    private static Optional<LastChange> last(Entail entail, RecordId post) {
        return entail.explain(Blog.POST, post, integer("likeCount")).lastChange();
    }

    @Test
    @DisplayName("tracing costs one round trip for a dispatch, and forgets deleted records")
    final void cost() {
        Entail entail = open(Blog.model(), EntailBuilder::tracing);
        RecordId ann = Blog.user(entail, "Ann");
        List<RecordId> posts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            posts.add(Blog.post(entail, "p" + i));
        }
        Blog.like(entail, ann, posts.get(0)).orThrow();
        var recording =
                log(entail).record(() -> Blog.like(entail, ann, posts.get(1)).orThrow());
        assertThat(recording.roundTrips()).as(recording.toString()).isEqualTo(5);
        assertThat(recording.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(2));

        entail.delete(Blog.POST, posts.get(0));
        assertThat(failureOf(() -> last(entail, posts.get(0))).code()).isEqualTo("RECORD_NOT_FOUND");
        assertThat(log(entail)
                        .record(() -> entail.delete(Blog.POST, posts.get(2)))
                        .statements())
                .anyMatch(sql -> sql.startsWith("DELETE FROM") && sql.contains("_entail_trail_"));
    }
}
