package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.ColumnType;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any name can be the name of a table, a column or an index. */
abstract class IdentifierContract extends ContractGroup {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "select",
                "ORDER",
                "user",
                "group",
                "value",
                "key",
                "rank",
                "MixedCase",
                "lower_case",
                "UPPER",
                "with space",
                "with\"quote",
                "with`backtick",
                "with'apostrophe",
                "with[bracket]",
                "semi;colon",
                "dash-dash--",
                "dot.dot",
                "100%",
                "q?mark",
                "$dollar",
                "$1",
                "{brace}",
                ":colon",
                "_Post_state_x_"
            })
    @DisplayName("STO-624: a name in quotes is taken as it is, in tables, columns and indexes")
    final void anyName(String name) throws SQLException {
        ContractTable table = table(name, Column.nullable(name, ColumnType.INTEGER));
        try (Connection connection = connect()) {
            ContractTable.execute(connection, index(table, name + "_i", name));
            table.insert(connection, 1, 41L);
            table.update(connection, 1, name, 42L);
            assertThat(table.read(connection, 1, name)).isEqualTo(42L);
            assertThat(label(connection, table, name)).isEqualTo(name);
            ContractTable.execute(connection, "DROP TABLE " + table.quoted());
        }
    }

    @Test
    @DisplayName("STO-624: a name may be as long as the dialect says, and its last character counts")
    final void longestName() throws SQLException {
        String stem = "n".repeat(dialect().maxIdentifierLength() - 1);
        ContractTable one = table(stem + "1", Column.nullable(stem + "c", ColumnType.INTEGER));
        ContractTable two = table(
                stem + "2",
                Column.nullable(stem + "c", ColumnType.INTEGER),
                Column.nullable(stem + "d", ColumnType.INTEGER));
        try (Connection connection = connect()) {
            ContractTable.execute(connection, index(two, stem + "i", stem + "c"), index(two, stem + "j", stem + "d"));
            one.insert(connection, 1, 1L);
            two.insert(connection, 1, 2L, 3L);
            assertThat(one.read(connection, 1, stem + "c")).isEqualTo(1L);
            assertThat(two.read(connection, 1, stem + "c")).isEqualTo(2L);
            assertThat(two.read(connection, 1, stem + "d")).isEqualTo(3L);
            assertThat(label(connection, two, stem + "d")).isEqualTo(stem + "d");
            ContractTable.execute(connection, "DROP TABLE " + one.quoted(), "DROP TABLE " + two.quoted());
        }
    }

    private String index(ContractTable table, String name, String column) {
        return "CREATE INDEX " + dialect().quote(name) + " ON " + table.quoted() + " (" + table.quoted(column) + ")";
    }

    private static String label(Connection connection, ContractTable table, String column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + table.quoted(column) + " FROM " + table.quoted())) {
            return rows.getMetaData().getColumnLabel(1);
        }
    }
}
