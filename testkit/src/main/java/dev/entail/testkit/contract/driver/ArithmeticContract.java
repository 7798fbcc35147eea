package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A column is added to inside the database, exactly. */
abstract class ArithmeticContract extends ContractGroup {
    @ParameterizedTest(name = "{1} + {2} = {3}")
    @MethodSource("sums")
    @DisplayName("STO-621: adding is exact")
    final void exactSums(ColumnType type, Object start, Object addend, Object sum) throws SQLException {
        ContractTable table = table(freshName(), Column.required("v", type));
        try (Connection connection = connect()) {
            table.insert(connection, 1, start);
            add(connection, table, type, addend);
            assertThat(table.read(connection, 1, "v")).isEqualTo(sum);
        }
    }

    static Stream<Arguments> sums() {
        ColumnType integer = ColumnType.INTEGER;
        return Stream.of(
                Arguments.of(integer, 1L, 2L, 3L),
                Arguments.of(integer, 1L, -3L, -2L),
                Arguments.of(integer, 9_007_199_254_740_992L, 1L, 9_007_199_254_740_993L),
                Arguments.of(integer, Long.MAX_VALUE - 1, 1L, Long.MAX_VALUE),
                Arguments.of(integer, Long.MIN_VALUE + 1, -1L, Long.MIN_VALUE),
                decimals("0.1", "0.2", "0.3"),
                decimals("1.5", "-1.5", "0"),
                decimals("9007199254740992", "1.0000000001", "9007199254740993.0000000001"),
                decimals(
                        "9999999999999999999999999999.9999999998",
                        "0.0000000001",
                        "9999999999999999999999999999.9999999999"),
                decimals("-9999999999999999999999999999", "-0.0000000001", "-9999999999999999999999999999.0000000001"),
                Arguments.of(ColumnType.NUMBER, 0.5, 0.25, 0.75),
                Arguments.of(ColumnType.NUMBER, 0.1, 0.2, 0.1 + 0.2));
    }

    private static Arguments decimals(String start, String addend, String sum) {
        return Arguments.of(ColumnType.DECIMAL, new BigDecimal(start), new BigDecimal(addend), new BigDecimal(sum));
    }

    @ParameterizedTest(name = "{1} + {2} = {3}")
    @MethodSource("sums")
    @DisplayName("a column and the sum of others are added exactly, and compared and sorted as a column is")
    final void plus(ColumnType type, Object start, Object addend, Object sum) throws SQLException {
        ContractTable table = table(freshName(), Column.required("v", type), Column.required("w", type));
        try (Connection connection = connect()) {
            table.insert(connection, 1, start, addend);
            String whole = dialect()
                    .plus(
                            "t." + table.quoted("v"),
                            "(SELECT " + dialect().sum("s." + table.quoted("w"), type) + " FROM " + table.quoted()
                                    + " s)",
                            type);
            String select = "SELECT " + whole + " FROM " + table.quoted() + " t WHERE " + whole + " = "
                    + dialect().placeholder(type) + " ORDER BY " + whole;
            try (PreparedStatement statement = connection.prepareStatement(select)) {
                dialect().bind(statement, 1, type, sum);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(dialect().read(rows, 1, type)).isEqualTo(sum);
                }
            }
        }
    }

    @Test
    @DisplayName("STO-621: many small additions lose nothing")
    final void manySums() throws SQLException {
        ContractTable table = table(freshName(), Column.required("v", ColumnType.DECIMAL));
        try (Connection connection = connect()) {
            table.insert(connection, 1, BigDecimal.ZERO);
            for (int i = 0; i < 100; i++) {
                add(connection, table, ColumnType.DECIMAL, new BigDecimal("0.1"));
            }
            assertThat(table.read(connection, 1, "v")).isEqualTo(BigDecimal.TEN);
        }
    }

    @Test
    @DisplayName("STO-644: a sum that does not fit is refused as OUT_OF_RANGE, and the column keeps its value")
    final void overflow() throws SQLException {
        assertOverflow(ColumnType.INTEGER, Long.MAX_VALUE, 1L);
        assertOverflow(ColumnType.INTEGER, Long.MIN_VALUE, -1L);
        assertOverflow(ColumnType.DECIMAL, Samples.GREATEST_DECIMAL, BigDecimal.ONE);
    }

    private void assertOverflow(ColumnType type, Object start, Object addend) throws SQLException {
        ContractTable table = table(freshName(), Column.required("v", type));
        try (Connection connection = connect()) {
            table.insert(connection, 1, start);
            DatabaseError error = errorOf(() -> add(connection, table, type, addend));
            assertThat(error.errorClass())
                    .as("%s + %s: %s", start, addend, error)
                    .isEqualTo(ErrorClass.OUT_OF_RANGE);
            assertThat(table.read(connection, 1, "v")).isEqualTo(start);
        }
    }

    private void add(Connection connection, ContractTable table, ColumnType type, Object addend) throws SQLException {
        String column = table.quoted("v");
        String sql = "UPDATE " + table.quoted() + " SET " + column + " = "
                + dialect().add(column, type) + " WHERE " + table.quoted(ContractTable.ID) + " = 1";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            dialect().bind(update, 1, type, addend);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
