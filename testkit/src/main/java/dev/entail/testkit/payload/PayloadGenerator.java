package dev.entail.testkit.payload;

import dev.entail.builtins.payload.PayloadConstraint;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.builtins.payload.PayloadSchema;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random payloads for a schema: half of them as they should be, the others with one or more things wrong. */
final class PayloadGenerator {
    private static final int SHOWN = 400;
    private static final List<String> TEXTS = List.of(
            "a",
            "",
            "  ",
            "Hello, world",
            "'); DROP TABLE \"Post\";--",
            "\"; DELETE FROM \"User\"; --",
            "' OR '1'='1",
            "\\' OR 1=1 --",
            "${jndi:ldap://x} #{x} {{x}} %s %n ? :name $1",
            "{\"json\": [1, null], \"$gt\": \"\"}",
            "\\u0000 \\x00 \\n",
            "100 % _ [a-z]",
            "two\nlines\r\nand a\ttab",
            "ü 漢字 🦉 \u202e e\u0301 \uFFFF",
            "1",
            "true",
            "null",
            "2026-01-31T12:00:00Z",
            "<script>alert(1)</script>",
            "../../etc/passwd");
    private static final List<String> BROKEN_TEXTS = List.of("a\0b", "\uD800", "x\uDC00y");
    private static final List<Long> INTEGERS =
            List.of(0L, 1L, 2L, 3L, 5L, 10L, -1L, 1_000_000L, Long.MAX_VALUE, Long.MIN_VALUE);

    private final Random random;

    PayloadGenerator(Random random) {
        this.random = random;
    }

    Map<String, @Nullable Object> payload(PayloadSchema schema) {
        int wrong = random.nextInt(2) == 0 ? 0 : 1 + random.nextInt(3);
        return fields(schema.fields(), wrong);
    }

    Map<String, @Nullable Object> context() {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        if (random.nextInt(10) == 0) {
            context.put(pick(TEXTS), random.nextInt(4) == 0 ? odd() : pick(TEXTS));
            context.put("actor", 1L);
            context.put("user", Map.of("id", 1L));
        }
        return context;
    }

    @Nullable
    String correlationId() {
        return random.nextInt(20) == 0 ? text() : null;
    }

    private Map<String, @Nullable Object> fields(List<PayloadField> fields, int wrong) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        int victim = wrong == 0 || fields.isEmpty() ? -1 : random.nextInt(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            PayloadField field = fields.get(i);
            if (i == victim || wrong > 1 && random.nextInt(3) == 0) {
                misuse(field, payload);
            } else if (field.isRequired() || random.nextBoolean()) {
                payload.put(field.name(), value(field, 0));
            }
        }
        if (wrong > 0 && random.nextInt(6) == 0) {
            payload.put(unknownName(), random.nextBoolean() ? odd() : RecordId.of(1));
        }
        return payload;
    }

    private String unknownName() {
        return pick(List.of("id", "actor", "user", "__type", "ID", "$where", "a.b", "", "x".repeat(300), pick(TEXTS)));
    }

    private void misuse(PayloadField field, Map<String, @Nullable Object> payload) {
        switch (random.nextInt(5)) {
            case 0 -> {} // left out
            case 1 -> payload.put(field.name(), null);
            case 2 -> payload.put(field.name(), value(field, 1));
            case 3 -> payload.put(field.name(), List.of(value(field, 0)));
            default -> payload.put(field.name(), odd());
        }
    }

    private Object value(PayloadField field, int wrong) {
        if (!field.list()) {
            return item(field, wrong);
        }
        List<Object> items = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            items.add(item(field, i == 0 ? wrong : 0));
        }
        return items;
    }

    private Object item(PayloadField field, int wrong) {
        for (PayloadConstraint constraint : field.constraints()) {
            if (wrong == 0 && constraint instanceof PayloadConstraint.OneOf oneOf) {
                return pick(oneOf.values());
            }
        }
        return switch (field.type()) {
            case Type.Scalar scalar -> wrong > 0 ? nearMiss() : scalar(scalar.valueType());
            case Type.OpenObject object -> wrong > 0 ? Map.of("a", odd()) : Map.of(pick(TEXTS), scalar(ValueType.JSON));
            case Type.Reference reference -> wrong > 0 ? noReference() : reference();
            case Type.Structure structure -> fields(structure.fields(), wrong);
            case Type.NewRecord created -> fields(created.fields(), wrong);
        };
    }

    private Object reference() {
        long id = 1 + random.nextInt(12);
        return random.nextBoolean() ? RecordId.of(id) : Map.of("id", random.nextBoolean() ? (Object) id : (int) id);
    }

    private Object noReference() {
        return pick(List.of(
                Map.of("id", 4_711_000L),
                Map.of("id", Long.MAX_VALUE),
                Map.of("id", 0),
                Map.of("id", -1),
                Map.of("id", 1.0),
                Map.of("id", "1 OR 1=1"),
                Map.of("id", Map.of("id", 1)),
                Map.of("id", 1, "name", "x"),
                Map.of(),
                1L,
                "1"));
    }

    private Object scalar(ValueType type) {
        return switch (type) {
            case TEXT -> text();
            case INTEGER -> pick(INTEGERS);
            case DECIMAL ->
                pick(List.of(
                        BigDecimal.ZERO,
                        new BigDecimal("1.25"),
                        new BigDecimal("-0.0000000001"),
                        new BigDecimal("9999999999999999999999999999.9999999999"),
                        3L));
            case NUMBER -> pick(List.of(0.0, -0.0, 1.5, 1e300, -1e-300, 7L));
            case BOOLEAN -> random.nextBoolean();
            case TIMESTAMP ->
                pick(List.of(Instant.EPOCH, "2026-01-31T12:00:00Z", "9999-12-31T23:59:59.999Z", Instant.MAX));
            case JSON -> pick(List.of(1L, "x", true, List.of(), Map.of(), List.of(Map.of("a", List.of("b")))));
        };
    }

    private Object nearMiss() {
        return pick(List.of(
                "1",
                1,
                1.5,
                true,
                new BigDecimal("1e30000000"),
                new BigDecimal("0.00000000001"),
                Double.NaN,
                Long.MAX_VALUE,
                pick(BROKEN_TEXTS),
                'x'));
    }

    private String text() {
        return random.nextInt(200) == 0 ? "long ".repeat(1 + random.nextInt(20_000)) : pick(TEXTS);
    }

    /** Something that fits nowhere, or hardly anywhere. */
    private Object odd() {
        return switch (random.nextInt(14)) {
            case 0 -> nested(5 + random.nextInt(200));
            case 1 -> Collections.nCopies(random.nextInt(20_000), "x");
            case 2 -> cyclic();
            case 3 -> new int[] {1, 2};
            case 4 -> new Object();
            case 5 -> Map.of(1, "key that is no text");
            case 6 -> Map.of("id", Map.of("$ne", ""));
            case 7 -> pick(BROKEN_TEXTS);
            case 8 -> Double.POSITIVE_INFINITY;
            case 9 -> new BigDecimal("1".repeat(random.nextInt(2_000) + 1));
            case 10 -> "x".repeat(1_000_001);
            case 11 -> Thread.State.NEW;
            case 12 -> Collections.singletonList(null);
            default -> pick(TEXTS);
        };
    }

    private static Object nested(int levels) {
        Object value = "x";
        for (int i = 0; i < levels; i++) {
            value = i % 2 == 0 ? List.of(value) : Map.of("a", value);
        }
        return value;
    }

    private static Object cyclic() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        list.add(list);
        return list;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A payload for people; what cannot be written out, or not shortly, is not. */
    static String shown(Map<String, ?> payload) {
        try {
            String text = payload.toString();
            return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        } catch (StackOverflowError e) {
            return "fields " + payload.keySet();
        }
    }
}
