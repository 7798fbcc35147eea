package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.ColumnType;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values are compared and sorted alike on all databases. */
abstract class ComparisonContract extends ContractGroup {
    /** In the order of their code points. */
    private static final List<Object> TEXTS = List.of(
            "", " ", "10", "9", "A", "B", "Z", "a", "a ", "aa", "b", "e\u0301", "z", "\u00c4", "\u00e9", "\uFF5E");

    private static final String BEYOND_BMP = "\uD83D\uDE00";

    private static final List<Object> DECIMALS = List.of(
            Samples.GREATEST_DECIMAL.negate(),
            new BigDecimal("-10"),
            new BigDecimal("-9.5"),
            new BigDecimal("-0.0000000001"),
            BigDecimal.ZERO,
            new BigDecimal("0.0000000001"),
            new BigDecimal("9.5"),
            new BigDecimal("10"),
            new BigDecimal("100"),
            new BigDecimal("9999999999999999999999999999.9999999998"),
            Samples.GREATEST_DECIMAL);

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = ColumnType.class,
            names = {"TEXT", "KEY_TEXT"})
    @DisplayName("STO-621: text is sorted and compared by code point")
    final void textOrder(ColumnType type) throws SQLException {
        assertOrder(type, TEXTS);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = ColumnType.class,
            names = {"TEXT", "KEY_TEXT"})
    @DisplayName("STO-621: beyond U+FFFF too, or by UTF-16 unit, if and only if a note of the capability says so")
    final void textOrderBeyondBmp(ColumnType type) throws SQLException {
        boolean byUnit = capability().notes().stream().anyMatch(note -> note.contains("UTF-16"));
        assertOrder(type, byUnit ? List.of("z", BEYOND_BMP, "\uFF5E") : List.of("z", "\uFF5E", BEYOND_BMP));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = ColumnType.class,
            names = {"TEXT", "KEY_TEXT"})
    @DisplayName("STO-621: text equals only itself, in case, accents and trailing blanks")
    final void textEquality(ColumnType type) throws SQLException {
        ContractTable table = filled(type, TEXTS);
        String clause = "WHERE " + table.quoted("v") + " = " + dialect().placeholder(type);
        try (Connection connection = connect()) {
            for (int i = 0; i < TEXTS.size(); i++) {
                assertThat(table.ids(connection, clause, TEXTS.get(i))).containsExactly((long) i);
            }
            assertThat(table.ids(connection, clause, "A ")).isEmpty();
            assertThat(table.ids(connection, clause, "\u00e4")).isEmpty();
        }
    }

    @Test
    @DisplayName("STO-621: a unique key tells texts apart that differ in case, accents or trailing blanks")
    final void uniqueTexts() throws SQLException {
        ContractTable table = table(freshName(), new Column("v", ColumnType.KEY_TEXT, ""));
        try (Connection connection = connect()) {
            ContractTable.execute(
                    connection,
                    "CREATE UNIQUE INDEX " + dialect().quote(table.name() + "_u") + " ON " + table.quoted() + " ("
                            + table.quoted("v") + ")");
            for (int i = 0; i < TEXTS.size(); i++) {
                table.insert(connection, i, TEXTS.get(i));
            }
            assertThat(table.count(connection)).isEqualTo(TEXTS.size());
        }
    }

    @Test
    @DisplayName("STO-621: decimals are sorted and compared as numbers, to the last digit")
    final void decimalOrder() throws SQLException {
        assertOrder(ColumnType.DECIMAL, DECIMALS);
    }

    @Test
    @DisplayName("STO-621: decimals that differ only in trailing zeros are equal")
    final void decimalEquality() throws SQLException {
        ContractTable table = filled(ColumnType.DECIMAL, List.of(new BigDecimal("1.50"), new BigDecimal("1000")));
        String clause = "WHERE " + table.quoted("v") + " = " + dialect().placeholder(ColumnType.DECIMAL);
        try (Connection connection = connect()) {
            assertThat(table.ids(connection, clause, new BigDecimal("1.5"))).containsExactly(0L);
            assertThat(table.ids(connection, clause, new BigDecimal("1E+3"))).containsExactly(1L);
        }
    }

    @Test
    @DisplayName("STO-621: integers, numbers and timestamps are sorted and compared by value")
    final void otherOrders() throws SQLException {
        assertOrder(
                ColumnType.INTEGER,
                List.of(Long.MIN_VALUE, -10L, -9L, 0L, 9L, 10L, Long.MAX_VALUE - 1, Long.MAX_VALUE));
        assertOrder(
                ColumnType.NUMBER, List.of(-Double.MAX_VALUE, -10.0, -9.0, 0.0, 1e-300, 9.0, 10.0, Double.MAX_VALUE));
        assertOrder(
                ColumnType.TIMESTAMP,
                List.of(
                        Instant.parse("1000-01-01T00:00:00Z"),
                        Instant.parse("1582-10-10T00:00:00Z"),
                        Instant.parse("1969-12-31T23:59:59.999Z"),
                        Instant.parse("2024-10-27T00:30:00Z"),
                        Instant.parse("2024-10-27T01:30:00Z"),
                        Instant.parse("9999-12-31T23:59:59.999Z")));
    }

    @Test
    @DisplayName("STO-621: truth values are found by value")
    final void booleans() throws SQLException {
        ContractTable table = filled(ColumnType.BOOLEAN, List.of(true, false, true));
        String clause = "WHERE " + table.quoted("v") + " = " + dialect().placeholder(ColumnType.BOOLEAN);
        try (Connection connection = connect()) {
            assertThat(table.ids(connection, clause, true)).containsExactlyInAnyOrder(0L, 2L);
            assertThat(table.ids(connection, clause, false)).containsExactly(1L);
        }
    }

    private ContractTable filled(ColumnType type, List<?> values) throws SQLException {
        ContractTable table = table(type);
        try (Connection connection = connect()) {
            for (int i = 0; i < values.size(); i++) {
                table.insert(connection, i, values.get(i));
            }
        }
        return table;
    }

    /** The values are given in ascending order; their ids are their indexes. */
    private void assertOrder(ColumnType type, List<Object> ascending) throws SQLException {
        ContractTable table = filled(type, ascending);
        String column = table.quoted("v");
        String value = dialect().placeholder(type);
        List<Long> all = LongStream.range(0, ascending.size()).boxed().toList();
        try (Connection connection = connect()) {
            assertThat(table.ids(connection, "ORDER BY " + dialect().order(column, true)))
                    .as("%s ascending", type)
                    .containsExactlyElementsOf(all);
            assertThat(table.ids(connection, "ORDER BY " + dialect().order(column, false)))
                    .as("%s descending", type)
                    .containsExactlyElementsOf(all.reversed());
            for (int i = 0; i < ascending.size(); i++) {
                assertThat(table.ids(connection, "WHERE " + column + " < " + value, ascending.get(i)))
                        .as("%s less than %s", type, ascending.get(i))
                        .containsExactlyInAnyOrderElementsOf(all.subList(0, i));
                assertThat(table.ids(connection, "WHERE " + column + " >= " + value, ascending.get(i)))
                        .as("%s at least %s", type, ascending.get(i))
                        .containsExactlyInAnyOrderElementsOf(all.subList(i, all.size()));
            }
        }
    }
}
