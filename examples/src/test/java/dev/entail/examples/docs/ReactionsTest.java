package dev.entail.examples.docs;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("reactions.md")
class ReactionsTest {
    // snippet: reaction-facts
    static final Entity TASK = entity("Task", text("title"), integer("hours"), decimal("rate"));
    static final Entity NOTE = entity("Note", text("text"));
    static final Relation NOTES = manyToOne(NOTE, "task", TASK, "notes").named("TaskNote");
    static final Entity INVOICE = entity("Invoice", text("title"), decimal("amount"));
    static final Entity LOG = entity("Log", text("line"));

    static final Interaction START =
            interaction("Start").anonymous().payload(reference("task", TASK).required());
    static final Interaction FINISH =
            interaction("Finish").anonymous().payload(reference("task", TASK).required());
    // end

    static final Model TASKS = tasks();

    private static Model tasks() {
        // snippet: reactions
        return model("Tasks")
                .facts(TASK, NOTE, NOTES, INVOICE, LOG)
                .events(START, FINISH)
                // a state machine: the value is the name of the state
                .derive(
                        TASK,
                        text("status"),
                        StateMachine.of("todo", "running", "done")
                                .with(
                                        Transfer.from("todo").to("running").on(START, event -> event.reference("task")),
                                        Transfer.from("running")
                                                .to("done")
                                                .on(FINISH, event -> event.reference("task"))))
                // a state machine whose value is computed from what it was and from the event
                .derive(
                        TASK,
                        text("summary"),
                        StateMachine.of("summing")
                                .starting(task -> "")
                                .with(Transfer.from("summing")
                                        .to("summing")
                                        .on(Trigger.created(NOTES), link -> link.target())
                                        .setting((before, link) -> before + "*")))
                // records that follow from other records, one by one
                .derive(
                        INVOICE,
                        Projection.toRecord(
                                TASK,
                                List.of("title", "hours", "rate", "status"),
                                task -> task.text("status").equals("done") ? invoice(task) : null))
                // records that come into being when something happens to others
                .derive(
                        LOG,
                        Transform.toRecord(
                                Trigger.updated(TASK, "status").like(Map.of("status", "done")),
                                change -> Draft.of("line", change.row().text("title") + " is done")))
                .build();
        // end
    }

    // snippet: reaction-function
    private static Draft invoice(Row task) {
        return Draft.of("title", task.text("title"))
                .set("amount", task.decimal("rate").multiply(BigDecimal.valueOf(task.integer("hours"))));
    }
    // end

    @Test
    @DisplayName("a task goes from state to state, and an invoice follows")
    void run() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", TASKS)) {
            // snippet: reactions-run
            RecordId task = entail.create(
                    TASK, Draft.of("title", "Paint").set("hours", 2).set("rate", new BigDecimal("40")));
            entail.create(NOTE, Draft.of("text", "Mind the cat").set("task", task));
            entail.dispatch(FINISH, call -> call.payload("task", task)).orThrow(); // not running yet: no step
            entail.dispatch(START, call -> call.payload("task", task)).orThrow();
            entail.dispatch(FINISH, call -> call.payload("task", task)).orThrow();
            entail.update(TASK, task, Draft.of("hours", 3)); // the invoice follows
            // end
            Row row = entail.query(TASK).select("status", "summary").first().orElseThrow();
            assertThat(row.values().values()).containsExactly("done", "*");
            assertThat(entail.query(INVOICE)
                            .select("amount")
                            .first()
                            .orElseThrow()
                            .decimal("amount"))
                    .isEqualByComparingTo("120");
            assertThat(entail.query(LOG).select("line").list())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text("line")).isEqualTo("Paint is done"));
        }
    }
}
