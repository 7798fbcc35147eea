package dev.entail.testkit.contract.driver;

import dev.entail.storage.spi.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Values at the edges of what each type of column must keep. */
final class Samples {
    static final BigDecimal GREATEST_DECIMAL = new BigDecimal("9".repeat(28) + "." + "9".repeat(10));

    private Samples() {}

    static List<Object> of(ColumnType type) {
        return switch (type) {
            case ID -> List.of(1L, 4_611_686_018_427_387_904L, Long.MAX_VALUE);
            case INTEGER ->
                List.of(0L, 1L, -1L, 9_007_199_254_740_993L, -9_007_199_254_740_993L, Long.MIN_VALUE, Long.MAX_VALUE);
            case TEXT ->
                Stream.concat(texts().stream(), Stream.of("x".repeat(1_000_000), "\uD83D\uDE00".repeat(20_000)))
                        .toList();
            case KEY_TEXT ->
                Stream.concat(texts().stream(), Stream.of("x".repeat(255), "ü".repeat(255), "\uD83D\uDE00".repeat(255)))
                        .toList();
            case DECIMAL -> decimals();
            case NUMBER ->
                List.of(0.0, 1.0, -1.0, 0.1, 1.0 / 3, Math.PI, 1e-300, -1e300, Double.MIN_NORMAL, Double.MAX_VALUE);
            case BOOLEAN -> List.of(true, false);
            case TIMESTAMP -> instants();
            case JSON -> jsons();
        };
    }

    private static List<Object> texts() {
        return List.of(
                "",
                " ",
                "trailing blank ",
                " leading blank",
                "tab\tnewline\nreturn\rbell\u0007",
                "quotes ' \" ` and \\ and \\\\ and \\n",
                "? :name ${x} %s {ts} -- /* */ ;",
                "percent % underscore _",
                "Grüße, Größe, ﬁ, İı",
                "e\u0301 is not \u00e9",
                "日本語 العربية עברית",
                "\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                "\uFFFD\uFFFE\uFFFF\uE000\uDBFF\uDFFF",
                "NULL",
                "0",
                "true");
    }

    private static List<Object> decimals() {
        return Stream.of(
                        "0",
                        "1",
                        "-1",
                        "10",
                        "1000000000000000000000",
                        "0.1",
                        "-0.1",
                        "0.0000000001",
                        "-0.0000000001",
                        "9007199254740993",
                        "12345678901234567890.0123456789",
                        "0.3333333333",
                        "1000000000000000000000000000",
                        GREATEST_DECIMAL.toPlainString(),
                        GREATEST_DECIMAL.negate().toPlainString())
                .<Object>map(BigDecimal::new)
                .toList();
    }

    private static List<Object> instants() {
        return Stream.of(
                        "1970-01-01T00:00:00Z",
                        "1969-12-31T23:59:59.999Z",
                        "2024-02-29T12:34:56.789Z",
                        "2024-03-10T07:30:00Z",
                        "2024-03-31T01:30:00.001Z",
                        "2024-10-27T00:30:00Z",
                        "2024-10-27T01:30:00Z",
                        "2038-01-19T03:14:08Z",
                        "1900-01-01T00:00:00Z",
                        "1582-10-10T00:00:00Z",
                        "1500-03-01T00:00:00Z",
                        "1000-01-01T00:00:00Z",
                        "9999-12-31T23:59:59.999Z")
                .<Object>map(Instant::parse)
                .toList();
    }

    /** Keys in the order that a database keeps which stores a parsed form: by length, then by character. */
    private static List<Object> jsons() {
        return List.of(
                "null",
                "true",
                "0",
                "-12.5",
                "\"\"",
                "\"text\"",
                "[]",
                "{}",
                "[1,[2,[3]],null]",
                "{\"a\":1,\"b\":[true,null,\"é\uD83D\uDE00\"],\"cc\":{\"d\":\"x y\"}}",
                "\"a \\\" quote, a \\\\ backslash, a \\n newline\"",
                "[12345678901234567890.0123456789]",
                "[\"" + "x".repeat(100_000) + "\"]");
    }
}
