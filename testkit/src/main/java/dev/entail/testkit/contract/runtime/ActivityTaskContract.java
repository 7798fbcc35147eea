package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.activity.Activity.activity;
import static dev.entail.builtins.activity.Activity.any;
import static dev.entail.builtins.activity.Activity.every;
import static dev.entail.builtins.activity.Assignees.actorOf;
import static dev.entail.builtins.activity.Assignees.namedIn;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.entail.Entail;
import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.activity.ActivityStatus;
import dev.entail.builtins.activity.OpenTask;
import dev.entail.builtins.activity.RunningActivity;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionEvent;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.scenario.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is to do what in activities, until when, and how they end before all is done. */
@SuppressWarnings("NullAway.Init") // each test opens its own
abstract class ActivityTaskContract extends RuntimeGroup {
    private static final Entity USER = Entity.entity("User", Property.text("name"));
    private static final Interaction ASK = interaction("ask")
            .payload(
                    reference("boss", USER).required(), reference("peers", USER).asList());
    private static final Interaction AGREE = interaction("agree");
    private static final Interaction REVIEW = interaction("review");
    private static final Interaction WITHDRAW = interaction("withdraw");
    private static final Interaction PAY = interaction("pay");
    private static final Activity LEAVE = activity("Leave")
            .then(ASK)
            .then(any(AGREE, REVIEW, WITHDRAW))
            .then(PAY)
            .assigned(AGREE, namedIn(ASK, "boss"))
            .assigned(REVIEW, namedIn(ASK, "peers"))
            .assigned(WITHDRAW, actorOf(ASK));
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private Entail entail;
    private RecordId ann;
    private RecordId bob;
    private RecordId cem;

    private void begin(Model model, InstantSource clock) {
        entail = open(model, builder -> builder.replace(InstantSource.class, clock));
        ann = entail.create(USER, Draft.of("name", "Ann"));
        bob = entail.create(USER, Draft.of("name", "Bob"));
        cem = entail.create(USER, Draft.of("name", "Cem"));
    }

    private static Model of(Activity activity) {
        return model("Tasks").facts(USER).include(activity).build();
    }

    private RecordId ask(Activity activity, RecordId by, RecordId boss, RecordId... peers) {
        return Walk.id(entail.dispatch(
                activity.step(ASK), call -> call.by(by).payload("boss", boss).payload("peers", List.of(peers))));
    }

    private String take(Activity activity, Interaction step, RecordId by, RecordId in) {
        DispatchResult result =
                entail.dispatch(activity.step(step), call -> call.by(by).in(in));
        return result.isAccepted() ? "ok" : result.refusal().code();
    }

    private List<String> tasks(RecordId user) {
        return entail.activities().openTasks(user).stream()
                .map(task -> task.step().interaction().name() + task.activity())
                .toList();
    }

    @Test
    @DisplayName(
            "ACT-12 CND-06 what follows the commit of a step sees why it was admitted, as with the interaction alone")
    final void admitted() {
        Interaction told = interaction("told")
                .require(Condition.condition("known", call -> Decision.allow(Map.of("why", "member"))))
                .postCommit(done -> Map.of(
                        "seen", Objects.requireNonNull(done.call().context().get("admission"))));
        Activity telling = activity("Telling").then(told).then(PAY);
        begin(model("Telling").facts(USER).events(told).include(telling).build(), TestClock.at(START));
        for (EventSource<?> source : List.of(told, telling.step(told))) {
            DispatchResult result =
                    entail.dispatch(source, call -> call.by(ann)).orThrow();
            assertThat(result.postCommit().status()).as(source.name()).isEqualTo(PostCommit.Status.COMPLETE);
            assertThat(result.context()).as(source.name()).containsEntry("seen", Map.of("why", "member"));
        }
    }

    @Test
    @DisplayName("ACT-42 what came earlier does not depend on ids, which each process takes from a block of its own")
    final void processes() {
        TestDatabase shared = test().fresh();
        Model model = model("Tasks")
                .facts(USER)
                .include(LEAVE)
                .derive(
                        USER,
                        Transform.toRecord(
                                AGREE,
                                agreed -> Draft.of(
                                        "name", agreed.earlier().event(ASK).isPresent() ? "asked" : "out of the blue")))
                .build();
        Entail first = open(model, shared);
        Entail second = open(model, shared);
        ann = first.create(USER, Draft.of("name", "Ann"));
        // The first one has the lower ids for events from now on.
        RecordId other = Walk.id(first.dispatch(
                LEAVE.step(ASK), call -> call.by(ann).payload("boss", ann).payload("peers", List.of())));
        RecordId begun = Walk.id(second.dispatch(
                LEAVE.step(ASK), call -> call.by(ann).payload("boss", ann).payload("peers", List.of())));
        for (RecordId activity : List.of(begun, other)) {
            first.dispatch(LEAVE.step(AGREE), call -> call.by(ann).in(activity)).orThrow();
        }
        assertThat(first.query(USER)
                        .select("name")
                        .orderBy(Order.ascending("id"))
                        .list())
                .extracting(row -> row.text("name"))
                .containsExactly("Ann", "asked", "asked");
    }

    @Test
    @DisplayName(
            "ATR-05 ATR-06 ACT-42 W-22 a step is for those whom earlier steps name: they find it, and nobody else may"
                    + " take it")
    final void assigned() {
        begin(of(LEAVE), TestClock.at(START));
        RecordId first = ask(LEAVE, ann, bob, cem);
        RecordId second = ask(LEAVE, bob, cem);
        assertThat(tasks(ann)).containsExactly("withdraw" + first);
        assertThat(tasks(bob)).containsExactly("agree" + first, "withdraw" + second);
        assertThat(tasks(cem)).containsExactly("review" + first, "agree" + second);

        for (RecordId stranger : List.of(ann, cem)) {
            DispatchResult refused =
                    entail.dispatch(LEAVE.step(AGREE), call -> call.by(stranger).in(first));
            assertThat(refused.refusal().code()).isEqualTo("CONDITION_REJECTED");
            assertThat(refused.refusal().details())
                    .containsEntry("condition", "assigned")
                    .containsEntry("step", "agree")
                    .doesNotContainKeys("currentState", "status", "available");
        }
        assertThat(take(LEAVE, WITHDRAW, bob, first)).isEqualTo("CONDITION_REJECTED");
        assertThat(take(LEAVE, AGREE, bob, RecordId.of(999))).isEqualTo("CONDITION_REJECTED");
        assertThat(take(LEAVE, AGREE, bob, first)).isEqualTo("ok");
        // What is left is assigned to nobody, so it is nobody's task, and everybody may do it.
        assertThat(tasks(ann)).isEmpty();
        assertThat(tasks(bob)).containsExactly("withdraw" + second);
        assertThat(take(LEAVE, WITHDRAW, ann, first)).isEqualTo("ACTIVITY_STEP_UNAVAILABLE");
        assertThat(take(LEAVE, PAY, cem, first)).isEqualTo("ok");
    }

    @Test
    @DisplayName("ACT-42 conditions and derivations see the events of earlier steps; by itself an interaction has none")
    final void earlier() {
        Interaction settle = interaction("settle")
                .require(Condition.condition(
                        "not who asked",
                        call -> Decision.allowIf(
                                call.earlier()
                                        .event(ASK)
                                        .map(InteractionEvent::user)
                                        .filter(asked -> !asked.equals(call.actor()))
                                        .isPresent(),
                                "SELF_SERVICE",
                                "Somebody else must settle what you asked for")));
        Activity settling = activity("Settling").then(ASK).then(AGREE).then(settle);
        Entity note = Entity.entity("Note", Property.text("text"));
        begin(
                model("Settling")
                        .facts(USER, note)
                        .events(settle)
                        .include(settling)
                        .derive(note, Transform.toRecord(settle, event -> Draft.of("text", story(event))))
                        .build(),
                TestClock.at(START));
        RecordId id = ask(settling, ann, bob);
        assertThat(take(settling, AGREE, bob, id)).isEqualTo("ok");
        assertThat(take(settling, settle, ann, id)).isEqualTo("SELF_SERVICE");
        assertThat(take(settling, settle, cem, id)).isEqualTo("ok");
        assertThat(entail.query(note).select("text").first().orElseThrow().text("text"))
                .isEqualTo("ask by " + ann + " to " + bob + ", agree by " + bob + ", settle no");
        assertThat(entail.dispatch(settle, call -> call.by(bob).in(id))
                        .refusal()
                        .code())
                .isEqualTo("SELF_SERVICE");
    }

    private static String story(InteractionEvent event) {
        InteractionEvent asked = event.earlier().event(ASK).orElseThrow();
        assertThat(asked.activity()).isEqualTo(event.activity());
        return "ask by " + asked.user() + " to " + asked.reference("boss") + ", agree by "
                + event.earlier().event(AGREE).orElseThrow().user() + ", settle "
                + (event.earlier().event(interaction("settle")).isPresent() ? "yes" : "no");
    }

    @Test
    @DisplayName("W-22 an activity can be looked at: how far it is, who did what, what can be done")
    final void inspect() {
        TestClock clock = TestClock.at(START);
        begin(of(LEAVE), clock);
        RecordId id = ask(LEAVE, ann, bob);
        clock.advance(Duration.ofHours(1));
        take(LEAVE, AGREE, bob, id);
        RunningActivity seen = entail.activities().inspect(id);
        assertThat(seen.activity()).isSameAs(LEAVE);
        assertThat(seen.status()).isEqualTo(ActivityStatus.OPEN);
        assertThat(seen.version()).isEqualTo(2);
        assertThat(seen.state()).isEqualTo(Map.of("current", Map.of("uuid", "pay")));
        assertThat(seen.available()).containsExactly(LEAVE.step(PAY));
        assertThat(seen.startedAt()).isEqualTo(START);
        assertThat(seen.taken())
                .extracting(
                        RunningActivity.Taken::interaction,
                        RunningActivity.Taken::actor,
                        RunningActivity.Taken::occurredAt)
                .containsExactly(tuple("ask", ann, START), tuple("agree", bob, START.plus(Duration.ofHours(1))));
        take(LEAVE, PAY, cem, id);
        RunningActivity over = entail.activities().inspect(id);
        assertThat(over.status()).isEqualTo(ActivityStatus.FINISHED);
        assertThat(over.finishedAt()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(over.available()).isEmpty();
        assertThat(failureOf(() -> entail.activities().inspect(RecordId.of(99))).code())
                .isEqualTo("ACTIVITY_NOT_FOUND");
    }

    @Test
    @DisplayName("DEC-09 ACT-43 who cancels an activity ends it; its state stays, everybody can hear of it")
    final void cancel() {
        Property<Long> cancelled = Property.integer("cancelled");
        Entity heard = Entity.entity("Heard", Property.text("text"));
        begin(
                model("Cancelling")
                        .facts(USER, heard)
                        .include(LEAVE)
                        .derive(
                                cancelled,
                                Count.of(ActivityRecord.ENTITY)
                                        .where(
                                                List.of("status"),
                                                row -> row.text("status").equals("cancelled")))
                        .derive(
                                heard,
                                Transform.toRecord(
                                        Trigger.updated(ActivityRecord.ENTITY, "status")
                                                .like(Map.of("status", "cancelled")),
                                        change -> Draft.of("text", change.row().text("reason"))))
                        .build(),
                TestClock.at(START));
        RecordId id = ask(LEAVE, ann, bob);
        RecordId other = ask(LEAVE, ann, bob);
        Object state = entail.activities().inspect(id).state();
        assertThat(entail.activities().cancel(id, "changed my mind")).isTrue();
        assertThat(entail.activities().cancel(id, "again")).isFalse();
        RunningActivity seen = entail.activities().inspect(id);
        assertThat(seen.status()).isEqualTo(ActivityStatus.CANCELLED);
        assertThat(seen.reason()).isEqualTo("changed my mind");
        assertThat(seen.version()).isEqualTo(2);
        assertThat(seen.state()).isEqualTo(state);
        assertThat(seen.available()).isEmpty();
        DispatchResult late =
                entail.dispatch(LEAVE.step(AGREE), call -> call.by(bob).in(id));
        assertThat(late.refusal().code()).isEqualTo("ACTIVITY_STEP_UNAVAILABLE");
        assertThat(late.refusal().details()).containsEntry("status", "cancelled");
        assertThat(tasks(bob)).containsExactly("agree" + other);
        assertThat(entail.global(cancelled)).isEqualTo(1);
        assertThat(entail.query(heard).select("text").first().orElseThrow().text("text"))
                .isEqualTo("changed my mind");
        assertThat(failureOf(() -> entail.activities().cancel(RecordId.of(99), "none"))
                        .code())
                .isEqualTo("ACTIVITY_NOT_FOUND");
    }

    @Test
    @DisplayName(
            "DEC-09 a step that is not taken in time ends the activity, at that very time; taken steps keep the time"
                    + " of others")
    final void expiry() {
        Activity timed = activity("Timed")
                .then(ASK)
                .then(every(AGREE, REVIEW))
                .then(PAY)
                .within(AGREE, Duration.ofHours(2))
                .within(REVIEW, Duration.ofHours(5))
                .within(Duration.ofHours(6));
        TestClock clock = TestClock.at(START);
        begin(of(timed), clock);
        RecordId late = ask(timed, ann, bob);
        assertThat(due(late)).isEqualTo(START.plus(Duration.ofHours(2)));
        clock.advance(Duration.ofHours(1));
        RecordId good = ask(timed, ann, bob);
        assertThat(take(timed, AGREE, bob, good)).isEqualTo("ok");
        assertThat(due(good)).isEqualTo(START.plus(Duration.ofHours(6)));
        assertThat(entail.activities().expireDue()).isZero();

        clock.advance(Duration.ofHours(1));
        DispatchResult refused =
                entail.dispatch(timed.step(AGREE), call -> call.by(bob).in(late));
        assertThat(refused.refusal().code()).isEqualTo("ACTIVITY_STEP_UNAVAILABLE");
        assertThat(refused.refusal().details()).containsEntry("status", "expired");
        assertThat(entail.activities().inspect(late).status()).isEqualTo(ActivityStatus.EXPIRED);
        assertThat(row(late).get(ActivityRecord.STATUS)).isEqualTo("open");
        assertThat(entail.activities().expireDue()).isEqualTo(1);
        assertThat(entail.activities().expireDue()).isZero();
        assertThat(row(late).get(ActivityRecord.STATUS)).isEqualTo("expired");
        assertThat(row(late).get(ActivityRecord.REASON)).isEqualTo("'agree' was due at 2026-03-01T14:00:00Z");

        clock.advance(Duration.ofHours(3));
        assertThat(take(timed, REVIEW, cem, good)).isEqualTo("ok");
        // The whole was to take six hours.
        assertThat(due(good)).isEqualTo(START.plus(Duration.ofHours(7)));
        clock.advance(Duration.ofHours(2));
        assertThat(take(timed, PAY, cem, good)).isEqualTo("ACTIVITY_STEP_UNAVAILABLE");
        assertThat(entail.activities().expireDue()).isEqualTo(1);
        assertThat(row(good).get(ActivityRecord.REASON)).isEqualTo("the activity was due at 2026-03-01T19:00:00Z");
    }

    private Row row(RecordId id) {
        return entail.query(ActivityRecord.ENTITY).select("*").byId(id).orElseThrow();
    }

    private @Nullable Instant due(RecordId id) {
        return row(id).get(ActivityRecord.DUE_AT);
    }

    @Test
    @DisplayName("a thread notes which activities have expired")
    final void expiryThread() throws Exception {
        Activity timed = activity("Timed").then(ASK).then(AGREE).within(Duration.ofMillis(20));
        entail = open(of(timed), builder -> builder.expiring(Duration.ofMillis(10)));
        ann = entail.create(USER, Draft.of("name", "Ann"));
        RecordId id = ask(timed, ann, ann);
        Instant until = Instant.now().plusSeconds(20);
        while (Objects.equals(row(id).get(ActivityRecord.STATUS), "open")
                && Instant.now().isBefore(until)) {
            Thread.sleep(10);
        }
        assertThat(row(id).get(ActivityRecord.STATUS)).isEqualTo("expired");
    }

    @Test
    @DisplayName("open tasks cost two statements for 500 open activities, and nothing for those that are over")
    final void cost() {
        begin(of(LEAVE), TestClock.at(START));
        RecordId done = ask(LEAVE, ann, bob);
        entail.activities().cancel(done, "over");
        assertThat(log(entail).record(() -> assertThat(tasks(bob)).isEmpty()).statements())
                .hasSize(1);
        RecordId open = ask(LEAVE, ann, bob);
        assertThat(log(entail)
                        .record(() -> assertThat(tasks(bob)).containsExactly("agree" + open))
                        .statements())
                .hasSize(2);
        OpenTask task = entail.activities().openTasks(bob).get(0);
        assertThat(task.step()).isSameAs(LEAVE.step(AGREE));
        assertThat(task.dueAt()).isNull();
        assertThat(log(entail)
                        .record(() -> assertThat(take(LEAVE, AGREE, bob, open)).isEqualTo("ok"))
                        .statements())
                .as("history, state, event, new state")
                .hasSize(4);
    }
}
