package dev.entail.builtins.payload;

import static dev.entail.builtins.payload.PayloadField.bool;
import static dev.entail.builtins.payload.PayloadField.decimal;
import static dev.entail.builtins.payload.PayloadField.integer;
import static dev.entail.builtins.payload.PayloadField.json;
import static dev.entail.builtins.payload.PayloadField.number;
import static dev.entail.builtins.payload.PayloadField.object;
import static dev.entail.builtins.payload.PayloadField.record;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.structure;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.builtins.payload.PayloadField.timestamp;
import static dev.entail.core.definition.Entity.entity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.model.Model;
import dev.entail.runtime.port.PayloadLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a schema finds out without a database; scenarios with one are in the contract of the testkit. */
@DisplayName("Constraints of payload fields")
class PayloadConstraintTest {
    private static final Entity DOC =
            entity("Doc", Property.text("title"), Property.integer("size").defaultTo(1L));
    private static final Entity USER = entity("User", Property.text("name"));
    private static final Relation AUTHOR = Relation.manyToOne(DOC, "author", USER, "docs");

    private enum Size {
        SMALL,
        LARGE
    }

    @Test
    @DisplayName("PAY-10 values at a bound pass, values beyond it are refused, of every ordered type")
    void bounds() {
        PayloadField count = integer("f").between(1, 9);
        passes(count, 1, 9L, (byte) 5);
        fails(count, "atLeast", 1L, 0, -5L, Long.MIN_VALUE);
        fails(count, "atMost", 9L, 10, Long.MAX_VALUE);
        PayloadField price = decimal("f").atLeast(0.1).atMost(new BigDecimal("10"));
        passes(price, new BigDecimal("0.1"), new BigDecimal("0.100"), 10, new BigDecimal("1E+1"));
        fails(price, "atLeast", new BigDecimal("0.1"), new BigDecimal("0.0999999999"), 0);
        fails(price, "atMost", new BigDecimal("10"), new BigDecimal("10.0000000001"));
        passes(number("f").between(-0.5, 1), -0.5, 1, 0.0f);
        fails(number("f").atLeast(0), "atLeast", 0.0, -1e-300);
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        passes(timestamp("f").between(noon, noon), noon, "2026-01-01T12:00:00Z", "2026-01-01T13:00:00+01:00");
        fails(timestamp("f").atLeast(noon), "atLeast", noon.toString(), noon.minusMillis(1), "0000-01-01T00:00:00Z");
    }

    @Test
    @DisplayName("PAY-10 lengths count code points")
    void lengths() {
        passes(text("f").length(2, 3), "ab", "abc", "🦉🦉🦉");
        fails(text("f").minLength(2), "minLength", 2, "", "a", "🦉");
        fails(text("f").maxLength(2), "maxLength", 2, "abc", "🦉🦉🦉", "e\u0301x");
        passes(text("f").notBlank(), "a", " a ");
        fails(text("f").notBlank(), "notBlank", null, "", " ", "\t\n\u2003");
    }

    @Test
    @DisplayName("PAY-10 one of some texts, numbers, timestamps or constants")
    void oneOf() {
        passes(text("f").oneOf("a", "b"), "a", "b");
        fails(text("f").oneOf("a", "b"), "oneOf", List.of("a", "b"), "A", "", "ab");
        passes(integer("f").oneOf(1, 2L), 1L, 2);
        passes(decimal("f").oneOf(1, new BigDecimal("2.50")), new BigDecimal("1.0"), new BigDecimal("2.5"));
        passes(text("f").oneOf(Size.class), "SMALL", "LARGE");
        fails(text("f").oneOf(Size.class), "oneOf", List.of("SMALL", "LARGE"), "small", "MEDIUM");
        PayloadSchema schema = new PayloadSchema(List.of(text("f").oneOf(Size.class)));
        assertThat(schema.view("T", schema.check(Map.of("f", "LARGE"))).constant("f", Size.class))
                .isEqualTo(Size.LARGE);
    }

    @Test
    @DisplayName("PAY-10 constraints of lists are about the list, others about each item")
    void lists() {
        PayloadField tags =
                text("f").asList().minItems(1).maxItems(2).distinct().maxLength(2);
        passes(tags, List.of("a"), List.of("a", "ab"));
        fails(tags, "minItems", 1, List.of());
        fails(tags, "maxItems", 2, List.of("a", "b", "c"));
        fails(tags, "distinct", null, List.of("a", "a"));
        fails(tags, "maxLength", 2, List.of("a", "abc"));
        fails(decimal("f").asList().distinct(), "distinct", null, List.of(1, new BigDecimal("1.0")));
        fails(reference("f", DOC).asList().distinct(), "distinct", null, List.of(Map.of("id", 1), Map.of("id", 1L)));
        passes(reference("f", DOC).asList().distinct(), List.of(Map.of("id", 1), Map.of("id", 2)));
        assertThat(refusal(tags, List.of("a", "abc")).details()).containsEntry("at", "f[1]");
    }

    @Test
    @DisplayName("PAY-10 a pattern fits the whole text, and a costly one gives up instead of going on for years")
    void patterns() {
        passes(text("f").matching("[a-z]+-\\d{2}"), "ab-12");
        fails(text("f").matching("[a-z]+"), "matching", "[a-z]+", "ab1", "", "1ab", "ab\n");
        PayloadField costly = text("f").matching("(a+)+b");
        passes(costly, "aaab");
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            fails(costly, "matching", "(a+)+b", "a".repeat(60), "a".repeat(5_000));
            fails(text("f").matching("(x|y)*z"), "matching", "(x|y)*z", "xy".repeat(200_000));
        });
        passes(text("f").matching("[a-z ]*"), "some words ".repeat(20_000));
        PayloadField bounded = text("f").matching("(a+)+b").maxLength(10);
        assertThat(refusal(bounded, "a".repeat(5_000)).details()).containsEntry("constraint", "maxLength");
    }

    @Test
    @DisplayName("PAY-10 neither message nor details repeat what was given")
    void secrets() {
        for (PayloadField field : List.of(
                text("f").maxLength(3),
                text("f").oneOf("a"),
                text("f").matching("x"),
                integer("f"),
                timestamp("f"),
                reference("f", DOC),
                record("f", DOC),
                object("f"),
                text("f").asList())) {
            EntailException refusal = refusal(field, "topsecret");
            assertThat(refusal.getMessage() + refusal.details()).doesNotContain("topsecret");
            for (Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
                assertThat(cause instanceof EntailException ? cause.getMessage() : "")
                        .doesNotContain("topsecret");
            }
        }
    }

    @Test
    @DisplayName("T-105 T-115 null is an empty payload; a list, a text or odd keys are no payload")
    void noObject() {
        PayloadSchema optional = new PayloadSchema(List.of(text("s")));
        assertThat(optional.check(null)).isEmpty();
        assertThat(refusalOf(new PayloadSchema(List.of(text("s").required())), null)
                        .details())
                .containsEntry("type", "s missing");
        for (Object odd : List.of(List.of(1), "str", 1, Map.of(1, "a"))) {
            EntailException refusal = refusalOf(optional, odd);
            assertThat(refusal.code()).isEqualTo("PAYLOAD_NOT_AN_OBJECT");
            assertThat(refusal.details())
                    .containsEntry("type", "payload not an object")
                    .containsEntry("checkType", "payload");
        }
    }

    @Test
    @DisplayName("PAY-02 PAY-10 what makes no sense in a declaration is reported, all of it at once")
    void declarations() {
        Interaction odd = Interaction.interaction("Odd")
                .payload(
                        integer("a").minLength(1),
                        text("b").atLeast(1),
                        bool("c").oneOf(true),
                        text("d").oneOf(),
                        text("e").oneOf(1),
                        text("f").matching("(a"),
                        text("g").length(3, 2),
                        integer("h").between(2, 1),
                        integer("i").atLeast(0.5),
                        text("j").minItems(1),
                        json("k").asList().distinct(),
                        text("l").maxLength(-1),
                        text("m").asList().minItems(2).maxItems(1),
                        integer("n").atLeast(1).atLeast(2),
                        text("o").oneOf("a", "b").minLength(2),
                        text("p").notBlank().maxLength(0),
                        structure("q", text("r").oneOf(), text("r")),
                        number("s").atLeast(Double.NaN),
                        record("t", DOC, integer("title"), text("bogus"), reference("autor", USER)),
                        record("u", DOC, reference("author", USER).asList()),
                        record("v", DOC, reference("author", DOC)),
                        text("w").oneOf(Size.class).oneOf("SMALL"));

        InvalidModelException failure = catchThrowableOfType(
                InvalidModelException.class,
                () -> Model.model("M").facts(DOC, USER, AUTHOR).events(odd).build());

        assertThat(failure.problems())
                .extracting(problem -> problem.path().substring("events.Odd.".length()) + " " + problem.code())
                .containsExactlyInAnyOrder(
                        "a DECL_PAYLOAD_CONSTRAINT",
                        "b DECL_PAYLOAD_CONSTRAINT",
                        "c DECL_PAYLOAD_CONSTRAINT",
                        "d DECL_PAYLOAD_ENUM",
                        "e DECL_PAYLOAD_CONSTRAINT",
                        "f DECL_PAYLOAD_PATTERN",
                        "g DECL_PAYLOAD_BOUNDS",
                        "h DECL_PAYLOAD_BOUNDS",
                        "i DECL_PAYLOAD_CONSTRAINT",
                        "j DECL_PAYLOAD_CONSTRAINT",
                        "k DECL_PAYLOAD_CONSTRAINT",
                        "l DECL_PAYLOAD_BOUNDS",
                        "m DECL_PAYLOAD_BOUNDS",
                        "n DECL_PAYLOAD_BOUNDS",
                        "o DECL_PAYLOAD_BOUNDS",
                        "p DECL_PAYLOAD_BOUNDS",
                        "q.r DECL_PAYLOAD_ENUM",
                        "q.r DECL_PAYLOAD_DUPLICATE",
                        "s DECL_PAYLOAD_CONSTRAINT",
                        "t.title DECL_PAYLOAD_RECORD",
                        "t.bogus DECL_PAYLOAD_RECORD",
                        "t.autor DECL_PAYLOAD_RECORD",
                        "u.author DECL_PAYLOAD_RECORD",
                        "v.author DECL_PAYLOAD_RECORD",
                        "w DECL_PAYLOAD_BOUNDS");
    }

    @Test
    @DisplayName("PAY-02 what a payload refers to must be in the model: entities, views, new records")
    void unknownRecords() {
        InvalidModelException failure = catchThrowableOfType(
                InvalidModelException.class,
                () -> Model.model("M")
                        .events(Interaction.interaction("T").payload(reference("a", USER), record("b", DOC)))
                        .build());
        assertThat(failure.problems())
                .extracting(problem -> problem.code())
                .containsExactly("DECL_UNKNOWN_RECORD", "DECL_UNKNOWN_RECORD");
    }

    @Test
    @DisplayName("W-34 limits are positive and not beyond what is copied")
    void limits() {
        assertThatIllegalArgumentException().isThrownBy(() -> PayloadLimits.DEFAULT.withDepth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PayloadLimits.DEFAULT.withDepth(1001));
        assertThatIllegalArgumentException().isThrownBy(() -> PayloadLimits.DEFAULT.withValues(1_000_001));
        assertThat(PayloadLimits.DEFAULT
                        .withValues(7)
                        .withTextLength(1, 2)
                        .withListLength(3)
                        .withDepth(4))
                .isEqualTo(new PayloadLimits(4, 7, 1, 2, 3));
    }

    private static void passes(PayloadField field, Object... values) {
        for (Object value : values) {
            assertThat(new PayloadSchema(List.of(field)).check(Map.of("f", value)))
                    .containsKey("f");
        }
    }

    private static void fails(PayloadField field, String constraint, Object bound, Object... values) {
        for (Object value : values) {
            EntailException refusal = refusal(field, value);
            assertThat(refusal.code()).isEqualTo("PAYLOAD_CONSTRAINT_VIOLATED");
            assertThat(refusal.details())
                    .containsEntry("constraint", constraint)
                    .containsEntry("field", "f")
                    .containsEntry("type", "f constraint violated")
                    .containsEntry("checkType", "payload");
            assertThat(refusal.details().get("bound")).isEqualTo(bound);
        }
    }

    private static EntailException refusal(PayloadField field, Object value) {
        return refusalOf(new PayloadSchema(List.of(field)), Map.of("f", value));
    }

    private static EntailException refusalOf(PayloadSchema schema, Object payload) {
        return catchThrowableOfType(EntailException.class, () -> schema.check(payload));
    }
}
