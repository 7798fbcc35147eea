package dev.entail.examples.docs;

import static dev.entail.builtins.activity.Activity.activity;
import static dev.entail.builtins.activity.Activity.any;
import static dev.entail.builtins.activity.Activity.every;
import static dev.entail.builtins.activity.Activity.race;
import static dev.entail.builtins.activity.Activity.sequence;
import static dev.entail.builtins.activity.Assignees.actorOf;
import static dev.entail.builtins.activity.Assignees.namedIn;
import static dev.entail.builtins.guard.Condition.condition;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.activity.OpenTask;
import dev.entail.builtins.activity.RunningActivity;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("activities.md")
class ActivitiesTest {
    static final Entity PERSON = entity("Person", text("name"));
    static final Entity LETTER = entity("Letter", text("text"));

    // snippet: activity-declaration
    static final Interaction SUBMIT =
            interaction("Submit").payload(reference("manager", PERSON).required());
    static final Interaction APPROVE = interaction("Approve");
    static final Interaction REJECT = interaction("Reject");
    static final Interaction WITHDRAW = interaction("Withdraw");
    static final Interaction PAY = interaction("Pay").require(notYourOwn());

    static final Activity EXPENSES = activity("Expenses")
            .then(SUBMIT)
            .then(any(sequence(APPROVE, PAY), sequence(REJECT), sequence(WITHDRAW)))
            .assigned(APPROVE, namedIn(SUBMIT, "manager"))
            .assigned(REJECT, namedIn(SUBMIT, "manager"))
            .assigned(WITHDRAW, actorOf(SUBMIT))
            .within(APPROVE, Duration.ofDays(14))
            .within(Duration.ofDays(60));
    // end

    // snippet: activity-earlier
    private static Condition notYourOwn() {
        return condition("not your own", call -> {
            RecordId submitter = call.earlier().event(SUBMIT).orElseThrow().user();
            return Decision.allowIf(
                    !submitter.equals(call.actor()), "SELF_SERVICE", "Somebody else must pay what you submit");
        });
    }
    // end

    static final Property<Long> OPEN = integer("openExpenses");

    private static Model expenses() {
        // snippet: activity-model
        return model("Expenses")
                .facts(PERSON, LETTER)
                .include(EXPENSES)
                .derive(
                        LETTER,
                        Transform.toRecord(
                                PAY,
                                paid -> Draft.of(
                                        "text",
                                        "Paid to "
                                                + paid.earlier()
                                                        .event(SUBMIT)
                                                        .orElseThrow()
                                                        .user())))
                .derive(
                        LETTER,
                        Transform.toRecord(
                                Trigger.updated(ActivityRecord.ENTITY, "status").like(Map.of("status", "expired")),
                                late -> Draft.of(
                                        "text", "Too late: " + late.row().text("reason"))))
                .derive(
                        OPEN,
                        Count.of(ActivityRecord.ENTITY)
                                .where(
                                        List.of("status"),
                                        row -> row.text("status").equals("open")))
                .build();
        // end
    }

    @Test
    @DisplayName("the samples do what the page says")
    void story() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", expenses())) {
            RecordId ann = entail.create(PERSON, Draft.of("name", "Ann"));
            RecordId max = entail.create(PERSON, Draft.of("name", "Max"));
            // snippet: activity-dispatch
            DispatchResult begun = entail.dispatch(
                            EXPENSES.step(SUBMIT), call -> call.by(ann).payload("manager", max))
                    .orThrow();
            RecordId id = (RecordId) begun.context().get("activityId");
            entail.dispatch(EXPENSES.step(APPROVE), call -> call.by(max).in(id)).orThrow();
            // end
            assertThat(begun.context()).containsKey("nextState");
            assertThat(entail.dispatch(EXPENSES.step(PAY), call -> call.by(ann).in(id))
                            .refusal()
                            .code())
                    .isEqualTo("SELF_SERVICE");
            // snippet: activity-inspect
            RunningActivity running = entail.activities().inspect(id);
            List<OpenTask> tasks = entail.activities().openTasks(max);
            boolean cancelled = entail.activities().cancel(id, "The shop is closed");
            int expired = entail.activities().expireDue();
            // end
            assertThat(running.available()).containsExactly(EXPENSES.step(PAY));
            assertThat(tasks).isEmpty();
            assertThat(cancelled).isTrue();
            assertThat(expired).isZero();
            assertThat(entail.global(OPEN)).isZero();
        }
    }

    @Test
    @DisplayName("the groups are what the page says")
    void groups() {
        Interaction a = interaction("A");
        Interaction b = interaction("B");
        Interaction c = interaction("C");
        Interaction d = interaction("D");
        // snippet: activity-groups
        Activity one = activity("One").then(any(a, b)).then(c);
        Activity both =
                activity("Both").then(every(sequence(a, b), sequence(c))).then(d);
        Activity first =
                activity("First").then(race(sequence(a), sequence(b, c))).then(d);
        Activity nested = activity("Nested").then(every(sequence(any(a, b)).then(c), sequence(d)));
        // end
        assertThat(List.of(one, both, first, nested))
                .extracting(each -> each.steps().size())
                .containsExactly(3, 4, 4, 4);
        // snippet: activity-graph
        Activity read = Activity.graph("Read")
                .nodes(a, b, c)
                .transfer(a, b)
                .transfer(b, c)
                .build();
        // end
        assertThat(read.root()).isEqualTo(sequence(a, b, c));
    }
}
