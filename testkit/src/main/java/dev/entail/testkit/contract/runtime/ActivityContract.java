package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.activity.Activity.activity;
import static dev.entail.builtins.activity.Activity.any;
import static dev.entail.builtins.activity.Activity.every;
import static dev.entail.builtins.activity.Activity.race;
import static dev.entail.builtins.activity.Activity.sequence;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.database.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Steps of activities: which can be taken when, and what is stored of them. */
abstract class ActivityContract extends RuntimeGroup {
    private static final String UNAVAILABLE = "ACTIVITY_STEP_UNAVAILABLE";
    private static final Interaction A = step("a");
    private static final Interaction B = step("b");
    private static final Interaction C = step("c");
    private static final Interaction H = step("h");
    private static final Interaction A1 = step("a1");
    private static final Interaction A2 = step("a2");
    private static final Interaction B1 = step("b1");
    private static final Interaction B2 = step("b2");
    private static final Interaction Z = step("z");
    private static final Activity LINE = activity("Line").then(A).then(B).then(C);

    private static Interaction step(String name) {
        return interaction(name).anonymous();
    }

    private Walk open(Activity activity) {
        return new Walk(open(model("Activities").include(activity).build()), activity);
    }

    private static Map<String, Object> at(String node) {
        return Map.of("current", Map.of("uuid", node));
    }

    @Test
    @DisplayName(
            "T-170 T-171 T-172 T-173 T-174 T-175 ACT-31 ACT-35 a line of steps: one after the other, in instances of"
                    + " their own")
    final void line() {
        Walk walk = open(LINE);
        EntailException headless = walk.refusal(B, null);
        assertThat(headless.code()).isEqualTo("ACTIVITY_ID_MISSING");
        assertThat(headless.details()).containsEntry("activityName", "Line").containsEntry("step", "b");
        assertThat(walk.entail().query(ActivityRecord.ENTITY).count()).isZero();

        DispatchResult begun = walk.step(A, null).orThrow();
        RecordId first = Walk.id(begun);
        assertThat(begun.context()).containsEntry("nextState", at("b"));
        assertThat(walk.state(first)).isEqualTo(at("b"));
        EntailException early = walk.refusal(C, first);
        assertThat(early.code()).isEqualTo(UNAVAILABLE);
        assertThat(early.details())
                .containsEntry("activityId", first)
                .containsEntry("currentState", at("b"))
                .containsEntry("status", "open")
                .containsEntry("available", List.of("b"));
        assertThat(walk.refusal(A, first).code()).isEqualTo(UNAVAILABLE);

        walk.take(B, first);
        assertThat(walk.state(first)).isEqualTo(at("c"));
        assertThat(walk.step(C, first).orThrow().context()).containsEntry("nextState", Map.of());
        assertThat(walk.row(first).get(ActivityRecord.STATUS)).isEqualTo("finished");
        assertThat(walk.refusal(C, first).details()).containsEntry("status", "finished");
        assertThat(walk.refusal(B, RecordId.of(999)).code()).isEqualTo("ACTIVITY_NOT_FOUND");

        RecordId second = walk.begin(A);
        assertThat(second).isNotEqualTo(first);
        assertThat(walk.version(first)).isEqualTo(3);
        assertThat(walk.version(second)).isEqualTo(1);
        assertThat(walk.row(second).get(ActivityRecord.DEFINITION)).isEqualTo("Line");
        assertThat(walk.events()).containsExactly("a" + first, "b" + first, "c" + first, "a" + second);
    }

    @Test
    @DisplayName("T-176 ACT-23 any: the branch that gets past its first node is the only one from then on")
    final void anyOf() {
        Walk walk = open(activity("Any")
                .then(H)
                .then(any(sequence(A1, A2), sequence(B1, B2)))
                .then(Z));
        RecordId id = walk.begin(H);
        assertThat(walk.state(id))
                .isEqualTo(Map.of("current", Map.of("uuid", "any(a1)", "children", List.of(at("a1"), at("b1")))));
        assertThat(walk.walk(id, Z, A2, A1)).containsExactly(UNAVAILABLE, UNAVAILABLE, "ok");
        assertThat(walk.state(id))
                .isEqualTo(Map.of("current", Map.of("uuid", "any(a1)", "children", List.of(at("a2")))));
        assertThat(walk.walk(id, B1, A2, B2, Z)).containsExactly(UNAVAILABLE, "ok", UNAVAILABLE, "ok");
        assertThat(walk.state(id)).isEqualTo(Map.of());
    }

    @Test
    @DisplayName("T-177 ACT-23 every: all branches must be done, in any order")
    final void everyOf() {
        Walk walk = open(activity("Every")
                .then(H)
                .then(every(sequence(A1, A2), sequence(B1, B2)))
                .then(Z));
        RecordId id = walk.begin(H);
        assertThat(walk.walk(id, Z, A2, A1, B1, A2)).containsExactly(UNAVAILABLE, UNAVAILABLE, "ok", "ok", "ok");
        assertThat(walk.state(id))
                .isEqualTo(Map.of("current", Map.of("uuid", "every(a1)", "children", List.of(Map.of(), at("b2")))));
        assertThat(walk.walk(id, B2, Z)).containsExactly("ok", "ok");
    }

    @Test
    @DisplayName("T-178 ACT-23 race: the first branch that is done ends the group")
    final void raceOf() {
        Walk walk = open(activity("Race")
                .then(H)
                .then(race(sequence(A1, A2), sequence(B1, B2)))
                .then(Z));
        RecordId id = walk.begin(H);
        assertThat(walk.walk(id, Z, A2, A1, B1, A2, B2, Z))
                .containsExactly(UNAVAILABLE, UNAVAILABLE, "ok", "ok", "ok", UNAVAILABLE, "ok");
    }

    @Test
    @DisplayName("T-179 ACT-30 ACT-32 what begins with a group can begin with the first step of any branch")
    final void groupFirst() {
        Walk walk = open(activity("GroupFirst").then(every(A1, B1)).then(Z));
        RecordId first = walk.begin(A1);
        walk.take(B1, first);
        assertThat(walk.state(first)).isEqualTo(at("z"));
        RecordId second = walk.begin(B1);
        assertThat(second).isNotEqualTo(first);
        walk.take(Z, first);
        assertThat(walk.state(first)).isEqualTo(Map.of());
        assertThat(walk.refusal(Z, null).code()).isEqualTo("ACTIVITY_ID_MISSING");
    }

    @Test
    @DisplayName("T-180 T-181 ACT-24 progress inside a group that comes first in a branch does not yet decide")
    final void nested() {
        Interaction x1 = step("x1");
        Interaction x2 = step("x2");
        Interaction w = step("w");
        Interaction y = step("y");
        Walk walk = open(activity("Nested")
                .then(H)
                .then(any(sequence(any(sequence(x1, x2), sequence(w))).then(Z), sequence(y))));
        RecordId first = walk.begin(H);
        assertThat(walk.walk(first, x1, y)).containsExactly("ok", "ok");
        assertThat(walk.state(first)).isEqualTo(Map.of());
        RecordId second = walk.begin(H);
        assertThat(walk.walk(second, x1, w, x2, y, Z)).containsExactly("ok", UNAVAILABLE, "ok", UNAVAILABLE, "ok");
        assertThat(walk.state(second)).isEqualTo(Map.of());
    }

    @Test
    @DisplayName("T-182 ACT-34 an activity takes no steps of another one, even if they share interactions")
    final void foreign() {
        Activity one = activity("One").then(A).then(B);
        Activity two = activity("Two").then(A).then(B);
        Entail entail = open(model("Shared").include(one, two).build());
        RecordId id = new Walk(entail, one).begin(A);
        EntailException refusal = new Walk(entail, two).refusal(B, id);
        assertThat(refusal.code()).isEqualTo("ACTIVITY_FOREIGN");
        assertThat(refusal.details()).containsEntry("owner", "One");
    }

    @Test
    @DisplayName("T-183 ACT-39 an interaction that is dispatched by itself does not look at activities")
    final void standalone() {
        Walk walk = new Walk(open(model("Standalone").events(B).include(LINE).build()), LINE);
        RecordId id = walk.begin(A);
        entailed(walk.entail().dispatch(B, call -> call.in(id)));
        assertThat(walk.events()).containsExactly("a" + id, "b");
        assertThat(walk.version(id)).isEqualTo(1);
    }

    private static void entailed(DispatchResult result) {
        assertThat(result.orThrow().context()).isEmpty();
    }

    @Test
    @DisplayName("T-184 ACT-35 what follows from a step and fails takes the step back")
    final void failing() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Entity done = Entity.entity("Done", Property.text("name"));
        Walk walk = new Walk(
                open(model("Failing")
                        .facts(done)
                        .include(LINE)
                        .derive(done, Transform.toRecord(B, event -> {
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            return Draft.of("name", "b");
                        }))
                        .build()),
                LINE);
        RecordId id = walk.begin(A);
        assertThat(walk.refusal(B, id).code()).isEqualTo("CALLBACK_FAILED");
        assertThat(walk.version(id)).isEqualTo(1);
        assertThat(walk.state(id)).isEqualTo(at("b"));
        assertThat(walk.events()).hasSize(1);
        broken.set(false);
        walk.take(B, id);
        assertThat(walk.version(id)).isEqualTo(2);
        assertThat(walk.events()).hasSize(2);
        assertThat(walk.entail().query(done).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-186 ACT-38 whether it is the turn of a step is asked without guards, too")
    final void unguarded() {
        Walk walk = open(LINE);
        RecordId id = walk.begin(A);
        assertThat(walk.entail()
                        .withoutGuards()
                        .dispatch(LINE.step(C), call -> call.in(id))
                        .refusal()
                        .code())
                .isEqualTo(UNAVAILABLE);
        assertThat(walk.entail()
                        .withoutGuards()
                        .dispatch(LINE.step(B), call -> call)
                        .refusal()
                        .code())
                .isEqualTo("ACTIVITY_ID_MISSING");
    }

    @Test
    @DisplayName("T-187 ACT-33 who is not let in learns nothing about the activity")
    final void guardFirst() {
        Interaction closed = step("closed")
                .require(Condition.condition("no", call -> Decision.reject("NOT_YOU", "This is not for you")));
        Walk walk = open(activity("Guarded").then(A).then(closed).then(C));
        RecordId id = walk.begin(A);
        for (RecordId in : List.of(id, RecordId.of(999))) {
            EntailException refusal = walk.refusal(closed, in);
            assertThat(refusal.code()).isEqualTo("NOT_YOU");
            assertThat(refusal.details()).doesNotContainKeys("currentState", "status", "available", "activityId");
        }
        assertThat(walk.refusal(closed, null).code()).isEqualTo("NOT_YOU");
    }

    @Test
    @DisplayName("T-190 a model without activities has nothing of theirs")
    final void none() {
        Entail entail = open(model("None").events(A).build());
        assertThat(entail.model().records()).containsOnlyKeys("_Interaction_");
        assertThat(entail.model().record(InteractionRecord.ENTITY).navigations())
                .isEmpty();
    }

    @Test
    @DisplayName("T-191 ACT-12 a step has the hooks of its interaction; what follows the commit knows the activity")
    final void hooks() {
        AtomicReference<Object> seen = new AtomicReference<>();
        Interaction hooked = step("hooked")
                .afterDispatch(event -> Map.of("own", "fact"))
                .postCommit(committed -> {
                    seen.set(Objects.requireNonNull(committed.context().get("activityId")));
                    return Map.of();
                });
        Walk walk = open(activity("Hooked").then(hooked));
        DispatchResult result = walk.step(hooked, null).orThrow();
        assertThat(result.context()).containsEntry("own", "fact").containsKeys("activityId", "nextState");
        assertThat(seen.get()).isEqualTo(result.context().get("activityId"));
    }

    @Test
    @DisplayName("T-192 ACT-40 an instance whose state does not fit the definition any more is left alone")
    final void changedDefinition() {
        TestDatabase database = test().fresh();
        Activity before = activity("Changing").then(A).then(every(A1, B1)).then(Z);
        Walk old = new Walk(open(model("M").include(before).build(), database), before);
        RecordId id = old.begin(A);
        close(old.entail());
        List<Activity> changed = List.of(
                activity("Changing").then(A).then(Z),
                activity("Changing").then(A).then(every(A1, B1, C)).then(Z),
                activity("Changing").then(A).then(any(A1, B1)).then(Z));
        for (Activity now : changed) {
            Walk walk = new Walk(open(model("M").include(now).build(), database), now);
            assertThat(walk.refusal(Z, id).code()).isEqualTo("ACTIVITY_STATE_MISMATCH");
            assertThat(walk.version(id)).isEqualTo(1);
            close(walk.entail());
        }
        // What comes before and behind may change, and so may the way there.
        Activity longer =
                activity("Changing").then(C).then(A).then(every(A1, B1)).then(H).then(Z);
        Walk fits = new Walk(open(model("M").include(longer).build(), database), longer);
        assertThat(fits.walk(id, A1, B1, Z, H, Z)).containsExactly("ok", "ok", UNAVAILABLE, "ok", "ok");
    }
}
