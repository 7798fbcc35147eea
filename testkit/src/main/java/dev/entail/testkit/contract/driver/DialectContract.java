package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.storage.spi.ColumnType;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The SQL fragments of the dialect do what they say. */
abstract class DialectContract extends ContractGroup {
    @ParameterizedTest(name = "limit {0} offset {1}")
    @MethodSource("pages")
    @DisplayName("STO-624: a page has any limit and any offset, each also without the other")
    final void page(@Nullable Long limit, @Nullable Long offset, List<Long> expected) throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            for (long id = 1; id <= 5; id++) {
                table.insert(connection, id, id);
            }
            String order = "ORDER BY " + dialect().order(table.quoted(ContractTable.ID), true);
            assertThat(table.ids(connection, order + dialect().page(limit, offset)))
                    .containsExactlyElementsOf(expected);
        }
    }

    static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of(null, null, List.of(1L, 2L, 3L, 4L, 5L)),
                Arguments.of(2L, null, List.of(1L, 2L)),
                Arguments.of(0L, null, List.of()),
                Arguments.of(null, 3L, List.of(4L, 5L)),
                Arguments.of(null, 0L, List.of(1L, 2L, 3L, 4L, 5L)),
                Arguments.of(2L, 1L, List.of(2L, 3L)),
                Arguments.of(10L, 4L, List.of(5L)),
                Arguments.of(10L, 5L, List.of()));
    }

    @Test
    @DisplayName("STO-624: nulls come last in ascending and first in descending order")
    final void nullOrder() throws SQLException {
        for (ColumnType type : List.of(ColumnType.INTEGER, ColumnType.KEY_TEXT, ColumnType.DECIMAL)) {
            ContractTable table = table(type);
            String column = table.quoted("v");
            try (Connection connection = connect()) {
                table.insert(connection, 1, sample(type, 1));
                table.insert(connection, 2, new @Nullable Object[] {null});
                table.insert(connection, 3, sample(type, 0));
                assertThat(table.ids(connection, "ORDER BY " + dialect().order(column, true)))
                        .containsExactly(3L, 1L, 2L);
                assertThat(table.ids(connection, "ORDER BY " + dialect().order(column, false)))
                        .containsExactly(2L, 1L, 3L);
            }
        }
    }

    private static Object sample(ColumnType type, long value) {
        return switch (type) {
            case KEY_TEXT -> Long.toString(value);
            case DECIMAL -> BigDecimal.valueOf(value);
            default -> value;
        };
    }

    @ParameterizedTest(name = "\"{0}\" like \"{1}\": {2}")
    @MethodSource("patterns")
    @DisplayName("STO-624: LIKE is case-sensitive and escapes with a backslash")
    final void like(String text, String pattern, boolean matches) throws SQLException {
        ContractTable table = table(ColumnType.TEXT);
        String placeholder = dialect().placeholder(ColumnType.TEXT);
        try (Connection connection = connect()) {
            table.insert(connection, 1, text);
            assertThat(table.ids(connection, "WHERE " + dialect().like(table.quoted("v"), placeholder), pattern))
                    .hasSize(matches ? 1 : 0);
        }
    }

    static Stream<Arguments> patterns() {
        return Stream.of(
                Arguments.of("Abc", "A%", true),
                Arguments.of("Abc", "a%", false),
                Arguments.of("Abc", "A_c", true),
                Arguments.of("Abc", "A_C", false),
                Arguments.of("Ärger", "ä%", false),
                Arguments.of("Ärger", "Ä%", true),
                Arguments.of("arger", "ä%", false),
                Arguments.of("50%", "50\\%", true),
                Arguments.of("500", "50\\%", false),
                Arguments.of("a_b", "a\\_b", true),
                Arguments.of("axb", "a\\_b", false),
                Arguments.of("c:\\temp", "c:\\\\%", true),
                Arguments.of("c:temp", "c:\\\\%", false),
                Arguments.of("it's", "it's", true),
                Arguments.of("two\nlines", "two%lines", true),
                Arguments.of("trailing ", "trailing", false),
                Arguments.of("", "%", true));
    }

    @Test
    @DisplayName("STO-621: an update returns the new values of the changed rows, where the dialect says so")
    final void updateReturning() throws SQLException {
        ContractTable table = table(
                freshName(),
                Column.required("n", ColumnType.INTEGER),
                Column.required("d", ColumnType.DECIMAL),
                Column.nullable("t", ColumnType.TEXT));
        String update = "UPDATE " + table.quoted() + " SET " + table.quoted("n") + " = "
                + dialect().add(table.quoted("n"), ColumnType.INTEGER) + " WHERE " + table.quoted(ContractTable.ID)
                + " >= " + dialect().placeholder(ColumnType.ID);
        List<String> columns =
                Stream.of(ContractTable.ID, "n", "d", "t").map(table::quoted).toList();
        Optional<String> returning = dialect().updateReturning(update, columns);
        if (returning.isEmpty()) {
            return;
        }
        try (Connection connection = connect()) {
            for (long id = 1; id <= 3; id++) {
                table.insert(connection, id, id * 10, new BigDecimal("0.5"), id == 2 ? null : "text");
            }
            assertThat(returned(connection, returning.get(), 2))
                    .containsExactlyInAnyOrder("2 25 0.5 null", "3 35 0.5 text");
            assertThat(returned(connection, returning.get(), 4)).isEmpty();
            assertThat(table.read(connection, 1, "n")).isEqualTo(10L);
            assertThat(table.read(connection, 3, "n")).isEqualTo(35L);
        }
    }

    private List<String> returned(Connection connection, String sql, long fromId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            dialect().bind(update, 1, ColumnType.INTEGER, 5L);
            dialect().bind(update, 2, ColumnType.ID, fromId);
            List<String> rows = new ArrayList<>();
            try (ResultSet result = update.executeQuery()) {
                while (result.next()) {
                    rows.add(dialect().read(result, 1, ColumnType.ID) + " "
                            + dialect().read(result, 2, ColumnType.INTEGER) + " "
                            + dialect().read(result, 3, ColumnType.DECIMAL) + " "
                            + dialect().read(result, 4, ColumnType.TEXT));
                }
            }
            return rows;
        }
    }

    @Test
    @DisplayName("STO-621: a statement takes as many parameters as the dialect says")
    final void parameters() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        int count = dialect().maxParameters();
        String list = String.join(", ", Collections.nCopies(count, dialect().placeholder(ColumnType.INTEGER)));
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = (long) i;
        }
        try (Connection connection = connect()) {
            table.insert(connection, 1, count - 1L);
            table.insert(connection, 2, (long) count);
            assertThat(table.ids(connection, "WHERE " + table.quoted("v") + " IN (" + list + ")", values))
                    .containsExactly(1L);
        }
    }

    @Test
    @DisplayName("STO-621: a statement joins as many tables as the dialect says, and not one more")
    final void tables() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        int limit = dialect().maxTables();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            table.insert(connection, 1, 1L);
            try (ResultSet rows = statement.executeQuery(chain(table, Math.min(limit, 200)))) {
                assertThat(rows.next()).isTrue();
                assertThat(dialect().read(rows, 1, ColumnType.ID)).isEqualTo(1L);
            }
            if (limit != Integer.MAX_VALUE) {
                assertThatThrownBy(() -> statement.executeQuery(chain(table, limit + 1)))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    /** Joins a table to itself again and again. */
    private static String chain(ContractTable table, int tables) {
        String id = "." + table.quoted(ContractTable.ID);
        StringBuilder sql = new StringBuilder("SELECT t" + (tables - 1) + id + " FROM ").append(table.quoted() + " t0");
        for (int i = 1; i < tables; i++) {
            sql.append(" LEFT JOIN " + table.quoted() + " t" + i + " ON t" + i + id + " = t" + (i - 1) + id);
        }
        return sql.toString();
    }

    @Test
    @DisplayName("STO-621: an update tells how many rows it found, changed or not")
    final void foundRows() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        String sql = "UPDATE " + table.quoted() + " SET " + table.quoted("v") + " = 7";
        try (Connection connection = connect();
                PreparedStatement update = connection.prepareStatement(sql)) {
            table.insert(connection, 1, 7L);
            table.insert(connection, 2, 8L);
            assertThat(update.executeUpdate()).isEqualTo(2);
            assertThat(update.executeUpdate()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("STO-621: the largest fitting text travels in one statement and in a batch of several")
    final void longTexts() throws SQLException {
        ContractTable table = table(ColumnType.TEXT);
        String text = "0123456789".repeat(100_000);
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(table.insertStatement())) {
            for (int id = 1; id <= 5; id++) {
                table.bindRow(insert, id, text);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(5);
            assertThat(table.read(connection, 5, "v")).isEqualTo(text);
        }
    }
}
