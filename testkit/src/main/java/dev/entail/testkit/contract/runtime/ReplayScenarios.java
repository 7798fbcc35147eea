package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.event.Effect;
import dev.entail.core.event.Mutation;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.history.Choices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random histories whose causes are played again through a plain interpreter of what follows from events. */
abstract class ReplayScenarios extends RuntimeGroup {
    private static final int HISTORIES = 4;
    private static final int STEPS = 60;

    private static final Entity TASK = entity("Task", text("title"), text("kind"), integer("size"));
    private static final Entity LOG = entity("Log", text("line"));
    private static final Entity NOTE = entity("Note", text("line"));
    private static final Entity BILL = entity("Bill", text("line"));
    private static final Interaction START = on("Start");
    private static final Interaction FINISH = on("Finish");
    private static final Interaction SCRAP = on("Scrap");
    private static final Interaction TOGGLE = interaction("Toggle").anonymous();

    private static Interaction on(String name) {
        return interaction(name).anonymous().payload(reference("task", TASK).required());
    }

    private static Transfer<?> step(String from, String to, Interaction interaction) {
        return Transfer.from(from).to(to).on(interaction, event -> event.reference("task"));
    }

    private static boolean hasGrown(Mutation change) {
        return size(change.row()) > size(change.previous());
    }

    private static long size(Row task) {
        return task.get("size") instanceof Long size ? size : 0;
    }

    private static Draft line(@Nullable Object text) {
        return Draft.of("line", text);
    }

    private static Model model() {
        return Model.model("Replayed")
                .facts(TASK, LOG, NOTE, BILL)
                .events(START, FINISH, SCRAP, TOGGLE)
                .derive(
                        TASK,
                        text("status"),
                        StateMachine.of("todo", "urgent", "running", "done", "scrapped")
                                .with(
                                        step("todo", "running", START),
                                        step("urgent", "running", START),
                                        step("running", "done", FINISH),
                                        step("done", "scrapped", SCRAP),
                                        Transfer.from("todo")
                                                .to("urgent")
                                                .on(
                                                        Trigger.created(TASK).like(Map.of("kind", "rush")),
                                                        task -> task.id()),
                                        Transfer.from("done")
                                                .to("running")
                                                .on(
                                                        Trigger.updated(TASK, "size")
                                                                .when(ReplayScenarios::hasGrown),
                                                        task -> List.of(task.id())))
                                .deletingIn("scrapped"))
                .derive(
                        TASK,
                        integer("starts"),
                        StateMachine.of("counting")
                                .starting(task -> size(task))
                                .with(Transfer.from("counting")
                                        .to("counting")
                                        .on(
                                                Trigger.updated(TASK, "status").like(Map.of("status", "running")),
                                                task -> task.id())
                                        .setting((before, task) -> (Long) Objects.requireNonNull(before) + 1)))
                .derive(
                        LOG,
                        Transform.toRecord(
                                Trigger.created(TASK),
                                task -> line("new " + task.row().get("title"))),
                        Transform.toRecord(
                                Trigger.updated(TASK, "status"),
                                task -> line(task.previous().get("status") + ">"
                                        + task.row().get("status"))),
                        Transform.toRecord(
                                Trigger.deleted(TASK),
                                task -> line("gone " + task.row().get("title"))),
                        Transform.toRecords(
                                Trigger.updated(TASK, "title", "kind").wasLike(Map.of("kind", "plain")),
                                task -> List.of(
                                        line("changed"),
                                        line(task.changed().stream()
                                                .sorted()
                                                .toList()
                                                .toString()))),
                        Transform.toRecord(START, event -> line("start")))
                .derive(
                        NOTE,
                        Transform.toRecord(
                                Trigger.created(LOG)
                                        .when(log -> log.row().text("line").startsWith("gone")),
                                log -> line("farewell " + log.row().text("line"))))
                .derive(
                        BILL,
                        Projection.toRecords(
                                TASK,
                                List.of("title", "size", "status"),
                                task -> size(task) < 3
                                        ? List.of()
                                        : List.of(
                                                line(task.get("title") + " " + size(task)), line(task.get("status")))))
                .derive(
                        text("mode"),
                        StateMachine.of("off", "on")
                                .with(
                                        Transfer.from("off").to("on").on(TOGGLE),
                                        Transfer.from("on").to("off").on(TOGGLE),
                                        Transfer.from("on").to("off").on(Trigger.deleted(TASK))))
                .build();
    }

    @Test
    @DisplayName(
            "T-ORA-02 the causes of random histories, played again by a plain interpreter, lead to the same rows and"
                    + " states; what was refused leads to nothing")
    final void replayed() {
        Entail entail = open(model());
        ReactionInterpreter interpreter = new ReactionInterpreter(entail.model());
        int lines = 0;
        for (int seed = 1; seed <= HISTORIES; seed++) {
            Choices choices = new Choices(seed);
            for (int step = 0; step < STEPS; step++) {
                interpreter.take(transaction(entail, choices));
                if (step % 5 == 4) {
                    compare(entail, interpreter, "seed " + seed + ", step " + step);
                }
            }
            lines = (int) entail.query(LOG).count();
        }
        assertThat(lines).as("something has happened").isGreaterThan(HISTORIES * STEPS / 2);
        assertThat(entail.query(NOTE).count()).isPositive();
        assertThat(entail.query(BILL).count()).isPositive();
    }

    private static void compare(Entail entail, ReactionInterpreter expected, String when) {
        compare(entail, expected, when, TASK, "title", "kind", "size", "status", "starts");
        compare(entail, expected, when, LOG, "line");
        compare(entail, expected, when, NOTE, "line");
        compare(entail, expected, when, BILL, "line");
        assertThat(entail.global(text("mode"))).as(when).isEqualTo(expected.global("mode"));
    }

    private static void compare(
            Entail entail, ReactionInterpreter expected, String when, Entity entity, String... names) {
        Function<Row, String> text = row -> {
            List<@Nullable Object> values = new ArrayList<>();
            List.of(names).forEach(name -> values.add(row.values().get(name)));
            return (entity == TASK ? row.id() + " " : "") + values;
        };
        List<String> found = new ArrayList<>(
                entail.query(entity).select(names).list().stream().map(text).toList());
        List<String> missing = new ArrayList<>(expected.rows(entity.name(), text));
        missing.removeIf(found::remove);
        assertThat(found)
                .as("too much in %s at %s; missing is %s", entity.name(), when, missing)
                .isEmpty();
        assertThat(missing).as("missing in %s at %s", entity.name(), when).isEmpty();
    }

    /** One transaction of random kind, and what it did. */
    private static List<Effect> transaction(Entail entail, Choices choices) {
        List<RecordId> tasks = entail.query(TASK).orderBy(Order.ascending("id")).list().stream()
                .map(Row::id)
                .toList();
        if (tasks.isEmpty() || choices.oneIn(5)) {
            return entail.effects(writes -> writes.create(TASK, task(choices)));
        }
        return switch (choices.weighted(4, 2, 1, 1, 12, 1)) {
            case 0 -> entail.effects(writes -> writes.update(TASK, choices.of(tasks), changes(choices)));
            case 1 -> entail.effects(writes -> several(writes, choices, tasks));
            case 2 -> entail.effects(writes -> writes.delete(TASK, choices.of(tasks)));
            case 3 -> failed(entail, writes -> several(writes, choices, tasks));
            case 4 -> dispatch(entail, choices.of(START, START, FINISH, FINISH, SCRAP), choices.of(tasks));
            default -> entail.dispatch(TOGGLE, call -> call).orThrow().effects();
        };
    }

    private static Draft task(Choices choices) {
        return Draft.of("title", "t" + choices.below(9))
                .set("kind", choices.of("rush", "plain", ""))
                .set("size", choices.below(6));
    }

    private static Draft changes(Choices choices) {
        return switch (choices.below(4)) {
            case 0 -> Draft.of("title", "t" + choices.below(9));
            case 1 -> Draft.of("kind", choices.oneIn(3) ? null : choices.of("rush", "plain"));
            default -> Draft.of("size", choices.below(9));
        };
    }

    /** A creation, a change and a deletion of different records, because effects tell of each record once. */
    private static void several(Writes writes, Choices choices, List<RecordId> tasks) {
        int first = choices.below(tasks.size());
        writes.create(TASK, task(choices));
        writes.update(TASK, tasks.get(first), changes(choices));
        if (tasks.size() > 1) {
            writes.delete(TASK, tasks.get((first + 1) % tasks.size()));
        }
    }

    private static List<Effect> failed(Entail entail, Consumer<Writes> work) {
        IllegalStateException mine = new IllegalStateException("mine");
        assertThat(catchThrowable(() -> entail.inTransaction(writes -> {
                    work.accept(writes);
                    throw mine;
                })))
                .isSameAs(mine);
        return List.of();
    }

    private static List<Effect> dispatch(Entail entail, Interaction interaction, RecordId task) {
        DispatchResult result = entail.dispatch(interaction, call -> call.payload("task", task));
        return result.orThrow().effects();
    }
}
