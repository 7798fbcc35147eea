package dev.entail.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.error.EntailException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Values and their types")
final class ValueTypeTest {
    private static String refusal(ValueType type, Object value) {
        return catchThrowableOfType(EntailException.class, () -> type.normalize(value, "E.x"))
                .code();
    }

    @Test
    @DisplayName("STO-040 values are brought to one Java type a logical type, without loss")
    void normalize() {
        assertThat(ValueType.INTEGER.normalize(5, "x")).isEqualTo(5L);
        assertThat(ValueType.DECIMAL.normalize(5, "x")).isEqualTo(new BigDecimal("5"));
        assertThat(ValueType.DECIMAL.normalize(new BigDecimal("1.500"), "x")).isEqualTo(new BigDecimal("1.5"));
        assertThat(ValueType.DECIMAL.normalize(new BigDecimal("1E+2"), "x")).isEqualTo(new BigDecimal("100"));
        assertThat(ValueType.NUMBER.normalize(5, "x")).isEqualTo(5.0);
        assertThat(ValueType.NUMBER.normalize(-0.0, "x")).isEqualTo(0.0);
        assertThat(ValueType.TIMESTAMP.normalize("2024-02-29T12:00:00.1239Z", "x"))
                .isEqualTo(Instant.parse("2024-02-29T12:00:00.123Z"));
    }

    @Test
    @DisplayName("STO-032 STO-040 what does not fit is refused, never bent")
    void refused() {
        assertThat(refusal(ValueType.TEXT, 5)).isEqualTo("VALUE_MISMATCH");
        assertThat(refusal(ValueType.INTEGER, 5.0)).isEqualTo("VALUE_MISMATCH");
        assertThat(refusal(ValueType.INTEGER, "5")).isEqualTo("VALUE_MISMATCH");
        assertThat(refusal(ValueType.NUMBER, Double.NaN)).isEqualTo("VALUE_MISMATCH");
        assertThat(refusal(ValueType.NUMBER, (1L << 53) + 1)).isEqualTo("VALUE_MISMATCH");
        assertThat(refusal(ValueType.BOOLEAN, "true")).isEqualTo("VALUE_MISMATCH");
        assertThat(refusal(ValueType.TIMESTAMP, "yesterday")).isEqualTo("VALUE_MISMATCH");
        assertThat(refusal(ValueType.DECIMAL, new BigDecimal("0.12345678901"))).isEqualTo("VALUE_OUT_OF_RANGE");
        assertThat(refusal(ValueType.DECIMAL, new BigDecimal(BigInteger.TEN.pow(28))))
                .isEqualTo("VALUE_OUT_OF_RANGE");
        assertThat(refusal(ValueType.DECIMAL, new BigDecimal("1e2000000000"))).isEqualTo("VALUE_OUT_OF_RANGE");
        assertThat(refusal(ValueType.JSON, new BigDecimal("1e10000"))).isEqualTo("VALUE_OUT_OF_RANGE");
        assertThat(refusal(ValueType.JSON, new Object())).isEqualTo("VALUE_MISMATCH");
    }

    @Test
    @DisplayName("JSON values are copied, ids become references and instants become texts")
    void json() {
        assertThat(ValueType.JSON.normalize(
                        Map.of("a", Arrays.asList(RecordId.of(3), null, 2), "b", Instant.EPOCH), "x"))
                .isEqualTo(Map.of("a", Arrays.asList(Map.of("id", 3L), null, 2L), "b", "1970-01-01T00:00:00Z"));
    }

    @Test
    @DisplayName("sums are exact and refuse to overflow")
    void arithmetic() {
        assertThat(ValueType.DECIMAL.add(new BigDecimal("0.1"), new BigDecimal("0.2")))
                .isEqualTo(new BigDecimal("0.3"));
        assertThat(catchThrowableOfType(EntailException.class, () -> ValueType.INTEGER.add(Long.MAX_VALUE, 1L))
                        .code())
                .isEqualTo("VALUE_OUT_OF_RANGE");
        assertThat(ValueType.INTEGER.negate(5L)).isEqualTo(-5L);
    }

    @Test
    @DisplayName("an id can be written and read back, and is never zero or negative")
    void ids() {
        assertThat(RecordId.parse(RecordId.of(42).toString())).isEqualTo(RecordId.of(42));
        for (String text : List.of("0", "-1", "x", "")) {
            assertThat(catchThrowableOfType(EntailException.class, () -> RecordId.parse(text))
                            .code())
                    .isEqualTo("VALUE_MISMATCH");
        }
    }
}
