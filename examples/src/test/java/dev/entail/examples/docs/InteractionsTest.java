package dev.entail.examples.docs;

import static dev.entail.builtins.guard.Condition.condition;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.bool;
import static dev.entail.builtins.payload.PayloadField.decimal;
import static dev.entail.builtins.payload.PayloadField.integer;
import static dev.entail.builtins.payload.PayloadField.json;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.structure;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.builtins.payload.PayloadField.timestamp;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("interactions.md")
class InteractionsTest {
    static final Entity MEMBER = entity("Member", Property.text("name"));
    static final Entity ROOM = entity("Room", Property.text("name"), Property.integer("seats"));
    static final Entity BOOKING = entity("Booking", Property.integer("guests"));
    static final Relation BOOKED = Relation.manyToOne(BOOKING, "room", ROOM, "bookings");
    static final Relation BOOKED_BY = Relation.manyToOne(BOOKING, "member", MEMBER, "bookings");

    // snippet: payload
    static final Interaction BOOK = interaction("Book")
            .payload(
                    reference("room", ROOM).required(),
                    integer("guests").required(),
                    text("note"),
                    structure("catering", text("menu").required(), bool("vegetarian"))
                            .asList(),
                    reference("invited", MEMBER).asList())
            .require(enoughSeats())
            .require(openingHours());
    // end

    // snippet: condition
    private static Condition enoughSeats() {
        return condition("enough seats", call -> {
            RecordId room = call.payload().reference("room");
            boolean fits = call.records()
                    .exists(Query.of("Room")
                            .where(Match.and(
                                    Match.eq("id", room),
                                    Match.ge("seats", call.payload().integer("guests")))));
            return Decision.allowIf(fits, "ROOM_TOO_SMALL", "The room has fewer seats than there are guests");
        });
    }
    // end

    private static Condition openingHours() {
        return condition("opening hours", call -> Decision.allow());
    }

    // snippet: anonymous
    static final Interaction JOIN =
            interaction("Join").payload(text("name").required()).anonymous();
    // end

    static final Model ROOMS = model("Rooms")
            .facts(MEMBER, ROOM, BOOKING, BOOKED, BOOKED_BY)
            .events(BOOK, JOIN)
            .derive(MEMBER, Transform.toRecord(JOIN, event -> Draft.of("name", event.text("name"))))
            .derive(
                    BOOKING,
                    Transform.toRecord(
                            BOOK,
                            event -> Draft.of("guests", event.integer("guests"))
                                    .set("room", event.reference("room"))
                                    .set("member", event.user())))
            .derive(ROOM, Property.integer("bookingCount"), Count.of("bookings"))
            .build();

    @Test
    @DisplayName("checks run in their order, and each refuses with its code")
    void checks() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", ROOMS)) {
            RecordId room = entail.create(ROOM, Draft.of("name", "Oak").set("seats", 4));
            RecordId ann = entail.create(MEMBER, Draft.of("name", "Ann"));

            assertThat(refusal(entail, null, Map.of("nonsense", 1))).isEqualTo("ACTOR_MISSING");
            assertThat(refusal(entail, ann, Map.of("nonsense", 1))).isEqualTo("PAYLOAD_UNKNOWN_FIELD");
            assertThat(refusal(entail, ann, Map.of("guests", "many"))).isEqualTo("PAYLOAD_MISSING");
            assertThat(refusal(entail, ann, Map.of("room", room, "guests", "many")))
                    .isEqualTo("PAYLOAD_TYPE_MISMATCH");
            assertThat(refusal(entail, ann, Map.of("room", 1L, "guests", 2))).isEqualTo("PAYLOAD_NOT_A_REFERENCE");
            assertThat(refusal(entail, ann, Map.of("room", room, "guests", 2, "invited", ann)))
                    .isEqualTo("PAYLOAD_NOT_A_LIST");
            assertThat(refusal(entail, ann, Map.of("room", room, "guests", 2, "catering", List.of("soup"))))
                    .isEqualTo("PAYLOAD_TYPE_MISMATCH");
            assertThat(refusal(entail, ann, Map.of("room", room, "guests", 9))).isEqualTo("ROOM_TOO_SMALL");
            assertThat(refusal(entail, ann, Map.of("room", room, "guests", 2, "invited", List.of(RecordId.of(4711)))))
                    .isEqualTo("PAYLOAD_REFERENCE_NOT_FOUND");
            Map<String, Object> withNull = new HashMap<>(Map.of("room", room, "guests", 2));
            withNull.put("note", null);
            assertThat(refusal(entail, ann, withNull)).isEqualTo("PAYLOAD_TYPE_MISMATCH");
            assertThat(entail.query(InteractionRecord.ENTITY).count()).isZero();

            // snippet: call
            DispatchResult result = entail.dispatch(
                    BOOK,
                    call -> call.by(ann)
                            .payload("room", room) // a RecordId, or Map.of("id", 1)
                            .payload("guests", 3)
                            .payload("catering", List.of(Map.of("menu", "soup", "vegetarian", true)))
                            .context("ip", "192.0.2.1")
                            .correlatedBy("request-17"));
            // end
            assertThat(result.isAccepted()).isTrue();
            Row event =
                    entail.query(InteractionRecord.ENTITY).select("*").first().orElseThrow();
            assertThat(event.get(InteractionRecord.NAME)).isEqualTo("Book");
            assertThat(event.get(InteractionRecord.CORRELATION_ID)).isEqualTo("request-17");
            assertThat(event.get(InteractionRecord.CONTEXT)).isEqualTo(Map.of("ip", "192.0.2.1"));
        }
    }

    private static String refusal(
            Entail entail, @org.jspecify.annotations.Nullable RecordId actor, Map<String, Object> payload) {
        return entail.dispatch("Book", DispatchCall.of(actor, payload))
                .refusal()
                .code();
    }

    @Test
    @DisplayName("a call by name takes what came over the wire")
    void byName() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", ROOMS)) {
            // snippet: by-name
            Map<String, Object> received = Map.of("name", "Ann");
            DispatchResult result = entail.dispatch("Join", DispatchCall.of(null, received));
            // end
            assertThat(result.isAccepted()).isTrue();
            assertThat(entail.query(MEMBER).count()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("every type of field is given to derivations as it was declared")
    void types() {
        // snippet: field-types
        Interaction all = interaction("All")
                .payload(
                        text("text"),
                        integer("integer"),
                        decimal("decimal"),
                        bool("bool"),
                        timestamp("timestamp"),
                        json("json"))
                .anonymous();
        // end
        assertThat(all.schema().fields()).hasSize(6).noneMatch(field -> field.isRequired());
    }
}
