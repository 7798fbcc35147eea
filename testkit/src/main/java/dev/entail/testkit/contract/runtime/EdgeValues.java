package dev.entail.testkit.contract.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values at the edges of what the types hold, and what becomes of them on every database. */
final class EdgeValues {
    /** What random texts are made of. */
    static final List<String> PIECES = List.of(
            "a",
            "Z",
            " ",
            "'",
            "\"",
            "\\",
            "\\\\",
            "`",
            "%",
            "_",
            "?",
            ":x",
            "$1",
            "{}",
            "--",
            "/*",
            ";",
            "\n",
            "\r",
            "\t",
            "\b",
            "\f",
            "\u0001",
            "\u001F",
            "\u007F",
            "\u0085",
            "\u00A0",
            "\u00AD",
            "é",
            "e\u0301",
            "ß",
            "ı",
            "İ",
            "ﬁ",
            "\u200B",
            "\u200D",
            "\u2028",
            "\u202E",
            "\uFEFF",
            "\uFFFD",
            "\uFFFF",
            "\uE000",
            "日本",
            "ع",
            "\uD83E\uDD89",
            "\uDBFF\uDFFF",
            "\u0000",
            "\uD800",
            "\uDC00",
            "\\u0000",
            "null",
            "NULL",
            "1e5");

    private static final String MISMATCH = "VALUE_MISMATCH";
    private static final String OUT_OF_RANGE = "VALUE_OUT_OF_RANGE";

    private EdgeValues() {}

    /**
     * A value and its fate.
     *
     * @param property under which it is given
     * @param expected as what it is read; null if it is refused
     * @param code what it is refused with; null if it is stored
     */
    record Case(
            String property,
            Object given,
            @Nullable Object expected,
            @Nullable String code) {
        @Override
        public String toString() {
            String text = given + " (" + given.getClass().getSimpleName() + ")";
            return property + " " + (text.length() > 80 ? text.substring(0, 80) + "..." : text);
        }
    }

    static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        integers(all);
        decimals(all);
        numbers(all);
        timestamps(all);
        texts(all);
        jsons(all);
        return all;
    }

    private static void integers(List<Case> all) {
        for (long value : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, (1L << 53) + 1, Long.MAX_VALUE}) {
            all.add(kept("integer", value));
            all.add(kept("integers", Arrays.asList(value, null, value)));
        }
        all.add(new Case("integer", (byte) -1, -1L, null));
        for (Object value : List.of(1.0, "1", true, BigInteger.ONE, BigDecimal.ONE, 'a', List.of(1L))) {
            all.add(refused("integer", value, MISMATCH));
        }
        all.add(refused("integers", List.of(1L, "2"), MISMATCH));
        all.add(refused("integers", 1L, MISMATCH));
        all.add(refused("bool", 1, MISMATCH));
        all.add(refused("bool", "true", MISMATCH));
        all.add(kept("bool", false));
    }

    private static void decimals(List<Case> all) {
        String nines = "9".repeat(28) + "." + "9".repeat(10);
        for (String value :
                List.of("0", "-1", nines, "-" + nines, "0.0000000001", "-0.0000000001", "0.1", "1" + "0".repeat(27))) {
            all.add(kept("decimal", new BigDecimal(value)));
            all.add(kept("decimals", Arrays.asList(new BigDecimal(value), null)));
        }
        all.add(new Case("decimal", new BigDecimal("1.50000000000000000000"), new BigDecimal("1.5"), null));
        all.add(new Case("decimal", new BigDecimal("1E+5"), new BigDecimal("100000"), null));
        all.add(new Case("decimal", new BigDecimal("-0.0"), BigDecimal.ZERO, null));
        all.add(new Case("decimal", 7, new BigDecimal("7"), null));
        for (String value :
                List.of("1" + "0".repeat(28), "-1E28", "0.00000000001", "1E30000000", "1E-30000000", nines + "9")) {
            all.add(refused("decimal", new BigDecimal(value), OUT_OF_RANGE));
            all.add(refused("decimals", List.of(new BigDecimal(value)), OUT_OF_RANGE));
        }
        all.add(refused("decimal", 0.5, MISMATCH));
        all.add(refused("decimal", "1", MISMATCH));
    }

    private static void numbers(List<Case> all) {
        for (double value : new double[] {
            0.0,
            0.1,
            -1.5e-300,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Math.nextDown(Double.MIN_NORMAL),
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            1e16,
            9007199254740993.0,
            1.0 / 3,
            Math.nextUp(1.0),
            2.2250738585072012E-308
        }) {
            all.add(kept("number", value));
            all.add(kept("numbers", Arrays.asList(value, null)));
        }
        all.add(new Case("number", -0.0, 0.0, null));
        all.add(new Case("number", 0.1f, (double) 0.1f, null));
        all.add(new Case("number", 1L << 53, 9007199254740992.0, null));
        for (Object value : List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.NaN)) {
            all.add(refused("number", value, MISMATCH));
            all.add(refused("numbers", List.of(value), MISMATCH));
            all.add(refused("json", value, MISMATCH));
        }
        all.add(refused("number", (1L << 53) + 1, MISMATCH));
        all.add(refused("number", Long.MIN_VALUE, MISMATCH));
        all.add(refused("number", "1.5", MISMATCH));
    }

    private static void timestamps(List<Case> all) {
        for (String value : List.of(
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "2024-02-29T00:00:00.001Z",
                "2000-02-29T12:00:00Z",
                "1900-02-28T23:59:59.999Z",
                "2016-12-31T23:59:59.999Z",
                "2038-01-19T03:14:08Z",
                "1582-10-05T00:00:00Z",
                "1500-02-28T23:59:59Z",
                "2024-03-31T02:30:00Z",
                "1000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z")) {
            Instant instant = Instant.parse(value);
            all.add(kept("timestamp", instant));
            all.add(new Case("timestamp", value, instant, null));
            all.add(kept("timestamps", Arrays.asList(instant, null)));
        }
        // What is finer than a millisecond is cut off, before the epoch too.
        cut(all, "2024-02-29T23:59:59.999999999Z", "2024-02-29T23:59:59.999Z");
        cut(all, "1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999Z");
        cut(all, "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999Z");
        for (Instant value : List.of(
                Instant.MIN,
                Instant.MAX,
                Instant.parse("0999-12-31T23:59:59.999Z"),
                Instant.parse("-0001-01-01T00:00:00Z"),
                Instant.parse("+10000-01-01T00:00:00Z"))) {
            all.add(refused("timestamp", value, OUT_OF_RANGE));
        }
        for (Object value : List.of("2023-02-29T00:00:00Z", "yesterday", "2024-01-01", 5L, "2024-01-01T25:00:00Z")) {
            all.add(refused("timestamp", value, MISMATCH));
        }
    }

    private static void cut(List<Case> all, String given, String expected) {
        all.add(new Case("timestamp", Instant.parse(given), Instant.parse(expected), null));
        all.add(new Case("timestamps", List.of(Instant.parse(given)), List.of(Instant.parse(expected)), null));
    }

    private static void texts(List<Case> all) {
        for (String value :
                List.of("", " ", "  ", "a ", " a", "\t", "\n", "'", "\\", "\\'", "\\0", "''", "\uD83E\uDD89")) {
            all.add(kept("text", value));
            all.add(kept("key", value));
            all.add(kept("texts", Arrays.asList(value, null, value)));
            all.add(kept("json", value));
        }
        for (String value : List.of("\u0000", "a\u0000b", "\uD800", "\uDC00\uD800", "x\uD83E")) {
            all.add(refused("text", value, MISMATCH));
            all.add(refused("key", value, MISMATCH));
            all.add(refused("texts", List.of(value), MISMATCH));
            all.add(refused("json", value, MISMATCH));
            all.add(refused("json", Map.of(value, 1L), MISMATCH));
        }
        all.add(kept("key", "\uD83E\uDD89".repeat(255)));
        all.add(refused("key", "\uD83E\uDD89".repeat(256), "VALUE_TOO_LONG"));
        all.add(refused("text", 5, MISMATCH));
        all.add(refused("text", 'a', MISMATCH));
        all.add(refused("text", new StringBuilder("a"), MISMATCH));
    }

    private static void jsons(List<Case> all) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", null);
        map.put("", "empty key");
        map.put("a.b", List.of());
        map.put("A", Map.of());
        map.put("\uD83E\uDD89", "\u2028");
        all.add(kept("json", map));
        all.add(kept("json", "null"));
        all.add(kept("json", "{\"a\":1}"));
        all.add(kept("json", true));
        all.add(kept("json", List.of()));
        all.add(kept("json", Arrays.asList(null, null)));
        all.add(kept("jsons", Arrays.asList(null, map, "x", 1L)));
        all.add(kept("json", List.of(Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1)));
        for (String value :
                List.of("0.1", "1.5", "12345678901234567890.0123456789", "1E+300", "1E-300", "-1E+400", "1E-400")) {
            BigDecimal number = new BigDecimal(value);
            BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
            all.add(new Case("json", number, plain, null));
            all.add(new Case("json", List.of(number), List.of(plain), null));
        }
        all.add(new Case(
                "json",
                List.of(0.1, 1e300, Double.MIN_VALUE),
                List.of(new BigDecimal("0.1"), new BigDecimal("1E300").setScale(0), new BigDecimal("4.9E-324")),
                null));
        // A whole number that fits is a long, however it was given.
        all.add(new Case("json", List.of(-0.0, 5.0, 2, new BigDecimal("1E3")), List.of(0L, 5L, 2L, 1000L), null));
        all.add(new Case("json", List.of(1e19), List.of(new BigDecimal("10000000000000000000")), null));
        all.add(refused("json", List.of(new BigDecimal("1E401")), OUT_OF_RANGE));
        all.add(refused("json", new BigDecimal("1E-401"), OUT_OF_RANGE));
        all.add(refused("json", new Object(), MISMATCH));
    }

    private static Case kept(String property, Object value) {
        return new Case(property, value, value, null);
    }

    private static Case refused(String property, Object value, String code) {
        return new Case(property, value, null, code);
    }

    /** A JSON value with so many levels of lists and maps. */
    static Object nested(int depth) {
        Object value = depth % 2 == 0 ? Map.of() : List.of();
        for (int level = 1; level < depth; level++) {
            value = level % 2 == 0 ? Map.of("a", value) : Collections.singletonList(value);
        }
        return value;
    }
}
