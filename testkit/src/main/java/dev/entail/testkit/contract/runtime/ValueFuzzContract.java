package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import dev.entail.testkit.history.Choices;
import dev.entail.testkit.history.FuzzOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values from the edges: stored and read back exactly, or refused with the same code on every database. */
abstract class ValueFuzzContract extends RuntimeGroup {
    private static final int RANDOM_TEXTS = 60;
    private static final int LONG_TEXT = 1 << 20;
    private static final String MISMATCH = "VALUE_MISMATCH";
    private static final String TOO_LONG = "VALUE_TOO_LONG";

    private static final Property<String> TEXT = Property.text("text");
    private static final Property<String> KEY = Property.text("key");
    private static final Property<Object> JSON = Property.json("json");
    private static final Property<List<String>> TEXTS = Property.list(Property.text("texts"));
    private static final Entity THING = Entity.entity(
            "Thing",
            TEXT,
            KEY,
            Property.integer("integer"),
            Property.decimal("decimal"),
            Property.number("number"),
            Property.bool("bool"),
            Property.timestamp("timestamp"),
            JSON,
            TEXTS,
            Property.list(Property.integer("integers")),
            Property.list(Property.decimal("decimals")),
            Property.list(Property.number("numbers")),
            Property.list(Property.timestamp("timestamps")),
            Property.list(Property.json("jsons")));

    private Entail things() {
        return open(Model.model("Things")
                .facts(THING)
                .constrain(THING, Constraint.unique("key", "key"))
                .build());
    }

    @Test
    @DisplayName("STO-032..036 STO-040 values at the edges are read as they were written, or refused with one code")
    final void edges() {
        Entail entail = things();
        List<String> problems = new ArrayList<>();
        for (EdgeValues.Case each : EdgeValues.cases()) {
            String problem = problem(entail, each.property(), each.given(), each.expected(), each.code());
            if (problem != null) {
                problems.add(each + ": " + problem);
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    @DisplayName("STO-040 STO-049 random texts are read as they were written, as values, keys, list items and in JSON")
    final void texts() {
        Entail entail = things();
        long seed = FuzzOptions.standard().seed();
        Choices choices = new Choices(seed);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            String text = text(choices);
            String code = isStorable(text) ? null : MISMATCH;
            boolean fitsKey = text.codePointCount(0, text.length()) <= 255;
            add(problems, problem(entail, "text", text, text, code), text);
            String keyText = i + "/" + text;
            boolean key = fitsKey && keyText.codePointCount(0, keyText.length()) <= 255;
            add(problems, problem(entail, "key", keyText, keyText, code != null ? code : key ? null : TOO_LONG), text);
            List<String> list = Arrays.asList(text, null, text);
            add(problems, problem(entail, "texts", list, list, code), text);
            List<Object> json = List.of(text, List.of(java.util.Map.of(text, text)));
            add(problems, problem(entail, "json", json, json, code), text);
        }
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    private static void add(List<String> problems, @Nullable String problem, String text) {
        if (problem != null) {
            StringBuilder shown = new StringBuilder();
            text.chars().limit(40).forEach(unit -> shown.append(String.format("\\u%04x", unit)));
            problems.add(problem + " for " + shown);
        }
    }

    /** What is wrong with what became of a value, or null. */
    private static @Nullable String problem(
            Entail entail, String property, Object given, @Nullable Object expected, @Nullable String code) {
        RecordId id;
        try {
            id = entail.create(THING, Draft.of(property, given));
        } catch (EntailException e) {
            return e.code().equals(code) ? null : property + " refused with " + e.code() + ": " + e.getMessage();
        } catch (RuntimeException | StackOverflowError e) {
            return property + " failed without a code: " + e.getClass();
        }
        if (code != null) {
            entail.delete(THING, id);
            return property + " accepted, should be refused with " + code;
        }
        Row row = entail.query(THING).select(property).byId(id).orElseThrow();
        String problem = Objects.equals(expected, row.get(property))
                ? notFound(entail, property, expected, id)
                : property + " read as " + shortened(row.get(property));
        entail.update(THING, id, Draft.of(property, null));
        entail.update(THING, id, Draft.of(property, given));
        Object updated =
                entail.query(THING).select(property).byId(id).orElseThrow().get(property);
        entail.delete(THING, id);
        return problem != null || Objects.equals(expected, updated)
                ? problem
                : property + " read as " + shortened(updated) + " after an update";
    }

    /** What has been stored must be found by its value. */
    private static @Nullable String notFound(Entail entail, String property, @Nullable Object value, RecordId id) {
        Property<?> declared = THING.properties().stream()
                .filter(each -> each.name().equals(property))
                .findFirst()
                .orElseThrow();
        if (declared.isList() || declared.type() == ValueType.JSON || value == null) {
            return null;
        }
        return entail.query(THING).where(Match.eq(property, value)).list().stream()
                        .anyMatch(row -> row.id().equals(id))
                ? null
                : property + " is not found by its value";
    }

    private static String shortened(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() > 100 ? text.substring(0, 100) + "... (" + text.length() + ")" : text;
    }

    private static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(point -> point == 0 || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static String text(Choices choices) {
        StringBuilder text = new StringBuilder();
        int length = choices.weighted(1, 6, 6, 4, 4, 2);
        for (int i = 0; i < length; i++) {
            text.append(choices.of(EdgeValues.PIECES));
        }
        if (choices.oneIn(20)) {
            text.append("x".repeat(choices.of(240, 255, 256, 70_000)));
        }
        return text.toString();
    }

    @Test
    @DisplayName("STO-040 a text of a million characters is kept, as a value, in JSON and in a list")
    final void longTexts() {
        Entail entail = things();
        String text = "é\uD83E\uDD89x'\\".repeat(LONG_TEXT / 6);
        assertThat(problem(entail, "text", text, text, null)).isNull();
        assertThat(problem(entail, "json", List.of(text), List.of(text), null)).isNull();
        assertThat(problem(entail, "texts", List.of(text, text), List.of(text, text), null))
                .isNull();
        List<Long> numbers =
                java.util.stream.LongStream.range(0, 50_000).boxed().toList();
        assertThat(problem(entail, "integers", numbers, numbers, null)).isNull();
        assertThat(problem(entail, "json", numbers, numbers, null)).isNull();
    }

    @Test
    @DisplayName("STO-035 JSON is kept to a depth of 1000 levels")
    final void deepJson() {
        Entail entail = things();
        for (int depth : new int[] {30, 33, 99, 101, 499, 501, 999, 1000}) {
            Object nested = EdgeValues.nested(depth);
            assertThat(problem(entail, "json", nested, nested, null))
                    .as("depth %d", depth)
                    .isNull();
        }
        assertThat(problem(entail, "json", EdgeValues.nested(1001), null, MISMATCH))
                .isNull();
        assertThat(problem(entail, "json", EdgeValues.nested(100_000), null, MISMATCH))
                .isNull();
    }
}
