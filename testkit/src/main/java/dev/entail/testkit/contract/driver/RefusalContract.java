package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.ColumnType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one database cannot store is refused by all, with the same code and before anything is sent. */
abstract class RefusalContract extends ContractGroup {
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    @DisplayName("STO-644: a value that some database cannot keep is refused by all with the same code")
    final void sameRefusal(ColumnType type, String what, Object value, ErrorCode code) throws SQLException {
        ContractTable table = table(type);
        try (Connection connection = connect()) {
            EntailException error =
                    catchThrowableOfType(EntailException.class, () -> table.insert(connection, 1, value));
            assertThat(error).as("%s %s", type, what).isNotNull();
            assertThat(error.code()).isEqualTo(code.name());
            assertThat(error.getMessage()).doesNotContain("topsecret");
            assertThat(table.count(connection)).isZero();
        }
    }

    static Stream<Arguments> refused() {
        ErrorCode mismatch = ErrorCode.VALUE_MISMATCH;
        ErrorCode range = ErrorCode.VALUE_OUT_OF_RANGE;
        return Stream.of(
                refusal(ColumnType.TEXT, "with NUL", "topsecret\0", mismatch),
                refusal(ColumnType.KEY_TEXT, "with NUL", "topsecret\0", mismatch),
                refusal(ColumnType.JSON, "with NUL", "\"topsecret\0\"", mismatch),
                refusal(ColumnType.JSON, "with an escaped NUL", "\"topsecret\\u0000\"", mismatch),
                refusal(ColumnType.TEXT, "with a lone high surrogate", "topsecret\uD83D", mismatch),
                refusal(ColumnType.TEXT, "with a lone low surrogate", "\uDE00topsecret", mismatch),
                refusal(ColumnType.TEXT, "with swapped surrogates", "\uDE00\uD83Dtopsecret", mismatch),
                refusal(ColumnType.JSON, "with an escaped lone surrogate", "\"topsecret\\ud83d\"", mismatch),
                refusal(
                        ColumnType.KEY_TEXT,
                        "of 256 characters",
                        "topsecret" + "x".repeat(247),
                        ErrorCode.VALUE_TOO_LONG),
                refusal(ColumnType.DECIMAL, "with 29 digits", new BigDecimal("1" + "0".repeat(28)), range),
                refusal(ColumnType.DECIMAL, "with 11 decimals", new BigDecimal("0.00000000001"), range),
                refusal(ColumnType.DECIMAL, "with a huge exponent", new BigDecimal("1E+1000000000"), range),
                refusal(ColumnType.TIMESTAMP, "before year 1000", Instant.parse("0999-12-31T23:59:59.999Z"), range),
                refusal(ColumnType.TIMESTAMP, "after year 9999", Instant.parse("+10000-01-01T00:00:00Z"), range),
                refusal(ColumnType.TIMESTAMP, "at the end of time", Instant.MAX, range),
                refusal(ColumnType.NUMBER, "not a number", Double.NaN, mismatch),
                refusal(ColumnType.NUMBER, "infinite", Double.NEGATIVE_INFINITY, mismatch),
                refusal(ColumnType.INTEGER, "of another type", "topsecret", mismatch),
                refusal(ColumnType.BOOLEAN, "of another type", 1L, mismatch));
    }

    private static Arguments refusal(ColumnType type, String what, Object value, ErrorCode code) {
        return Arguments.of(type, what, value, code);
    }
}
