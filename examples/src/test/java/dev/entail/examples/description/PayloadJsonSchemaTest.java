package dev.entail.examples.description;

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
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.builtins.payload.PayloadField;
import dev.entail.builtins.payload.PayloadSchema;
import dev.entail.core.error.EntailException;
import dev.entail.examples.social.SocialModel;
import dev.entail.storage.json.JsonCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("PAY-01 TOL-03 payloads as JSON Schema")
final class PayloadJsonSchemaTest {
    private static final JsonCodec JSON = new JsonCodec();
    private static final long SEED = 20260131;
    private static final int SCHEMAS = 2_000;
    private static final int PAYLOADS = 20;

    private final Random random = new Random(SEED);

    @Test
    @DisplayName("what is valid under the schema is what the check accepts, for random schemas and payloads")
    void agreement() {
        Map<Boolean, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < SCHEMAS; i++) {
            PayloadSchema schema = new PayloadSchema(fields(2));
            Object form = JSON.read(schema.toJsonSchema().toJson());
            for (int j = 0; j < PAYLOADS; j++) {
                Map<String, Object> payload = read(payload(schema.fields()));
                List<String> violations = SchemaValidator.violations(form, payload);
                String refusal = refusal(schema, payload);
                assertThat(violations.isEmpty())
                        .as(
                                "seed %s, schema %s\npayload %s\nviolations %s\nrefusal %s",
                                SEED, form, payload, violations, refusal)
                        .isEqualTo(refusal == null);
                outcomes.merge(refusal == null, 1, Integer::sum);
            }
        }
        assertThat(outcomes.get(true)).as("accepted").isGreaterThan(SCHEMAS);
        assertThat(outcomes.get(false)).as("refused").isGreaterThan(SCHEMAS);
    }

    @Test
    @DisplayName("each type agrees on each value, those at the bounds included")
    void types() {
        int accepted = 0;
        for (PayloadField field : ofEachType("x")) {
            PayloadSchema schema = new PayloadSchema(List.of(field.required()));
            for (Object value : VALUES) {
                Map<String, Object> payload = read(Map.of("x", value));
                List<String> violations =
                        SchemaValidator.violations(schema.toJsonSchema().value(), payload);
                String refusal = refusal(schema, payload);
                assertThat(violations.isEmpty())
                        .as("%s of %s: %s, %s", value, field.type(), violations, refusal)
                        .isEqualTo(refusal == null);
                accepted += refusal == null ? 1 : 0;
            }
        }
        assertThat(accepted).isGreaterThan(60);
    }

    private static @Nullable String refusal(PayloadSchema schema, Map<String, Object> payload) {
        try {
            schema.check(payload);
            return null;
        } catch (EntailException e) {
            return e.code();
        }
    }

    /** Through text, as it comes from outside. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(Map<String, ?> payload) {
        StringBuilder text = new StringBuilder();
        write(payload, text);
        return (Map<String, Object>) JSON.read(text.toString());
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case Raw raw -> text.append(raw.number);
            case Map<?, ?> map -> {
                text.append("{");
                map.forEach((key, item) -> {
                    text.append(text.charAt(text.length() - 1) == '{' ? "" : ",")
                            .append(JSON.write(key))
                            .append(":");
                    write(item, text);
                });
                text.append("}");
            }
            case List<?> items -> {
                text.append("[");
                for (int i = 0; i < items.size(); i++) {
                    text.append(i == 0 ? "" : ",");
                    write(items.get(i), text);
                }
                text.append("]");
            }
            case null, default -> text.append(JSON.write(value));
        }
    }

    /** A number as it is written. */
    private record Raw(String number) {}

    private static final List<Object> VALUES = values();

    private static List<Object> values() {
        List<Object> values = new ArrayList<>();
        for (String number : List.of(
                "0",
                "-0",
                "1",
                "-1",
                "1.0",
                "-0.0",
                "1e2",
                "1.5",
                "0.1",
                "10e-1",
                "9007199254740992",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "-9223372036854775809",
                "1e18",
                "1e19",
                "9999999999999999999999999999",
                "10000000000000000000000000000",
                "-1e28",
                "1e300",
                "9999999999999999999999999999.9999999999",
                "0.0000000001",
                "0.00000000001",
                "1e-9",
                "123.4500000000000",
                "1.7976931348623157e308",
                "1e309",
                "-1e309",
                "1e-399")) {
            values.add(new Raw(number));
        }
        values.addAll(List.of(
                "",
                "a",
                "1",
                "true",
                "😀",
                "2026-01-31T12:00:00Z",
                "2026-01-31t12:00:00z",
                "2026-02-29T12:00:00Z",
                "2024-02-29T12:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-31",
                "2026-01-31T12:00Z",
                "2026-01-31T12:00:00",
                "2026-01-31 12:00:00Z",
                "2026-01-31T12:00:00.5Z",
                "2026-01-31T12:00:00.123456789Z",
                "2026-01-31T12:00:00.1234567890Z",
                "2026-01-31T12:00:00+01:00",
                "2026-01-31T12:00:00-18:00",
                "2026-01-31T12:00:00+18:01",
                "2026-01-31T12:00:00+0100",
                "2026-01-31T25:00:00Z",
                "2026-01-31T12:60:00Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "2026-01-31T12:00:00Z\n",
                " 2026-01-31T12:00:00Z"));
        values.addAll(List.of(
                true,
                false,
                List.of(),
                List.of(1),
                List.of("a"),
                Map.of(),
                Map.of("id", 1),
                Map.of("id", 0),
                Map.of("id", -5),
                Map.of("id", "1"),
                Map.of("id", new Raw("1.0")),
                Map.of("id", new Raw("1.5")),
                Map.of("id", new Raw("9223372036854775808")),
                Map.of("id", 1, "name", "x"),
                Map.of("ID", 1),
                Map.of("a", List.of(1, "b", Map.of()))));
        return values;
    }

    private static List<PayloadField> ofEachType(String name) {
        return List.of(
                text(name),
                integer(name),
                decimal(name),
                number(name),
                bool(name),
                timestamp(name),
                json(name),
                object(name),
                reference(name, SocialModel.POST),
                record(name, SocialModel.POST, text("title").required()),
                structure(name, text("a").required(), integer("b")),
                text(name).oneOf("a", "", "ü"),
                text(name).length(1, 2),
                text(name).notBlank(),
                text(name).matching("[a-z]+"),
                text(name).notBlank().matching("\\p{L}|.").minLength(1),
                text(name).notBlank().matching("a|two [a-z]{4,}"),
                integer(name).between(-3, 9007199254740992L),
                integer(name).oneOf(1, 100),
                decimal(name).between(new BigDecimal("-0.1"), new BigDecimal("123.45")),
                decimal(name).oneOf(new BigDecimal("123.45"), 1),
                number(name).atLeast(0.1),
                number(name).oneOf(1, 1.5),
                timestamp(name).between(Instant.parse("2024-02-29T12:00:00Z"), Instant.parse("2026-01-31T12:00:00Z")),
                timestamp(name).oneOf(Instant.parse("2026-01-31T11:00:00Z")));
    }

    @Test
    @DisplayName("PAY-10 lists agree on how many items they have, and on what is the same item")
    void lists() {
        List<PayloadField> lists = List.of(
                integer("x").asList().minItems(1).maxItems(2),
                decimal("x").asList().distinct(),
                text("x").asList().distinct().maxItems(3),
                timestamp("x").asList().distinct(),
                reference("x", SocialModel.POST).asList().distinct().minItems(2));
        List<Object> items = List.of(
                1,
                new Raw("1.0"),
                2,
                new Raw("0.50"),
                new Raw("0.5"),
                "a",
                "b",
                "2026-01-31T12:00:00Z",
                "2026-01-31T13:00:00+01:00",
                Map.of("id", 1),
                Map.of("id", new Raw("1.0")),
                Map.of("id", 2));
        int accepted = 0;
        for (PayloadField list : lists) {
            PayloadSchema schema = new PayloadSchema(List.of(list));
            for (int i = 0; i < 2_000; i++) {
                List<Object> some = new ArrayList<>();
                int first = random.nextInt(items.size());
                for (int j = random.nextInt(4); j > 0; j--) {
                    some.add(items.get(Math.min(items.size() - 1, first + random.nextInt(3))));
                }
                Map<String, Object> payload = read(Map.of("x", some));
                List<String> violations =
                        SchemaValidator.violations(schema.toJsonSchema().value(), payload);
                String refusal = refusal(schema, payload);
                assertThat(violations.isEmpty())
                        .as("%s of %s: %s, %s", payload, list, violations, refusal)
                        .isEqualTo(refusal == null);
                accepted += refusal == null ? 1 : 0;
            }
        }
        assertThat(accepted).isBetween(1_000, 9_000);
    }

    @Test
    @DisplayName(
            "PAY-10 an expression that JavaScript reads in another way, or not at all, is no pattern of the schema")
    void patterns() {
        for (String same :
                List.of("[a-z]+", "[^a-z0-9_-]{2,3}", "(?:a|b)*c?", "\\d{4}-\\d\\d", "a\\.b", "#[0-9]{1,}", "x y")) {
            assertThat(schemaOf(same)).containsEntry("pattern", "^(?:" + same + ")$");
        }
        for (String other : List.of(
                "\\p{L}+", "(?i)a", "a++", "a*+", "a{2}+", "(?>a)", "(?<n>a)", "[a&&b]", "[a[b]]", "\\s", "\\bx",
                "\\Qa\\E", "(?=a)a")) {
            assertThat(schemaOf(other)).containsEntry("x-entail-pattern", other).doesNotContainKey("pattern");
        }
    }

    @SuppressWarnings("unchecked") // a schema is made of objects
    private static Map<String, Object> schemaOf(String regex) {
        PayloadSchema schema = new PayloadSchema(List.of(text("x").matching(regex)));
        Map<?, ?> properties = (Map<?, ?>) ((Map<?, ?>) schema.toJsonSchema().value()).get("properties");
        return (Map<String, Object>) properties.get("x");
    }

    private List<PayloadField> fields(int depth) {
        List<PayloadField> fields = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String name = "f" + i;
            PayloadField field = depth > 0 && random.nextInt(4) == 0
                    ? structure(name, fields(depth - 1).toArray(PayloadField[]::new))
                    : any(ofEachType(name));
            field = random.nextInt(3) == 0 ? field.asList() : field;
            fields.add(random.nextBoolean() ? field.required() : field);
        }
        return fields;
    }

    /** Mostly right, now and then wrong anywhere. */
    private Map<String, Object> payload(List<PayloadField> fields) {
        Map<String, Object> payload = new LinkedHashMap<>();
        for (PayloadField field : fields) {
            if (field.isRequired() ? !seldom() : random.nextBoolean()) {
                payload.put(field.name(), value(field));
            }
        }
        if (seldom()) {
            payload.put("other", any(VALUES));
        }
        return payload;
    }

    private @Nullable Object value(PayloadField field) {
        if (seldom()) {
            return random.nextInt(4) == 0 ? null : any(VALUES);
        }
        if (!field.list()) {
            return item(field.type());
        }
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(seldom() ? any(VALUES) : item(field.type()));
        }
        return items;
    }

    private Object item(PayloadField.Type type) {
        return switch (type) {
            case PayloadField.Type.Structure structure -> payload(structure.fields());
            case PayloadField.Type.NewRecord created -> payload(created.fields());
            case PayloadField.Type.OpenObject object -> Map.of("any", any(VALUES));
            case PayloadField.Type.Reference reference -> Map.of("id", 1 + random.nextInt(9));
            case PayloadField.Type.Scalar scalar ->
                switch (scalar.valueType()) {
                    case TEXT -> any(List.of("", "a", "two words", "ü"));
                    case INTEGER -> random.nextLong();
                    case DECIMAL -> new Raw(random.nextInt(-1000, 1000) + "." + random.nextInt(1000));
                    case NUMBER -> random.nextGaussian();
                    case BOOLEAN -> random.nextBoolean();
                    case TIMESTAMP -> "20" + random.nextInt(10, 99) + "-03-04T05:06:07Z";
                    case JSON -> any(VALUES);
                };
        };
    }

    private boolean seldom() {
        return random.nextInt(16) == 0;
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
