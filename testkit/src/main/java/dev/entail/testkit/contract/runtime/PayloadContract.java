package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.bool;
import static dev.entail.builtins.payload.PayloadField.integer;
import static dev.entail.builtins.payload.PayloadField.json;
import static dev.entail.builtins.payload.PayloadField.number;
import static dev.entail.builtins.payload.PayloadField.object;
import static dev.entail.builtins.payload.PayloadField.record;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.core.definition.Entity.entity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.PayloadLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an interaction takes and what it refuses (specification 9.4). */
abstract class PayloadContract extends RuntimeGroup {
    private static final Entity DOC = entity("Doc", Property.text("title"), Property.number("weight"));
    private static final Entity U = entity("U", Property.integer("age"));
    private static final View AD = View.of("Ad", U, Match.ge("age", 18));
    private static final Entity TEAM = entity("Team", Property.text("name"));
    private static final Union OWNER = Union.of("Owner", U, TEAM);
    private static final Entity PAGE = entity("Page", Property.text("text"), Property.integer("number"));
    private static final Relation PAGES = Relation.oneToMany(DOC, "pages", PAGE, "doc");
    private static final Relation READERS =
            Relation.manyToMany(DOC, "readers", U, "reads").named("Reader");
    private static final Interaction T = interaction("T")
            .payload(
                    text("s").required(),
                    number("n"),
                    bool("b"),
                    object("o"),
                    text("tags").asList(),
                    reference("doc", DOC),
                    reference("docs", DOC).asList(),
                    record("newDoc", DOC),
                    reference("p", AD),
                    reference("owner", OWNER),
                    reference("reader", READERS),
                    json("any"))
            .anonymous();
    private static final Interaction OPTIONAL_FIRST = interaction("OptionalFirst")
            .payload(number("optional"), text("required").required())
            .anonymous();
    private static final Interaction WRITE = interaction("Write")
            .payload(record(
                            "doc",
                            DOC,
                            text("title").required().maxLength(9),
                            reference("readers", AD).asList(),
                            record("pages", PAGE, integer("number").atLeast(1)).asList())
                    .required())
            .anonymous();
    private static final Interaction AGE = interaction("Age")
            .payload(reference("p", AD).required(), reference("doc", DOC))
            .anonymous();

    private static Model model() {
        return Model.model("Payload")
                .facts(DOC, U, AD, TEAM, OWNER, PAGE, PAGES, READERS)
                .events(T, OPTIONAL_FIRST, WRITE, AGE)
                .derive(DOC, Transform.toRecord(WRITE, event -> event.payload().draft("doc")))
                .derive(DOC, Property.integer("pageCount"), Count.of("pages"))
                .build();
    }

    private Entail opened() {
        Entail entail = open(model());
        assertThat(entail.create(DOC, Draft.of("title", "first"))).isEqualTo(RecordId.of(1));
        return entail;
    }

    @Test
    @DisplayName("T-104 T-107 T-109 T-110 T-111 T-112 T-113 T-114 what fits is accepted and recorded in one form")
    final void accepted() {
        Entail entail = opened();
        accepts(entail, payload());
        accepts(entail, payload("s", ""));
        accepts(entail, payload("n", new BigDecimal("0.5"), "b", false));
        accepts(entail, payload("o", Map.of()));
        accepts(entail, payload("o", Map.of("a", Arrays.asList(1L, null))));
        accepts(entail, payload("tags", List.of("x", "y")));
        accepts(entail, payload("tags", List.of()));
        accepts(entail, payload("doc", ref(1)));
        accepts(entail, payload("docs", List.of(ref(1), ref(1))));
        accepts(entail, payload("docs", List.of()));
        accepts(entail, payload("newDoc", Map.of("title", "q")));
        accepts(entail, payload("newDoc", Map.of()));
        accepts(entail, payload("any", List.of(1L, "x", true)));
        entail.dispatch(T, call -> call.payload("s", "a").payload("doc", RecordId.of(1)))
                .orThrow();
        assertThat(recorded(entail)).isEqualTo(payload("doc", ref(1)));
    }

    private static void accepts(Entail entail, Map<String, @Nullable Object> payload) {
        long before = events(entail);
        DispatchResult result =
                entail.dispatch("T", DispatchCall.of(null, payload)).orThrow();
        assertThat(result.effects()).hasSize(1);
        assertThat(events(entail)).isEqualTo(before + 1);
        assertThat(recorded(entail)).isEqualTo(payload);
    }

    @Test
    @DisplayName("T-105 T-106 T-108..T-117 PAY-03..07 what does not fit is refused with code and type, and nothing is"
            + " stored")
    final void refused() {
        Entail entail = opened();
        refuses(entail, Map.of(), "PAYLOAD_MISSING", "s missing");
        refuses(entail, payload("s", null), "PAYLOAD_TYPE_MISMATCH", "s type mismatch");
        refuses(entail, payload("s", 1), "PAYLOAD_TYPE_MISMATCH", "s type mismatch");
        refuses(entail, payload("zz", 1), "PAYLOAD_UNKNOWN_FIELD", "zz not defined");
        refuses(entail, payload("zz", null), "PAYLOAD_UNKNOWN_FIELD", "zz not defined");
        refuses(entail, Map.of("zz", 1), "PAYLOAD_UNKNOWN_FIELD", "zz not defined");
        refuses(entail, payload("N", 1), "PAYLOAD_UNKNOWN_FIELD", "N not defined");
        for (Object odd : Arrays.asList("1", Double.NaN, Double.POSITIVE_INFINITY, true, null, List.of(1))) {
            refuses(entail, payload("n", odd), "PAYLOAD_TYPE_MISMATCH", "n type mismatch");
        }
        for (Object odd : Arrays.asList(1, "true", null)) {
            refuses(entail, payload("b", odd), "PAYLOAD_TYPE_MISMATCH", "b type mismatch");
        }
        for (Object odd : Arrays.asList(List.of(), null, "{}", Map.of(1, 2))) {
            refuses(entail, payload("o", odd), "PAYLOAD_TYPE_MISMATCH", "o type mismatch");
        }
        for (Object odd : Arrays.asList("x", null, Map.of())) {
            refuses(entail, payload("tags", odd), "PAYLOAD_NOT_A_LIST", "tags data is not array");
        }
        refuses(entail, payload("tags", List.of("x", 1)), "PAYLOAD_TYPE_MISMATCH", "tags type mismatch");
        refuses(entail, payload("tags", Arrays.asList("x", null)), "PAYLOAD_TYPE_MISMATCH", "tags type mismatch");
        for (Object odd : Arrays.asList(
                Map.of("title", "q"),
                null,
                1,
                ref("1"),
                ref(0),
                ref(-1),
                ref(1.0),
                Map.of("id", 1, "x", 1),
                List.of())) {
            refuses(entail, payload("doc", odd), "PAYLOAD_NOT_A_REFERENCE", "doc data is not a ref");
        }
        refuses(entail, payload("doc", ref(77)), "PAYLOAD_REFERENCE_NOT_FOUND", "doc ref not found");
        refuses(
                entail,
                payload("docs", Arrays.asList(ref(1), null)),
                "PAYLOAD_NOT_A_REFERENCE",
                "docs data not every is ref");
        refuses(entail, payload("docs", List.of(ref(1), ref(5))), "PAYLOAD_REFERENCE_NOT_FOUND", "docs ref not found");
        refuses(entail, payload("docs", ref(1)), "PAYLOAD_NOT_A_LIST", "docs data is not array");
        refuses(entail, payload("newDoc", List.of(Map.of())), "PAYLOAD_TYPE_MISMATCH", "newDoc check concept failed");
        refuses(entail, payload("newDoc", "x"), "PAYLOAD_TYPE_MISMATCH", "newDoc check concept failed");
        refuses(entail, payload("any", null), "PAYLOAD_TYPE_MISMATCH", "any type mismatch");
        refuses(entail, "OptionalFirst", Map.of(), "PAYLOAD_MISSING", "required missing");
    }

    @Test
    @DisplayName("T-118 a call without an event source throws")
    @SuppressWarnings("NullAway") // what a careless caller may do
    final void sourceMissing() {
        Entail entail = opened();
        Throwable none = catchThrowable(() -> entail.dispatch((Interaction) null, call -> call));
        assertThat(none).isInstanceOf(NullPointerException.class);
    }

    @Test
    @DisplayName("T-114 PAY-09 of a new record everything is checked: what it has, what it may have, what is derived")
    final void newRecordChecked() {
        Entail entail = opened();
        refuses(entail, payload("newDoc", Map.of("bogus", 1)), "PAYLOAD_UNKNOWN_FIELD", "newDoc.bogus not defined");
        refuses(entail, payload("newDoc", Map.of("id", 1)), "PAYLOAD_UNKNOWN_FIELD", "newDoc.id not defined");
        refuses(
                entail,
                payload("newDoc", Map.of("pageCount", 1)),
                "PAYLOAD_UNKNOWN_FIELD",
                "newDoc.pageCount not defined");
        refuses(
                entail,
                payload("newDoc", Map.of("pages", List.of())),
                "PAYLOAD_UNKNOWN_FIELD",
                "newDoc.pages not defined");
        refuses(entail, payload("newDoc", Map.of("title", 1)), "PAYLOAD_TYPE_MISMATCH", "newDoc.title type mismatch");
        refuses(entail, "Write", doc(Map.of()), "PAYLOAD_MISSING", "doc.title missing");
        refuses(
                entail,
                "Write",
                doc(Map.of("title", "0123456789")),
                "PAYLOAD_CONSTRAINT_VIOLATED",
                "doc.title constraint violated");
        EntailException page = refuses(
                entail,
                "Write",
                doc(Map.of("title", "a", "pages", List.of(Map.of("number", 1), Map.of("number", 0)))),
                "PAYLOAD_CONSTRAINT_VIOLATED",
                "doc.pages.number constraint violated");
        assertThat(page.details())
                .containsEntry("constraint", "atLeast")
                .containsEntry("bound", 1L)
                .containsEntry("at", "doc.pages[1].number");
        RecordId child = entail.create(U, Draft.of("age", 5));
        refuses(
                entail,
                "Write",
                doc(Map.of("title", "a", "readers", List.of(child))),
                "PAYLOAD_REFERENCE_NOT_FOUND",
                "doc.readers ref not found");
    }

    @Test
    @DisplayName("PAY-09 a new record with related records becomes a draft")
    final void newRecordDrafted() {
        Entail entail = opened();
        RecordId adult = entail.create(U, Draft.of("age", 50));

        entail.dispatch(
                        "Write",
                        DispatchCall.of(
                                null,
                                doc(Map.of(
                                        "title",
                                        "a",
                                        "weight",
                                        2,
                                        "readers",
                                        List.of(ref(adult.value())),
                                        "pages",
                                        List.of(Map.of("text", "one", "number", 1), Map.of("number", 2))))))
                .orThrow();

        Row doc = entail.query(DOC)
                .where(Match.eq("title", "a"))
                .select("weight", "pageCount", "pages.number", "readers.age")
                .first()
                .orElseThrow();
        assertThat(doc.values()).containsEntry("weight", 2.0).containsEntry("pageCount", 2L);
        assertThat(doc.rows("pages")).extracting(row -> row.integer("number")).containsExactlyInAnyOrder(1L, 2L);
        assertThat(doc.rows("readers")).extracting(Row::id).containsExactly(adult);
    }

    @Test
    @DisplayName("T-114a PAY-08 of a view only members exist, of a union all inputs, of a relation its links")
    final void references() {
        Entail entail = opened();
        RecordId child = entail.create(U, Draft.of("age", 5));
        RecordId adult = entail.create(U, Draft.of("age", 50));
        RecordId team = entail.create(TEAM, Draft.of("name", "a"));
        RecordId link = entail.link(READERS, Link.between(RecordId.of(1), adult));

        accepts(entail, payload("p", ref(adult.value())));
        refuses(entail, payload("p", ref(child.value())), "PAYLOAD_REFERENCE_NOT_FOUND", "p ref not found");
        refuses(entail, payload("p", ref(7777)), "PAYLOAD_REFERENCE_NOT_FOUND", "p ref not found");
        accepts(entail, payload("owner", ref(child.value())));
        accepts(entail, payload("owner", ref(team.value())));
        refuses(entail, payload("owner", ref(7777)), "PAYLOAD_REFERENCE_NOT_FOUND", "owner ref not found");
        accepts(entail, payload("reader", ref(link.value())));
        refuses(entail, payload("reader", ref(7777)), "PAYLOAD_REFERENCE_NOT_FOUND", "reader ref not found");
    }

    @Test
    @DisplayName("PAY-08 members of a view are looked up by one statement, all of a field together")
    final void costs() {
        Entail entail = opened();
        RecordId adult = entail.create(U, Draft.of("age", 50));
        statements(entail, payload()); // takes ids for many
        int plain = statements(entail, payload());

        assertThat(statements(entail, payload("p", adult))).isEqualTo(plain + 1);
        assertThat(statements(entail, payload("doc", ref(1)))).isEqualTo(plain + 1);
        assertThat(statements(entail, payload("p", adult, "doc", ref(1), "docs", List.of(ref(1)), "owner", adult)))
                .isEqualTo(plain + 3);
    }

    private int statements(Entail entail, Map<String, @Nullable Object> payload) {
        return log(entail)
                .record(() ->
                        entail.dispatch("T", DispatchCall.of(null, payload)).orThrow())
                .statements()
                .size();
    }

    @Test
    @DisplayName("W-34 a call that is too large is refused before a transaction is begun, whatever is too large")
    final void limits() {
        PayloadLimits limits = new PayloadLimits(5, 50, 20, 100, 10);
        Entail entail = open(model(), how -> how.payloadLimits(limits));
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        cyclic.add(cyclic);

        int statements = log(entail)
                .record(() -> {
                    tooLarge(entail, payload("s", "x".repeat(21)), "textLength", "s");
                    tooLarge(entail, payload("x".repeat(21), 1), "textLength", "x".repeat(21));
                    tooLarge(entail, payload("any", cyclic), "depth", "any");
                    tooLarge(entail, payload("any", nested(100_000)), "depth", "any");
                    tooLarge(entail, payload("o", Map.of("a", nested(3), "b", nested(4))), "depth", "o");
                    tooLarge(entail, payload("tags", repeated(11, "x")), "listLength", "tags");
                    tooLarge(entail, payload("any", repeated(10, repeated(5, "x"))), "values", "any");
                    tooLarge(entail, payload("tags", repeated(10, "0123456789")), "totalTextLength", "tags");
                    tooLarge(entail, payload("n", new BigDecimal("1".repeat(1001))), "digits", "n");
                    DispatchResult context =
                            entail.dispatch(T, call -> call.payload("s", "a").context("c", cyclic));
                    assertThat(context.refusal().code()).isEqualTo("PAYLOAD_TOO_LARGE");
                    assertThat(context.refusal().details()).containsEntry("context", "c");
                    DispatchResult correlation =
                            entail.dispatch(T, call -> call.payload("s", "a").correlatedBy("x".repeat(21)));
                    assertThat(correlation.refusal().code()).isEqualTo("PAYLOAD_TOO_LARGE");
                })
                .statements()
                .size();

        assertThat(statements).isZero();
        assertThat(entail.dispatch("T", DispatchCall.of(null, payload("any", nested(4))))
                        .isAccepted())
                .isTrue();
        assertThat(entail.dispatch("T", DispatchCall.of(null, payload("tags", repeated(9, "0123456789"))))
                        .isAccepted())
                .isTrue();
    }

    @Test
    @DisplayName("W-34 by default, too, nothing that contains itself or shares its parts does harm")
    final void defaultLimits() {
        Entail entail = open(model());
        List<Object> shared = List.of("x");
        for (int i = 0; i < 60; i++) {
            shared = List.of(shared, shared);
        }
        tooLarge(entail, payload("any", shared), "values", "any");
        tooLarge(entail, payload("any", nested(100_000)), "depth", "any");
        Map<String, Object> itself = new LinkedHashMap<>();
        itself.put("o", itself);
        tooLarge(entail, payload("o", itself), "depth", "o");
        assertThat(events(entail)).isZero();
    }

    private static void tooLarge(Entail entail, Map<String, @Nullable Object> payload, String limit, String field) {
        EntailException refusal =
                entail.dispatch("T", DispatchCall.of(null, payload)).refusal();
        assertThat(refusal.code()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(refusal.details())
                .containsEntry("limit", limit)
                .containsEntry("field", field)
                .containsEntry("checkType", "payload");
    }

    @Test
    @DisplayName("PAY-03 what is no JSON is refused alike on every database: odd keys, odd objects, odd characters")
    final void noJson() {
        Entail entail = opened();
        for (Object odd : List.of(
                "a\0b", "\uD800", "x\uDC00y", new StringBuilder("x"), 'x', Thread.State.NEW, new Object(), new int[] {1
                })) {
            refuses(entail, payload("s", odd), "PAYLOAD_TYPE_MISMATCH", "s type mismatch");
            refuses(entail, payload("any", List.of(odd)), "PAYLOAD_TYPE_MISMATCH", "any type mismatch");
            refuses(entail, payload("o", Map.of("a", odd)), "PAYLOAD_TYPE_MISMATCH", "o type mismatch");
        }
        for (Object odd : List.of(1, "a\0b", "\uD800", List.of(), new Object())) {
            refuses(entail, payload("any", Map.of(odd, 1)), "PAYLOAD_TYPE_MISMATCH", "any type mismatch");
            EntailException context = entail.dispatch(
                            T, call -> call.payload("s", "a").context("c", Map.of(odd, 1)))
                    .refusal();
            assertThat(context.code()).isEqualTo("VALUE_MISMATCH");
        }
        refuses(entail, payload("newDoc", Map.of(1, 1)), "PAYLOAD_TYPE_MISMATCH", "newDoc check concept failed");
        assertThat(events(entail)).isZero();
    }

    private static EntailException refuses(
            Entail entail, Map<String, ? extends @Nullable Object> payload, String code, String type) {
        return refuses(entail, "T", payload, code, type);
    }

    private static EntailException refuses(
            Entail entail,
            String interaction,
            Map<String, ? extends @Nullable Object> payload,
            String code,
            String type) {
        long events = events(entail);
        long docs = entail.query(DOC).count();
        DispatchResult result = entail.dispatch(interaction, DispatchCall.of(null, payload));
        assertThat(result.effects()).isEmpty();
        assertThat(result.data()).isNull();
        EntailException refusal = result.refusal();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal.details())
                .containsEntry("type", type)
                .containsEntry("checkType", "payload")
                .containsEntry("field", type.substring(0, type.indexOf(' ')));
        assertThat(refusal.getMessage()).startsWith("'" + refusal.details().get("field") + "' ");
        assertThat(events(entail)).isEqualTo(events);
        assertThat(entail.query(DOC).count()).isEqualTo(docs);
        return refusal;
    }

    private static long events(Entail entail) {
        return entail.query(InteractionRecord.ENTITY).count();
    }

    private static @Nullable Object recorded(Entail entail) {
        return entail.query(InteractionRecord.ENTITY)
                .select("payload")
                .orderBy(Order.descending("id"))
                .first()
                .orElseThrow()
                .get(InteractionRecord.PAYLOAD);
    }

    private static Map<String, Object> ref(Object id) {
        return Map.of("id", id instanceof Integer number ? (Object) number.longValue() : id);
    }

    private static Map<String, @Nullable Object> doc(Map<String, Object> doc) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("doc", doc);
        return payload;
    }

    private static Object nested(int levels) {
        Object value = "x";
        for (int i = 0; i < levels; i++) {
            value = List.of(value);
        }
        return value;
    }

    private static List<Object> repeated(int times, Object value) {
        return new ArrayList<>(java.util.Collections.nCopies(times, value));
    }

    /** A payload that fits, with more fields or others: names and values in turn. */
    private static Map<String, @Nullable Object> payload(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("s", "a");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            payload.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return payload;
    }
}
