package dev.entail.examples.docs;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Request;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.async.Task;
import dev.entail.runtime.async.TaskOutcome;
import dev.entail.runtime.async.TaskPlace;
import dev.entail.runtime.async.Worker;
import dev.entail.runtime.sideeffect.DeliveryPolicy;
import dev.entail.storage.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("computations.md, work done elsewhere")
class AsyncTest {
    // snippet: async-facts
    static final Entity ARTICLE = entity("Article", text("title"), text("body"));
    static final Property<String> SUMMARY = text("summary");
    static final View SUMMARISED = View.of("Summarised", ARTICLE, Match.isNotNull("summary"));
    // end

    private static final Property<Long> SUMMARIES = Property.integer("summaries");
    private static final Model PRESS = press();

    private static Model press() {
        // snippet: async-model
        return model("Press")
                .facts(ARTICLE, SUMMARISED)
                .derive(
                        ARTICLE,
                        SUMMARY,
                        Custom.reading("body")
                                .requesting(article -> article.get("body") == null
                                        ? Request.resolved("nothing")
                                        : Request.of("text", article.text("body")))
                                .applying((result, args) -> "In short: " + result))
                .derive(SUMMARIES, Count.of(SUMMARISED))
                .build();
        // end
    }

    private static String summarise(@Nullable Object text) {
        return String.valueOf(text).substring(0, 5);
    }

    @Test
    @DisplayName("a worker of the process")
    void worker() throws InterruptedException {
        // snippet: async-worker
        Worker summariser = Worker.of(TaskPlace.of(ARTICLE, SUMMARY), task -> summarise(task.arg("text")))
                .under(new DeliveryPolicy(3, List.of(Duration.ofSeconds(10)), Duration.ofMinutes(2)));
        try (Entail entail = Entail.with(PRESS)
                .worker(summariser)
                .working(Duration.ofSeconds(1))
                .open("jdbc:h2:mem:")) {
            // end
            RecordId article = entail.create(ARTICLE, Draft.of("title", "News").set("body", "Water is wet"));
            RecordId empty = entail.create(ARTICLE, Draft.of("title", "Nothing"));
            assertThat(summary(entail, empty)).isEqualTo("In short: nothing");
            for (int i = 0; i < 600 && summary(entail, article) == null; i++) {
                Thread.sleep(50);
            }
            assertThat(summary(entail, article)).isEqualTo("In short: Water");
            assertThat(entail.global(SUMMARIES)).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a worker somewhere else")
    void elsewhere() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", PRESS)) {
            RecordId article = entail.create(ARTICLE, Draft.of("body", "Water is wet"));
            entail.create(ARTICLE, Draft.of("body", "x"));
            // snippet: async-claim
            TaskPlace place = TaskPlace.of(ARTICLE, SUMMARY);
            for (Task task : entail.tasks().claim(place, 10, DeliveryPolicy.DEFAULT)) {
                try {
                    entail.tasks().succeed(task.id(), summarise(task.arg("text")));
                    TaskOutcome outcome = entail.tasks().handle(task.id());
                    assertThat(outcome.isApplied()).isTrue();
                } catch (StringIndexOutOfBoundsException e) {
                    entail.tasks().fail(task.id(), "too short");
                }
            }
            // end
            assertThat(summary(entail, article)).isEqualTo("In short: Water");
            List<String> report = new ArrayList<>();
            // snippet: async-failed
            for (Task task : entail.tasks().list(place, TaskStatus.FAILED, 0, 100)) {
                report.add(task.place() + " of " + task.record() + ": " + task.error());
                entail.tasks().retry(task.id()); // or discard(task.id()), if it should never happen
            }
            entail.tasks().cleanup();
            // end
            assertThat(report)
                    .singleElement()
                    .asString()
                    .contains("Article.summary")
                    .endsWith("too short");
            assertThat(entail.tasks().list(place, TaskStatus.PENDING, 0, 10)).hasSize(1);
            assertThat(entail.tasks().list(place, TaskStatus.APPLIED, 0, 10)).isEmpty();
        }
    }

    private static @Nullable Object summary(Entail entail, RecordId article) {
        return entail.query(ARTICLE)
                .select("summary")
                .byId(article)
                .orElseThrow()
                .get("summary");
    }
}
