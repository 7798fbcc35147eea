package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values that go from state to state when something happens. */
abstract class StateMachineContract extends RuntimeGroup {
    private static final Entity TASK = entity("Task", text("title"), integer("priority"));
    private static final Entity NOTE = entity("Note", text("text"));
    private static final Relation NOTES = manyToOne(NOTE, "task", TASK, "notes").named("TaskNote");
    private static final Interaction START =
            interaction("Start").anonymous().payload(reference("task", TASK).required());
    private static final Interaction FINISH =
            interaction("Finish").anonymous().payload(reference("task", TASK).required());
    private static final Interaction SCRAP =
            interaction("Scrap").anonymous().payload(reference("task", TASK).required());
    private static final Interaction TOGGLE = interaction("Toggle").anonymous();
    private static final View DONE = View.of("DoneTask", TASK, Match.eq("status", "done"));

    private static Model model() {
        return Model.model("Tasks")
                .facts(TASK, NOTE, NOTES, DONE)
                .events(START, FINISH, SCRAP, TOGGLE)
                .derive(
                        TASK,
                        text("status"),
                        StateMachine.of("todo", "running", "done", "urgent", "scrapped")
                                .with(
                                        Transfer.from("todo").to("running").on(START, event -> event.reference("task")),
                                        Transfer.from("running")
                                                .to("done")
                                                .on(FINISH, event -> event.reference("task")),
                                        // Both wait for the same event: a record takes one of them only.
                                        Transfer.from("urgent")
                                                .to("running")
                                                .on(FINISH, event -> event.reference("task")),
                                        Transfer.from("done")
                                                .to("scrapped")
                                                .on(SCRAP, event -> event.reference("task")))
                                .deletingIn("scrapped"))
                .derive(
                        TASK,
                        integer("starts"),
                        StateMachine.of("counting")
                                .starting(row -> 0L)
                                .with(Transfer.from("counting")
                                        .to("counting")
                                        .on(
                                                Trigger.updated(TASK, "status").like(Map.of("status", "running")),
                                                mutation -> mutation.id())
                                        .setting((before, mutation) -> (Long) before + 1)))
                .derive(
                        TASK,
                        text("lastNote"),
                        StateMachine.of("quiet", "noted")
                                .starting(row -> "none for " + row.get("title"))
                                .with(
                                        Transfer.from("quiet")
                                                .to("noted")
                                                .on(Trigger.created(NOTES), link -> link.target())
                                                .setting((before, link) -> "first"),
                                        Transfer.from("noted")
                                                .to("noted")
                                                .on(Trigger.created(NOTES), link -> link.target())
                                                .setting((before, link) -> before + "+")))
                .derive(
                        text("mode"),
                        StateMachine.of("off", "on")
                                .with(
                                        Transfer.from("off").to("on").on(TOGGLE),
                                        Transfer.from("on").to("off").on(TOGGLE)))
                .derive(
                        TASK,
                        integer("rank"),
                        StateMachine.of("low", "high")
                                .starting(row -> 1L)
                                .with(
                                        Transfer.from("low")
                                                .to("high")
                                                .on(
                                                        Trigger.updated(TASK, "priority")
                                                                .when(change -> change.row()
                                                                                .integer("priority")
                                                                        > 5),
                                                        change -> List.of(change.id(), change.id()))
                                                .setting((before, change) ->
                                                        change.row().get("priority")),
                                        Transfer.from("high")
                                                .to("low")
                                                .on(Trigger.created(DONE), entered -> entered.id())
                                                .setting((before, entered) -> null)))
                .derive(integer("doneCount"), Count.of(DONE))
                .derive(
                        integer("running"),
                        Count.of(TASK).where(List.of("status"), row -> "running".equals(row.get("status"))))
                .build();
    }

    @Test
    @DisplayName("T-STM-01 T-STM-09 STM-05 STM-06 an event takes a record one step from where it is, or nowhere")
    final void steps() {
        Entail entail = open(model());
        RecordId first = task(entail, "First");
        RecordId second = task(entail, "Second");
        assertThat(status(entail, first)).isEqualTo("todo");
        fire(entail, FINISH, first);
        assertThat(status(entail, first)).isEqualTo("todo");
        fire(entail, START, first);
        assertThat(status(entail, first)).isEqualTo("running");
        assertThat(entail.global(integer("running"))).isEqualTo(1);
        fire(entail, FINISH, first);
        assertThat(status(entail, first)).isEqualTo("done");
        assertThat(status(entail, second)).isEqualTo("todo");
        assertThat(entail.global(integer("doneCount"))).isEqualTo(1);
        assertThat(entail.global(integer("running"))).isZero();
    }

    @Test
    @DisplayName("T-203 T-STM-10 STM-08 a record starts in the state that its draft names, and in no other value")
    final void start() {
        Entail entail = open(model());
        RecordId urgent = entail.create(TASK, Draft.of("title", "Fire").set("status", "urgent"));
        assertThat(status(entail, urgent)).isEqualTo("urgent");
        fire(entail, START, urgent);
        assertThat(status(entail, urgent)).isEqualTo("urgent");
        fire(entail, FINISH, urgent);
        assertThat(status(entail, urgent)).isEqualTo("running");
        assertThat(failureOf(() -> entail.create(TASK, Draft.of("status", "odd")))
                        .code())
                .isEqualTo(ErrorCode.VALUE_MISMATCH.name());
        assertThat(failureOf(() -> entail.update(TASK, urgent, Draft.of("status", "done")))
                        .code())
                .isEqualTo(ErrorCode.WRITE_INVALID.name());
    }

    @Test
    @DisplayName("T-202 T-STM-04 T-STM-05 T-STM-08 T-STM-14 values that steps compute from what they were and from the"
            + " event")
    final void values() {
        Entail entail = open(model());
        RecordId task = task(entail, "First");
        assertThat(row(entail, task, "starts", "lastNote", "rank").values().values())
                .containsExactly(0L, "none for First", 1L);
        fire(entail, START, task);
        fire(entail, START, task);
        entail.create(NOTE, Draft.of("task", task));
        assertThat(row(entail, task, "starts", "lastNote").values().values()).containsExactly(1L, "first");
        entail.create(NOTE, Draft.of("task", task));
        entail.create(NOTE, Draft.of("task", task));
        assertThat(row(entail, task, "lastNote").text("lastNote")).isEqualTo("first++");
        entail.update(TASK, task, Draft.of("priority", 3));
        assertThat(row(entail, task, "rank").get("rank")).isEqualTo(1L);
        entail.update(TASK, task, Draft.of("priority", 7));
        entail.update(TASK, task, Draft.of("priority", 9));
        assertThat(row(entail, task, "rank").get("rank")).isEqualTo(7L);
    }

    @Test
    @DisplayName("T-STM-19 STM-13 STM-07 entering a view brings about a step, and null is a value")
    final void views() {
        Entail entail = open(model());
        RecordId task = task(entail, "First");
        entail.update(TASK, task, Draft.of("priority", 7));
        fire(entail, START, task);
        fire(entail, FINISH, task);
        assertThat(row(entail, task, "rank").get("rank")).isNull();
    }

    @Test
    @DisplayName("T-STM-07 STM-11 a state in which records are deleted takes their links along")
    final void deletion() {
        Entail entail = open(model());
        RecordId task = task(entail, "First");
        entail.create(NOTE, Draft.of("task", task));
        fire(entail, SCRAP, task);
        assertThat(entail.query(TASK).count()).isEqualTo(1);
        fire(entail, START, task);
        fire(entail, FINISH, task);
        fire(entail, SCRAP, task);
        assertThat(entail.query(TASK).count()).isZero();
        assertThat(entail.query(NOTE).select("task.id").first().orElseThrow().get("task"))
                .isNull();
        assertThat(entail.global(integer("doneCount"))).isZero();
    }

    @Test
    @DisplayName("DIC-09 T-STM-02 STM-10 a machine of the whole model")
    final void global() {
        Entail entail = open(model());
        assertThat(entail.global(text("mode"))).isEqualTo("off");
        entail.dispatch(TOGGLE, call -> call).orThrow();
        assertThat(entail.global(text("mode"))).isEqualTo("on");
        entail.dispatch(TOGGLE, call -> call).orThrow();
        assertThat(entail.global(text("mode"))).isEqualTo("off");
        assertThat(failureOf(() -> entail.setGlobal(text("mode"), "on")).code())
                .isEqualTo(ErrorCode.WRITE_INVALID.name());
    }

    @Test
    @DisplayName("STM-10 SYS-03 what changes a machine of the whole model can lead to records")
    final void globalTrigger() {
        Entity change = Entity.entity("Change", text("line"));
        Entail entail = open(Model.model("Modes")
                .facts(change)
                .events(TOGGLE)
                .derive(
                        text("mode"),
                        StateMachine.of("off", "on")
                                .with(
                                        Transfer.from("off").to("on").on(TOGGLE),
                                        Transfer.from("on").to("off").on(TOGGLE)))
                .derive(
                        change,
                        Transform.toRecord(
                                Trigger.changed(text("mode")).like(Map.of("mode", "on")),
                                mutation -> Draft.of(
                                        "line",
                                        mutation.previous().text("mode") + " to "
                                                + mutation.row().text("mode"))))
                .build());
        entail.dispatch(TOGGLE, call -> call).orThrow();
        entail.dispatch(TOGGLE, call -> call).orThrow();
        entail.dispatch(TOGGLE, call -> call).orThrow();
        assertThat(entail.query(change).select("line").list())
                .extracting(row -> row.text("line"))
                .containsExactly("off to on", "off to on");
    }

    @Test
    @DisplayName("T-STM-17 STM-03 links take steps too, named by their ends")
    final void links() {
        Entity user = entity("User", text("name"));
        Relation follow =
                Relation.manyToMany(user, "follows", user, "followers").named("Follow");
        Interaction mute = interaction("Mute")
                .anonymous()
                .payload(
                        reference("who", user).required(),
                        reference("whom", user).required());
        Model model = Model.model("Follows")
                .facts(user, follow)
                .events(mute)
                .derive(
                        follow,
                        text("mood"),
                        StateMachine.of("loud", "muted")
                                .with(Transfer.from("loud")
                                        .to("muted")
                                        .on(
                                                mute,
                                                event ->
                                                        Link.between(event.reference("who"), event.reference("whom")))))
                .build();
        Entail entail = open(model);
        RecordId ann = entail.create(user, Draft.of("name", "Ann"));
        RecordId bob = entail.create(user, Draft.of("name", "Bob"));
        entail.link(follow, Link.between(ann, bob));
        entail.link(follow, Link.between(bob, ann));
        entail.dispatch(mute, call -> call.payload("who", ann).payload("whom", bob))
                .orThrow();
        assertThat(entail.query(follow)
                        .select("mood")
                        .orderBy(Order.ascending("id"))
                        .list())
                .extracting(link -> link.text("mood"))
                .containsExactly("muted", "loud");
    }

    @Test
    @DisplayName("PRP-06 AGG-14 what is brought about together is brought to account before anything is done about it")
    final void together() {
        Entity person = entity("Person", text("name"));
        Entity job = entity("Job", text("title"));
        Relation assigned =
                Relation.manyToMany(job, "assignees", person, "jobs").named("Assigned");
        Relation owned = manyToOne(job, "owner", person, "owned").named("Owned");
        Entail entail = open(Model.model("Jobs")
                .facts(person, job, assigned, owned)
                .derive(
                        job,
                        text("state"),
                        StateMachine.of("assigned", "free")
                                .with(
                                        Transfer.from("assigned")
                                                .to("free")
                                                .on(Trigger.deleted(assigned), link -> link.source()),
                                        Transfer.from("assigned")
                                                .to("free")
                                                .on(Trigger.deleted(owned), link -> link.source())))
                .derive(person, integer("open"), assignedJobs("jobs"))
                .derive(person, integer("ownedOpen"), assignedJobs("owned"))
                .build());
        RecordId ann = entail.create(person, Draft.of("name", "Ann"));
        RecordId bob = entail.create(person, Draft.of("name", "Bob"));
        RecordId first = entail.create(job, Draft.of("assignees", List.of(ann, bob)));
        entail.update(job, first, Draft.of("assignees", List.of()));
        assertThat(openOf(entail, person)).containsExactly(0L, 0L);
        RecordId second = entail.create(job, Draft.of("owner", ann).set("assignees", List.of(ann, bob)));
        assertThat(openOf(entail, person)).containsExactly(1L, 1L);
        entail.delete(job, second);
        assertThat(openOf(entail, person)).containsExactly(0L, 0L);
        assertThat(entail.query(person).select("ownedOpen").list())
                .extracting(row -> row.integer("ownedOpen"))
                .containsExactly(0L, 0L);
    }

    private static Count assignedJobs(String attribute) {
        return Count.of(attribute).where(List.of("state"), row -> "assigned".equals(row.get("state")));
    }

    private static List<Long> openOf(Entail entail, Entity person) {
        return entail.query(person).select("open").orderBy(Order.ascending("id")).list().stream()
                .map(row -> row.integer("open"))
                .toList();
    }

    @Test
    @DisplayName("AGG-17 a link that counts links goes with them, whatever waits for it")
    final void countingLinks() {
        Entity user = entity("User", text("name"));
        Entity seat = entity("Seat", text("row"));
        Relation member = Relation.manyToMany(user, "clubs", user, "members").named("Member");
        Relation seats = Relation.oneToMany(member, "seats", seat, "member").named("SeatOf");
        Entail entail = open(Model.model("Seats")
                .facts(user, seat, member, seats)
                .derive(member, integer("seatCount"), Count.of("seats"))
                .build());
        RecordId ann = entail.create(user, Draft.of("name", "Ann"));
        RecordId bob = entail.create(user, Draft.of("name", "Bob"));
        RecordId link = entail.link(member, Link.between(ann, bob));
        entail.create(seat, Draft.of("row", "A").set("member", link));
        assertThat(entail.unlink(member, ann, bob)).isTrue();
        assertThat(entail.query(seat).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-204 T-STM-18 one event that leads to two states is refused, and nothing is stored")
    final void ambiguous() {
        Model model = Model.model("Torn")
                .facts(TASK)
                .events(START)
                .derive(
                        TASK,
                        text("status"),
                        StateMachine.of("a", "b", "c")
                                .with(
                                        Transfer.from("a").to("b").on(START, event -> event.reference("task")),
                                        Transfer.from("a").to("c").on(START, event -> event.reference("task"))))
                .build();
        Entail entail = open(model);
        RecordId task = task(entail, "First");
        assertThat(entail.dispatch(START, call -> call.payload("task", task))
                        .refusal()
                        .code())
                .isEqualTo(ErrorCode.TRANSITION_AMBIGUOUS.name());
        assertThat(status(entail, task)).isEqualTo("a");
        assertThat(entail.query(START.eventEntity()).count()).isZero();
    }

    @Test
    @DisplayName("T-STM-20 STM-12 of many rivals each finds what the others left")
    final void rivals() throws Exception {
        Entail entail = open(model());
        RecordId task = task(entail, "First");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Interaction interaction = i % 3 == 0 ? START : FINISH;
                all.add(threads.submit(() -> fire(entail, interaction, task)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        Row row = row(entail, task, "status", "starts");
        assertThat(row.text("status")).isIn("running", "done");
        assertThat(row.integer("starts")).isEqualTo(1);
        assertThat(entail.global(integer("doneCount")))
                .isEqualTo(row.text("status").equals("done") ? 1L : 0L);
    }

    private static RecordId task(Entail entail, String title) {
        return entail.create(TASK, Draft.of("title", title));
    }

    private static void fire(Entail entail, Interaction interaction, RecordId task) {
        entail.dispatch(interaction, call -> call.payload("task", task)).orThrow();
    }

    private static String status(Entail entail, RecordId task) {
        return row(entail, task, "status").text("status");
    }

    private static Row row(Entail entail, RecordId task, String... names) {
        return entail.query(TASK)
                .where(Match.eq("id", task))
                .select(names)
                .first()
                .orElseThrow();
    }
}
