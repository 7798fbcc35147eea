package dev.entail.examples.social;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.bool;
import static dev.entail.builtins.payload.PayloadField.json;
import static dev.entail.builtins.payload.PayloadField.number;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.structure;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.model.Model.model;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.testkit.database.EachDatabase;
import dev.entail.testkit.database.TestDatabase;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an interaction takes and what it refuses (specification 9.4). T-114a needs views, T-115 a caller that is not Java:
 * see {@link SocialAppTest}.
 */
@EachDatabase
@DisplayName("Payload")
class PayloadTest {
    private static final Entity DOC = entity("Doc", Property.text("title"));
    private static final RecordId FIRST = RecordId.of(1);
    private static final long ABSENT = 77_777;
    private static final Interaction T = interaction("T")
            .payload(
                    text("s").required(),
                    number("n"),
                    bool("b"),
                    structure("o"),
                    text("tags").asList(),
                    reference("doc", DOC),
                    reference("docs", DOC).asList(),
                    structure("newDoc", text("title")),
                    json("any"))
            .anonymous();
    private static final Interaction OPTIONAL_FIRST = interaction("OptionalFirst")
            .payload(number("optional"), text("required").required())
            .anonymous();
    private static final Interaction WRITE =
            interaction("Write").payload(text("title").required()).anonymous();
    private static final Interaction QUOTED = interaction("It's \"quoted\"; --").anonymous();

    /** Opened once for all tests on a database, which belongs to the class: nobody closes it here. */
    private static Entail entail;

    private static TestDatabase opened;

    @BeforeEach
    void open(TestDatabase database) {
        if (opened != database) {
            opened = database;
            entail = Entail.with(model("Payload")
                            .facts(DOC)
                            .events(T, OPTIONAL_FIRST, WRITE, QUOTED)
                            .derive(DOC, Transform.toRecord(WRITE, event -> Draft.of("title", event.text("title"))))
                            .build())
                    .open(database.database());
            assertThat(entail.create(DOC, Draft.of("title", "first"))).isEqualTo(FIRST);
        }
    }

    @ParameterizedTest(name = "{0}: ok", quoteTextArguments = false)
    @MethodSource("fitting")
    @DisplayName("accepted and recorded")
    void accepts(String id, Map<String, Object> payload, Map<String, Object> recorded) {
        long before = events();

        DispatchResult result = dispatch(T, payload).orThrow();

        assertThat(result.effects()).hasSize(1);
        assertThat(events()).isEqualTo(before + 1);
        assertThat(lastEvent().get(InteractionRecord.PAYLOAD)).isEqualTo(recorded);
    }

    static Stream<Arguments> fitting() {
        return Stream.of(
                fits("T-104 required text", payload("s", "a")),
                fits("T-107 empty text", payload("s", "")),
                // JSON has one kind of number, so what was recorded as a double reads as a decimal.
                arguments(
                        "T-109 number and truth value",
                        payload("s", "a", "n", 0.5, "b", false),
                        payload("s", "a", "n", new BigDecimal("0.5"), "b", false)),
                fits("T-110 empty object", payload("s", "a", "o", Map.of())),
                fits("T-111 list", payload("s", "a", "tags", List.of("x", "y"))),
                fits("T-111 empty list", payload("s", "a", "tags", List.of())),
                fits("T-112 reference", payload("s", "a", "doc", ref(1L))),
                arguments("T-112 record id", payload("s", "a", "doc", FIRST), payload("s", "a", "doc", ref(1L))),
                fits("T-113 references", payload("s", "a", "docs", List.of(ref(1L), ref(1L)))),
                fits("T-113 no references", payload("s", "a", "docs", List.of())),
                fits("T-114 object", payload("s", "a", "newDoc", Map.of("title", "q"))));
    }

    private static Arguments fits(String id, Map<String, Object> payload) {
        return arguments(id, payload, payload);
    }

    @ParameterizedTest(name = "{0}: {3}", quoteTextArguments = false)
    @MethodSource("unfitting")
    @DisplayName("refused with a code and a type")
    void refuses(String id, Map<String, Object> payload, String code, String type) {
        EntailException refusal = refused(T, payload);

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.details()).containsEntry("type", type);
        assertThat(refusal.details().get("field")).isEqualTo(type.substring(0, type.indexOf(' ')));
        assertThat(refusal.getMessage()).startsWith("'" + refusal.details().get("field") + "' ");
    }

    static Stream<Arguments> unfitting() {
        return Stream.of(
                arguments("T-105 nothing", payload(), "PAYLOAD_MISSING", "s missing"),
                arguments("T-105 another field only", payload("b", true), "PAYLOAD_MISSING", "s missing"),
                arguments("T-106 null", payload("s", null), "PAYLOAD_TYPE_MISMATCH", "s type mismatch"),
                arguments("T-108 undeclared", with("zz", 1), "PAYLOAD_UNKNOWN_FIELD", "zz not defined"),
                arguments("T-108 undeclared null", with("zz", null), "PAYLOAD_UNKNOWN_FIELD", "zz not defined"),
                arguments("T-108 before T-105", payload("zz", 1), "PAYLOAD_UNKNOWN_FIELD", "zz not defined"),
                arguments("T-108 letter case counts", with("N", 1), "PAYLOAD_UNKNOWN_FIELD", "N not defined"),
                mismatch("T-109 text as number", "n", "1"),
                mismatch("T-109 NaN", "n", Double.NaN),
                mismatch("T-109 infinity", "n", Double.POSITIVE_INFINITY),
                mismatch("T-109 truth value as number", "n", true),
                mismatch("T-109 null as number", "n", null),
                mismatch("T-109 number as truth value", "b", 1),
                mismatch("T-109 text as truth value", "b", "true"),
                mismatch("T-109 number as text", "s", 1),
                mismatch("T-110 null as JSON", "any", null),
                notAnObject("T-110 list as object", "o", List.of()),
                notAnObject("T-110 null as object", "o", null),
                arguments("T-111 no list", with("tags", "x"), "PAYLOAD_NOT_A_LIST", "tags data is not array"),
                arguments("T-111 null list", with("tags", null), "PAYLOAD_NOT_A_LIST", "tags data is not array"),
                mismatch("T-111 number in list", "tags", List.of("x", 1)),
                mismatch("T-111 null in list", "tags", asList("x", null)),
                noReference("T-112 object without id", Map.of("title", "q")),
                noReference("T-112 null", null),
                noReference("T-112 bare id", 1),
                noReference("T-112 text as id", ref("1")),
                noReference("T-112 zero as id", ref(0)),
                noReference("T-112 negative id", ref(-1)),
                noReference("T-112 more than an id", Map.of("id", 1, "title", "q")),
                noReference("T-112 list", List.of(ref(1))),
                missing("T-112 absent", "doc", ref(ABSENT)),
                arguments(
                        "T-113 null among references",
                        with("docs", asList(ref(1), null)),
                        "PAYLOAD_NOT_A_REFERENCE",
                        "docs data not every is ref"),
                arguments("T-113 no list", with("docs", ref(1)), "PAYLOAD_NOT_A_LIST", "docs data is not array"),
                missing("T-113 one absent", "docs", List.of(ref(1), ref(ABSENT))),
                notAnObject("T-114 list", "newDoc", List.of(Map.of())),
                notAnObject("T-114 text", "newDoc", "x"),
                // Stricter than the specification, which lets any object pass here: what is not declared is refused.
                arguments(
                        "T-114 undeclared field of an object",
                        with("newDoc", Map.of("bogus", 1)),
                        "PAYLOAD_UNKNOWN_FIELD",
                        "newDoc.bogus not defined"),
                arguments(
                        "T-114 wrong field of an object",
                        with("newDoc", Map.of("title", 1)),
                        "PAYLOAD_TYPE_MISMATCH",
                        "newDoc.title type mismatch"));
    }

    private static Arguments mismatch(String id, String field, Object value) {
        return arguments(id, with(field, value), "PAYLOAD_TYPE_MISMATCH", field + " type mismatch");
    }

    /** An object of T-110 and one of T-114 are declared alike in Java, so both are refused in the words of T-114. */
    private static Arguments notAnObject(String id, String field, Object value) {
        return arguments(id, with(field, value), "PAYLOAD_TYPE_MISMATCH", field + " check concept failed");
    }

    private static Arguments noReference(String id, Object value) {
        return arguments(id, with("doc", value), "PAYLOAD_NOT_A_REFERENCE", "doc data is not a ref");
    }

    private static Arguments missing(String id, String field, Object value) {
        return arguments(id, with(field, value), "PAYLOAD_REFERENCE_NOT_FOUND", field + " ref not found");
    }

    @Test
    @DisplayName("T-116 an optional field that is left out hides nothing that comes after it")
    void optionalHidesNothing() {
        assertThat(refused(OPTIONAL_FIRST, payload()).details()).containsEntry("type", "required missing");
    }

    @Test
    @DisplayName("T-117 a refusal stores nothing, neither an event nor a consequence")
    void refusalStoresNothing() {
        long events = events();
        long docs = entail.query(DOC).count();

        unfitting()
                .map(Arguments::get)
                .forEach(args -> assertThat(dispatch(T, asPayload(args[1])))
                        .returns(false, DispatchResult::isAccepted)
                        .returns(List.of(), DispatchResult::effects)
                        .returns(null, DispatchResult::data));
        refused(WRITE, payload("title", 1));

        assertThat(events()).isEqualTo(events);
        assertThat(entail.query(DOC).count()).isEqualTo(docs);
    }

    @Test
    @DisplayName("T-118 a call without an event source throws")
    void sourceMissing() {
        assertThatNullPointerException().isThrownBy(() -> dispatch(null, payload("s", "a")));
        assertThatNullPointerException()
                .isThrownBy(() -> entail.dispatch((String) null, DispatchCall.of(null, payload("s", "a"))));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"t", "", " T", "T ", "T\"; DROP TABLE \"Doc\"; --", "T' OR '1'='1", "T\0"})
    @DisplayName("an unknown interaction throws, whatever its name contains")
    void unknownInteraction(String name) {
        long before = events();

        assertThatExceptionOfType(EntailException.class)
                .isThrownBy(() -> entail.dispatch(name, DispatchCall.of(null, payload("s", "a"))))
                .returns("UNKNOWN_EVENT_SOURCE", EntailException::code)
                .withMessageContaining("[T, OptionalFirst, Write, ");

        assertThat(events()).isEqualTo(before);
    }

    @Test
    @DisplayName("an interaction that is not the one in the model throws, even under its name")
    void foreignInteraction() {
        Interaction twin = interaction("T").anonymous();

        assertThatExceptionOfType(EntailException.class)
                .isThrownBy(() -> dispatch(twin, payload()))
                .returns("UNKNOWN_EVENT_SOURCE", EntailException::code);
    }

    @Test
    @DisplayName("a declared name with quotes is a value like any other")
    void quotedInteraction() {
        dispatch(QUOTED, payload()).orThrow();

        assertThat(lastEvent().get(InteractionRecord.NAME)).isEqualTo(QUOTED.name());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "'); DROP TABLE \"Post\";--",
                "\"; DELETE FROM \"Doc\"; --",
                "`; DROP TABLE `Doc`; --",
                "' OR '1'='1",
                "\\' OR 1=1 --",
                "back\\slash \\n \\u0041 \\",
                "? :name $1 {fn now()} ${x} #{x}",
                "100 % _ [a-z]",
                "/* comment */ -- # ;",
                "two\nlines\r\nand a\ttab",
                " blanks around ",
                "ann",
                "ANN",
                "änn",
                "ann ",
                "ü 漢字 🦉 \u202e e\u0301",
                "{\"json\": [1, null]}"
            })
    @DisplayName("SQL and other peculiar text is stored and found unchanged")
    void peculiarText(String text) {
        DispatchResult result = entail.dispatch(
                        WRITE,
                        call -> call.payload("title", text).context(text, text).correlatedBy(text))
                .orThrow();

        assertThat(result.isAccepted()).isTrue();
        List<Row> found =
                entail.query(DOC).select("title").where(Match.eq("title", text)).list();
        assertThat(found).extracting(row -> row.text("title")).containsExactly(text);
        Row event = lastEvent();
        assertThat(event.get(InteractionRecord.PAYLOAD)).isEqualTo(Map.of("title", text));
        assertThat(event.get(InteractionRecord.CONTEXT)).isEqualTo(Map.of(text, text));
        assertThat(event.get(InteractionRecord.CORRELATION_ID)).isEqualTo(text);
    }

    @Test
    @DisplayName("a long text is stored unchanged")
    void longText() {
        String text = "0123456789 ünï ".repeat(10_000);

        dispatch(WRITE, payload("title", text)).orThrow();

        assertThat(entail.query(DOC)
                        .select("title")
                        .orderBy(Order.descending("id"))
                        .first()
                        .orElseThrow()
                        .text("title"))
                .isEqualTo(text);
    }

    /** PostgreSQL cannot hold this character; nobody gets a broken text or an error without a code. */
    @Test
    @DisplayName("the character NUL is stored unchanged or refused with a code")
    void nulCharacter() {
        long before = events();

        DispatchResult result = dispatch(WRITE, payload("title", "a\0b"));

        if (result.isAccepted()) {
            assertThat(entail.query(DOC).where(Match.eq("title", "a\0b")).count())
                    .isEqualTo(1);
        } else {
            assertThat(result.refusal().code()).isIn("VALUE_MISMATCH", "VALUE_OUT_OF_RANGE", "PAYLOAD_TYPE_MISMATCH");
            assertThat(events()).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "\"title\"",
                "title\"; DROP TABLE \"Doc\"; --",
                "title' OR '1'='1",
                "`title`",
                "title--",
                "title, id",
                "count(*)",
                "TITLE",
                "title\0",
                " title",
                ".title",
                "title.",
                ""
            })
    @DisplayName("a query path that the model does not have is refused with a code, whatever it contains")
    void peculiarPath(String path) {
        refusedQuery(() -> entail.query(DOC).select(path).list());
        refusedQuery(() -> entail.query(DOC).where(Match.eq(path, "x")).list());
        refusedQuery(() -> entail.query(DOC).where(Match.eq(path, "x")).count());
        refusedQuery(() -> entail.query(DOC).orderBy(Order.ascending(path)).list());
        refusedQuery(() -> entail.query(path).list());

        assertThat(entail.query(DOC).select("title").byId(FIRST))
                .hasValueSatisfying(row -> assertThat(row.text("title")).isEqualTo("first"));
    }

    private static void refusedQuery(ThrowingCallable query) {
        assertThatExceptionOfType(EntailException.class)
                .isThrownBy(query)
                .satisfies(e -> assertThat(e.code()).isIn("UNKNOWN_NAME", "QUERY_INVALID"));
    }

    private static DispatchResult dispatch(Interaction interaction, Map<String, Object> payload) {
        return entail.dispatch(interaction, call -> call.payload(payload));
    }

    private static EntailException refused(Interaction interaction, Map<String, Object> payload) {
        long before = events();
        DispatchResult result = dispatch(interaction, payload);
        assertThat(result.isAccepted()).isFalse();
        assertThat(result.effects()).isEmpty();
        assertThat(events()).isEqualTo(before);
        return result.refusal();
    }

    private static long events() {
        return entail.query(InteractionRecord.ENTITY).count();
    }

    private static Row lastEvent() {
        return entail.query(InteractionRecord.ENTITY)
                .select("*")
                .orderBy(Order.descending("id"))
                .first()
                .orElseThrow();
    }

    private static Map<String, Object> ref(Object id) {
        return Map.of("id", id);
    }

    /** An otherwise valid payload with one more field, or with the required one replaced. */
    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> payload = payload("s", "a");
        payload.put(field, value);
        return payload;
    }

    /** Names and values in turn; unlike {@code Map.of} it takes nulls, which a payload may contain. */
    private static Map<String, Object> payload(Object... namesAndValues) {
        Map<String, Object> payload = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            payload.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return payload;
    }

    @SuppressWarnings("unchecked") // the second argument of each case is a payload
    private static Map<String, Object> asPayload(Object argument) {
        return (Map<String, Object>) argument;
    }
}
