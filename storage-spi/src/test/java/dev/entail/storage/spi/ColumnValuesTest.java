package dev.entail.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.core.error.EntailException;
import java.math.BigDecimal;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The values of columns")
final class ColumnValuesTest {
    private static void refused(String code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        EntailException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    @DisplayName("decimals are canonical and limited to 28 + 10 digits, however large the exponent")
    void decimals() {
        assertThat(ColumnValues.decimal(new BigDecimal("-100.000"))).isEqualTo(new BigDecimal("-100"));
        assertThat(ColumnValues.decimal(new BigDecimal("1E+27")).scale()).isZero();
        assertThat(ColumnValues.decimal(new BigDecimal("0E-30"))).isEqualTo(BigDecimal.ZERO);
        refused("VALUE_OUT_OF_RANGE", () -> ColumnValues.decimal(new BigDecimal("1E+28")));
        refused("VALUE_OUT_OF_RANGE", () -> ColumnValues.decimal(new BigDecimal("1E+2147483647")));
        refused("VALUE_OUT_OF_RANGE", () -> ColumnValues.decimal(new BigDecimal("1E-11")));
    }

    @Test
    @DisplayName("numbers are finite and have one zero")
    void numbers() {
        assertThat(Double.doubleToRawLongBits(ColumnValues.number(-0.0))).isZero();
        refused("VALUE_MISMATCH", () -> ColumnValues.number(Double.POSITIVE_INFINITY));
        refused("VALUE_MISMATCH", () -> ColumnValues.number(1L));
    }

    @Test
    @DisplayName("instants have milliseconds and four-digit years")
    void instants() {
        assertThat(ColumnValues.instant(Instant.parse("1969-12-31T23:59:59.998999Z")))
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.998Z"));
        refused("VALUE_OUT_OF_RANGE", () -> ColumnValues.instant(Instant.parse("0999-12-31T23:59:59.999Z")));
        refused("VALUE_OUT_OF_RANGE", () -> ColumnValues.instant(Instant.MAX));
    }

    @Test
    @DisplayName("text has no NUL, no half surrogate pair, and keys are counted in characters")
    void text() {
        assertThat(ColumnValues.keyText("\uD83D\uDE00".repeat(255))).hasSize(510);
        refused("VALUE_TOO_LONG", () -> ColumnValues.keyText("x".repeat(256)));
        refused("VALUE_MISMATCH", () -> ColumnValues.text("a\0b"));
        refused("VALUE_MISMATCH", () -> ColumnValues.text("a\uD83D"));
        refused("VALUE_MISMATCH", () -> ColumnValues.text("\uDE00a"));
    }

    @Test
    @DisplayName("JSON has them not as escapes either")
    void json() {
        String allowed = "\"\\\\u0000 \\uD83D\\uDE00 \\n\"";
        assertThat(ColumnValues.json(allowed)).isEqualTo(allowed);
        refused("VALUE_MISMATCH", () -> ColumnValues.json("\"\\u0000\""));
        refused("VALUE_MISMATCH", () -> ColumnValues.json("\"\\uD83D\""));
        refused("VALUE_MISMATCH", () -> ColumnValues.json("\"\\uDE00\\uD83D\""));
    }
}
