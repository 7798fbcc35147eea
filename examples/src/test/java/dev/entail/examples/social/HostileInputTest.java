package dev.entail.examples.social;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, texts and paths from outside, whatever they contain. What payloads may look like is in the contract of the testkit. */
@EachDatabase
@DisplayName("Hostile input")
class HostileInputTest {
    private static final Entity DOC = entity("Doc", Property.text("title"));
    private static final RecordId FIRST = RecordId.of(1);
    private static final Interaction T =
            interaction("T").payload(text("s").required()).anonymous();
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
                            .events(T, WRITE, QUOTED)
                            .derive(DOC, Transform.toRecord(WRITE, event -> Draft.of("title", event.text("title"))))
                            .build())
                    .open(database.database());
            assertThat(entail.create(DOC, Draft.of("title", "first"))).isEqualTo(FIRST);
        }
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
                .withMessageContaining("[T, Write, ");

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

    /** Names and values in turn; unlike {@code Map.of} it takes nulls, which a payload may contain. */
    private static Map<String, Object> payload(Object... namesAndValues) {
        Map<String, Object> payload = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            payload.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return payload;
    }
}
