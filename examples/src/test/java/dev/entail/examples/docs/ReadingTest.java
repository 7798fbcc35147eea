package dev.entail.examples.docs;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.reading.DataPolicy;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.ReadRequest;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.storage.json.ReadRequestJson;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The samples of the page on reading. */
class ReadingTest {
    static final Entity PERSON = entity("Person", text("name"));
    static final Entity TASK = entity("Task", text("title"), text("state"), text("note"));
    static final Relation OWNERSHIP = manyToOne(TASK, "owner", PERSON, "tasks");

    // snippet: my-tasks
    static final Interaction MY_TASKS = interaction("MyTasks")
            .reading(
                    TASK,
                    DataPolicy.rows(caller -> Match.eq("owner", caller.actor()), "title", "state", "owner.name")
                            .inPagesOf(50));
    // end

    private static final Model MODEL =
            model("Tasks").facts(PERSON, TASK, OWNERSHIP).events(MY_TASKS).build();

    @Test
    @DisplayName("callers see what the policy shows and may narrow it down")
    void reading() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", MODEL)) {
            RecordId ann = entail.create(PERSON, Draft.of("name", "Ann"));
            RecordId bob = entail.create(PERSON, Draft.of("name", "Bob"));
            entail.create(TASK, Draft.of("title", "Paint").set("state", "open").set("owner", ann));
            entail.create(TASK, Draft.of("title", "Write").set("state", "done").set("owner", ann));
            entail.create(TASK, Draft.of("title", "Sweep").set("state", "open").set("owner", bob));

            // snippet: read
            List<Row> rows =
                    entail.dispatch(MY_TASKS, call -> call.by(ann)).orThrow().rows();
            // end
            assertThat(rows).extracting(row -> row.text("title")).containsExactly("Paint", "Write");

            // snippet: narrow
            DispatchResult open = entail.dispatch(
                    MY_TASKS,
                    call -> call.by(ann)
                            .read(mine -> mine.where(Match.eq("state", "open"))
                                    .orderBy(Order.descending("title"))
                                    .limit(10)));
            // end
            assertThat(open.orThrow().rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("title")).isEqualTo("Paint"));

            // snippet: received
            ReadRequest request = new ReadRequestJson().read("""
                {"where": {"path": "state", "is": "eq", "value": "open"}, "orderBy": ["-title"], "limit": 10}\
                """);
            DispatchResult received =
                    entail.dispatch("MyTasks", DispatchCall.EMPTY.by(ann).withRead(request));
            // end
            assertThat(received.orThrow().rows()).isEqualTo(open.rows());
            assertThat(entail.dispatch(MY_TASKS, call -> call.by(ann).read(mine -> mine.where(Match.eq("note", "x"))))
                            .refusal()
                            .code())
                    .isEqualTo("READ_NOT_ALLOWED");
        }
    }
}
