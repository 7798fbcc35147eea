package dev.entail.examples.docs;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.decimal;
import static dev.entail.builtins.payload.PayloadField.integer;
import static dev.entail.builtins.payload.PayloadField.object;
import static dev.entail.builtins.payload.PayloadField.record;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.builtins.payload.PayloadField.timestamp;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.PayloadLimits;
import dev.entail.testkit.payload.PayloadFuzz;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("payloads.md")
class PayloadsTest {
    static final Entity AUTHOR = entity("Author", Property.text("name"), Property.bool("active"));
    static final View ACTIVE_AUTHOR = View.of("ActiveAuthor", AUTHOR, Match.eq("active", true));
    static final Entity BOOK = entity("Book", Property.text("title"), Property.decimal("price"));
    static final Entity CHAPTER = entity("Chapter", Property.text("heading"));
    static final Relation WRITTEN = Relation.manyToOne(BOOK, "author", AUTHOR, "books");
    static final Relation CHAPTERS = Relation.oneToMany(BOOK, "chapters", CHAPTER, "book");

    // snippet: constraints
    enum Size {
        SMALL,
        LARGE
    }

    static final Interaction ORDER_SHIRT = interaction("OrderShirt")
            .payload(
                    text("size").required().oneOf(Size.class),
                    integer("quantity").required().between(1, 100),
                    decimal("price").atLeast(0),
                    text("postcode").matching("[A-Z]{2}-\\d{5}"),
                    text("imprint").notBlank().maxLength(40),
                    text("tags").asList().maxItems(5).distinct())
            .anonymous();
    // end

    // snippet: payload-record
    static final Interaction PUBLISH = interaction("Publish")
            .payload(record(
                            "book",
                            BOOK,
                            text("title").required().maxLength(200),
                            reference("author", ACTIVE_AUTHOR).required(),
                            record("chapters", CHAPTER).asList())
                    .required())
            .anonymous();
    // end

    static final Interaction ANYTHING = interaction("Anything")
            .payload(object("settings"), timestamp("when"))
            .anonymous();

    static final Model BOOKS = model("Books")
            .facts(AUTHOR, ACTIVE_AUTHOR, BOOK, CHAPTER, WRITTEN, CHAPTERS)
            .events(ORDER_SHIRT, PUBLISH, ANYTHING)
            // snippet: payload-draft
            .derive(BOOK, Transform.toRecord(PUBLISH, event -> event.payload().draft("book")))
            // end
            .build();

    @Test
    @DisplayName("constraints refuse with what they demand")
    void constraints() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BOOKS)) {
            // snippet: constraint-refusal
            EntailException refusal = entail.dispatch(
                            ORDER_SHIRT, call -> call.payload("size", "SMALL").payload("quantity", 101))
                    .refusal();
            assertThat(refusal.code()).isEqualTo("PAYLOAD_CONSTRAINT_VIOLATED");
            assertThat(refusal.getMessage()).isEqualTo("'quantity' must be at most 100");
            assertThat(refusal.details())
                    .containsEntry("field", "quantity")
                    .containsEntry("constraint", "atMost")
                    .containsEntry("bound", 100L);
            // end
        }
    }

    @Test
    @DisplayName("a new record comes with related ones, and nothing that was not named")
    void newRecord() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BOOKS)) {
            RecordId ann = entail.create(AUTHOR, Draft.of("name", "Ann").set("active", true));
            RecordId bob = entail.create(AUTHOR, Draft.of("name", "Bob").set("active", false));
            // snippet: payload-record-call
            Map<String, Object> book =
                    Map.of("title", "On rivers", "author", ann, "chapters", List.of(Map.of("heading", "Springs")));
            entail.dispatch(PUBLISH, call -> call.payload("book", book)).orThrow();
            // end
            Row stored = entail.query(BOOK)
                    .select("title", "author.name", "chapters.heading")
                    .first()
                    .orElseThrow();
            assertThat(stored.row("author").text("name")).isEqualTo("Ann");
            assertThat(stored.rows("chapters")).hasSize(1);
            assertThat(entail.dispatch(PUBLISH, call -> call.payload("book", Map.of("title", "x", "author", bob)))
                            .refusal()
                            .code())
                    .isEqualTo("PAYLOAD_REFERENCE_NOT_FOUND");
        }
    }

    @Test
    @DisplayName("limits are set when a model is opened")
    void limits() {
        // snippet: payload-limits
        PayloadLimits limits = PayloadLimits.DEFAULT.withListLength(100).withTextLength(10_000, 100_000);
        Entail opened = Entail.with(BOOKS).payloadLimits(limits).open("jdbc:h2:mem:");
        // end
        try (Entail entail = opened) {
            assertThat(entail.dispatch(ANYTHING, call -> call.payload("settings", Map.of("a", "x".repeat(10_001))))
                            .refusal()
                            .code())
                    .isEqualTo("PAYLOAD_TOO_LARGE");
        }
    }

    @Test
    @DisplayName("the testkit throws anything at the interactions of a model")
    void fuzz() {
        // snippet: payload-fuzz
        try (Entail entail = Entail.open("jdbc:h2:mem:", BOOKS)) {
            RecordId ann = entail.create(AUTHOR, Draft.of("name", "Ann").set("active", true));
            PayloadFuzz.Report report = PayloadFuzz.run(entail, List.of(ann), 1L, 500);
            assertThat(report.refused()).containsKey("PAYLOAD_UNKNOWN_FIELD");
        }
        // end
    }
}
