package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.event.Mutation;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.database.TestDatabase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of transforms, projections and state machines, number by number. */
abstract class ReactionScenarios extends RuntimeGroup {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity ORDER = entity("Order", text("title"), text("kind"), integer("size"));
    private static final Entity NOTICE = entity("Notice", text("text"));
    private static final Entity AUDIT = entity("Audit", text("line"));

    private static List<String> texts(Entail entail, Entity entity, String name) {
        return entail.query(entity).select(name).orderBy(Order.ascending("id")).list().stream()
                .map(row -> row.text(name))
                .toList();
    }

    private static @Nullable Object value(Entail entail, Entity entity, RecordId id, String name) {
        return entail.query(entity).select(name).byId(id).orElseThrow().get(name);
    }

    @Test
    @DisplayName("T-TRF-07 an interaction leads to a record that knows who asked for what; effects have both creations")
    final void audit() {
        Interaction rename = Interaction.interaction("Rename")
                .payload(PayloadField.text("title").required());
        Entail entail = open(Model.model("Audits")
                .facts(USER, AUDIT)
                .events(rename)
                .derive(
                        AUDIT,
                        Transform.toRecord(rename, event -> Draft.of("line", event.user() + " " + event.text("title"))))
                .build());
        RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
        DispatchResult result = entail.dispatch(rename, call -> call.by(ann).payload("title", "New"))
                .orThrow();
        assertThat(texts(entail, AUDIT, "line")).containsExactly(ann + " New");
        assertThat(Events.of(result.effects())).containsExactly("create _Interaction_", "create Audit");
    }

    @Test
    @DisplayName("T-TRF-08 an order brings two notices in one list, a change of its kind a third")
    final void lists() {
        Entail entail = open(Model.model("Notices")
                .facts(ORDER, NOTICE)
                .derive(
                        NOTICE,
                        Transform.toRecords(
                                Trigger.created(ORDER),
                                order -> List.of(Draft.of("text", "to the buyer"), Draft.of("text", "to the seller"))),
                        Transform.toRecord(
                                Trigger.updated(ORDER, "kind"),
                                order -> Draft.of("text", "now " + order.row().text("kind"))))
                .build());
        RecordId order = entail.create(ORDER, Draft.of("kind", "open"));
        assertThat(texts(entail, NOTICE, "text")).containsExactlyInAnyOrder("to the buyer", "to the seller");
        entail.update(ORDER, order, Draft.of("kind", "sent"));
        assertThat(texts(entail, NOTICE, "text")).hasSize(3).endsWith("now sent");
        entail.update(ORDER, order, Draft.of("title", "x"));
        assertThat(texts(entail, NOTICE, "text")).hasSize(3);
    }

    @Test
    @DisplayName("T-TRF-10 a trigger with two conditions fires once for what meets both, and for what meets the second"
            + " alone; two transforms are two (differs: a transform has one trigger)")
    final void overlapping() {
        Trigger<Mutation> either = Trigger.created(ORDER)
                .when(order -> Long.valueOf(9).equals(order.row().get("size"))
                        || "rush".equals(order.row().get("kind")));
        Entail entail = open(Model.model("Either")
                .facts(ORDER, NOTICE, AUDIT)
                .derive(NOTICE, Transform.toRecord(either, order -> Draft.of("text", "seen")))
                .derive(
                        AUDIT,
                        Transform.toRecord(
                                Trigger.created(ORDER).like(Map.of("size", 9L)), order -> Draft.of("line", "large")),
                        Transform.toRecord(
                                Trigger.created(ORDER).like(Map.of("kind", "rush")), order -> Draft.of("line", "rush")))
                .build());
        entail.create(ORDER, Draft.of("size", 9).set("kind", "rush"));
        assertThat(entail.query(NOTICE).count()).isEqualTo(1);
        assertThat(texts(entail, AUDIT, "line")).containsExactlyInAnyOrder("large", "rush");
        entail.create(ORDER, Draft.of("size", 1).set("kind", "rush"));
        assertThat(entail.query(NOTICE).count()).isEqualTo(2);
        entail.create(ORDER, Draft.of("size", 1));
        assertThat(entail.query(NOTICE).count()).isEqualTo(2);
    }

    @Test
    @DisplayName("T-TRF-12 a record that is given an id that is taken is a unique violation, and nothing is stored")
    final void takenId() {
        Entail entail = open(Model.model("Copies")
                .facts(ORDER, NOTICE)
                .derive(NOTICE, Projection.toRecord(ORDER, List.of("title", "kind"), row -> {
                    Draft copy = Draft.of("text", row.text("title"));
                    return "keep".equals(row.get("kind")) ? copy.set("id", row.id()) : copy;
                }))
                .build());
        RecordId order = entail.create(ORDER, Draft.of("title", "first"));
        RecordId notice = entail.query(NOTICE).first().orElseThrow().id();
        Draft second = Draft.of("title", "second").set("kind", "keep");
        entail.delete(ORDER, order);
        entail.create(NOTICE, Draft.of("id", RecordId.of(700)));
        ConstraintViolation taken = ConstraintViolation.in(
                        failureOf(() -> entail.create(ORDER, second.set("id", RecordId.of(700)))))
                .orElseThrow();
        assertThat(taken.attributes()).containsExactly("id");
        assertThat(entail.query(ORDER).count()).isZero();
        RecordId free = entail.create(ORDER, second.set("id", RecordId.of(800)));
        assertThat(value(entail, NOTICE, free, "text")).isEqualTo("second");
        entail.update(ORDER, free, Draft.of("title", "third"));
        assertThat(value(entail, NOTICE, free, "text")).isEqualTo("third");
        assertThat(notice).isNotEqualTo(free);
    }

    @Test
    @DisplayName("T-TRF-13 a model that is opened again and again gives one record for each source")
    final void reopened() {
        Model model = Model.model("Again")
                .facts(ORDER, NOTICE, AUDIT)
                .derive(NOTICE, Projection.toRecord(ORDER, List.of("title"), row -> Draft.of("text", row.get("title"))))
                .derive(AUDIT, Transform.toRecord(Trigger.created(ORDER), order -> Draft.of("line", "new")))
                .build();
        TestDatabase database = test().fresh();
        for (int i = 1; i <= 3; i++) {
            Entail entail = open(model, database);
            entail.create(ORDER, Draft.of("title", "o" + i));
            assertThat(texts(entail, NOTICE, "text")).hasSize(i);
            assertThat(entail.query(AUDIT).count()).isEqualTo(i);
            close(entail);
        }
    }

    @Test
    @DisplayName("T-STM-03 handing a request over moves its link from one reviewer to another, and a machine of the"
            + " link sees both")
    final void transferred() {
        Entity request = entity("Request", text("title"));
        Relation review =
                manyToOne(request, "reviewer", USER, "reviews").named("Review").with(text("note"));
        Interaction hand = Interaction.interaction("Hand")
                .anonymous()
                .payload(
                        PayloadField.reference("request", request).required(),
                        PayloadField.reference("to", USER).required());
        Entail entail = open(Model.model("Reviews")
                .facts(USER, request, review)
                .events(hand)
                .derive(
                        review,
                        Transform.toLink(
                                hand, event -> Link.between(event.reference("request"), event.reference("to"))))
                .derive(
                        request,
                        integer("moves"),
                        StateMachine.of("counting")
                                .starting(row -> 0L)
                                .with(Transfer.from("counting")
                                        .to("counting")
                                        .on(Trigger.deleted(review), link -> link.source())
                                        .setting((before, link) -> (Long) Objects.requireNonNull(before) + 1)))
                .derive(USER, integer("reviewCount"), Count.of("reviews"))
                .build());
        RecordId second = entail.create(USER, Draft.of("name", "user2"));
        RecordId third = entail.create(USER, Draft.of("name", "user3"));
        RecordId one = entail.create(request, Draft.of("title", "r").set("reviewer", second));
        entail.dispatch(hand, call -> call.payload("request", one).payload("to", third))
                .orThrow();
        Row row = entail.query(request).select("moves", "reviewer.id").byId(one).orElseThrow();
        assertThat(row.row("reviewer").id()).isEqualTo(third);
        assertThat(row.integer("moves")).isEqualTo(1);
        assertThat(value(entail, USER, second, "reviewCount")).isEqualTo(0L);
        assertThat(value(entail, USER, third, "reviewCount")).isEqualTo(1L);
    }

    @Test
    @DisplayName("T-STM-06 a machine that notes times begins between before and after, and goes strictly up")
    final void times() {
        Interaction touch = Interaction.interaction("Touch")
                .anonymous()
                .payload(PayloadField.reference("order", ORDER).required());
        Entail entail = open(Model.model("Times")
                .facts(ORDER)
                .events(touch)
                .derive(
                        ORDER,
                        timestamp("touchedAt"),
                        StateMachine.of("touched")
                                .starting(row -> Instant.now())
                                .with(Transfer.from("touched")
                                        .to("touched")
                                        .on(touch, event -> event.reference("order"))
                                        .setting((before, event) -> event.occurredAt())))
                .build());
        Instant before = Instant.now().minusMillis(1);
        RecordId order = entail.create(ORDER, Draft.of("title", "x"));
        Instant last = (Instant) Objects.requireNonNull(value(entail, ORDER, order, "touchedAt"));
        assertThat(last).isBetween(before, Instant.now());
        for (int i = 0; i < 2; i++) {
            pause();
            entail.dispatch(touch, call -> call.payload("order", order)).orThrow();
            Instant next = (Instant) Objects.requireNonNull(value(entail, ORDER, order, "touchedAt"));
            assertThat(next).isAfter(last);
            last = next;
        }
    }

    /** Timestamps are kept to the millisecond. */
    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Model tasks(Interaction start, Interaction escalate) {
        return Model.model("Tasks")
                .facts(ORDER, View.of("Active", ORDER, Match.eq("status", "active")))
                .events(start, escalate)
                .derive(
                        ORDER,
                        text("status"),
                        StateMachine.of("active", "urgent", "in_progress", "closed")
                                .with(
                                        Transfer.from("active")
                                                .to("in_progress")
                                                .on(start, event -> event.reference("order")),
                                        Transfer.from("urgent")
                                                .to("in_progress")
                                                .on(escalate, event -> event.reference("order")),
                                        Transfer.from("active")
                                                .to("closed")
                                                .on(Trigger.updated(ORDER, "title"), change -> change.id())))
                .derive(
                        integer("activeCount"),
                        Count.of(ORDER).where(List.of("status"), row -> "active".equals(row.get("status"))))
                .derive(integer("memberCount"), Count.of(View.of("Active", ORDER, Match.eq("status", "active"))))
                .build();
    }

    private static Interaction on(String name) {
        return Interaction.interaction(name)
                .anonymous()
                .payload(PayloadField.reference("order", ORDER).required());
    }

    @Test
    @DisplayName("T-STM-11 nobody writes a state by hand, so an event finds the state of the machine (differs: the"
            + " write is refused instead of being without consequence)")
    final void writeProtected() {
        Interaction start = on("Start");
        Interaction escalate = on("Escalate");
        Entail entail = open(tasks(start, escalate));
        RecordId task = entail.create(ORDER, Draft.of("size", 1));
        entail.dispatch(start, call -> call.payload("order", task)).orThrow();
        assertThat(failureOf(() -> entail.update(ORDER, task, Draft.of("status", "urgent")))
                        .code())
                .isEqualTo("WRITE_INVALID");
        entail.dispatch(escalate, call -> call.payload("order", task)).orThrow();
        assertThat(value(entail, ORDER, task, "status")).isEqualTo("in_progress");
    }

    @Test
    @DisplayName("T-STM-12 T-STM-13 the first state is part of the creation: counts and views have it, no step follows"
            + " from it; a real update brings one")
    final void initial() {
        Entail entail = open(tasks(on("Start"), on("Escalate")));
        RecordId first = entail.create(ORDER, Draft.of("title", "a"));
        assertThat(entail.global(integer("activeCount"))).isEqualTo(1);
        assertThat(value(entail, ORDER, first, "status")).isEqualTo("active");
        assertThat(Events.of(entail.effects(writes -> writes.create(ORDER, Draft.of("title", "b")))))
                .first()
                .isEqualTo("create Order");
        assertThat(entail.global(integer("activeCount"))).isEqualTo(2);
        assertThat(entail.global(integer("memberCount"))).isEqualTo(2);
        assertThat(entail.query("Active").count()).isEqualTo(2);
        entail.update(ORDER, first, Draft.of("size", 4));
        assertThat(value(entail, ORDER, first, "status")).isEqualTo("active");
        entail.update(ORDER, first, Draft.of("title", "c"));
        assertThat(value(entail, ORDER, first, "status")).isEqualTo("closed");
        assertThat(entail.global(integer("memberCount"))).isEqualTo(1);
    }

    @Test
    @DisplayName("T-STM-15 a null in a pattern fits null only, and an empty object any object")
    final void patterns() {
        Entity thing = entity("Thing", text("kind"), json("extra"));
        Map<String, @Nullable Object> noKind = new HashMap<>();
        noKind.put("kind", null);
        Entail entail = open(Model.model("Patterns")
                .facts(thing, AUDIT)
                .derive(
                        AUDIT,
                        Transform.toRecord(
                                Trigger.created(thing).like(noKind), created -> Draft.of("line", "kindless")),
                        Transform.toRecord(
                                Trigger.created(thing).like(Map.of("extra", Map.of())),
                                created -> Draft.of("line", "object")))
                .build());
        entail.create(thing, Draft.of("kind", "").set("extra", "text"));
        entail.create(thing, Draft.of("kind", "x").set("extra", List.of()));
        assertThat(texts(entail, AUDIT, "line")).isEmpty();
        entail.create(thing, Draft.of("kind", "x").set("extra", Map.of("a", 1)));
        entail.create(thing, Draft.of("kind", "x").set("extra", Map.of()));
        entail.create(thing, Draft.empty());
        assertThat(texts(entail, AUDIT, "line")).containsExactly("object", "object", "kindless");
    }
}
