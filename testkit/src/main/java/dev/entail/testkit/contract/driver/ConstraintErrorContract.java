package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a constraint refuses is told apart, with the names that the layers above need. */
abstract class ConstraintErrorContract extends ContractGroup {
    @Test
    @DisplayName("STO-641, STO-642: a unique index refuses as UNIQUE and is named, or its table and columns are")
    final void uniqueIndex() throws SQLException {
        ContractTable table = table(
                freshName(),
                Column.nullable("mail", ColumnType.KEY_TEXT),
                Column.nullable("Nick Name", ColumnType.KEY_TEXT));
        uniqueIndex(table, "U_" + table.name() + "_mail", "mail");
        uniqueIndex(table, "U_" + table.name() + "_mail_2", "mail", "Nick Name");
        uniqueIndex(table, "U_" + table.name() + "_nick", "Nick Name");
        try (Connection connection = connect()) {
            table.insert(connection, 1, "a@b", "ann");
            assertLocated(
                    errorOf(() -> table.insert(connection, 2, "a@b", "bob")),
                    "U_" + table.name() + "_mail",
                    table,
                    List.of("mail"));
            assertLocated(
                    errorOf(() -> table.insert(connection, 2, "c@d", "ann")),
                    "U_" + table.name() + "_nick",
                    table,
                    List.of("Nick Name"));
            assertThat(table.count(connection)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("STO-641, STO-642: a unique index over two columns refuses as UNIQUE and is located")
    final void compositeUniqueIndex() throws SQLException {
        ContractTable table =
                table(freshName(), Column.nullable("a", ColumnType.ID), Column.nullable("b", ColumnType.ID));
        uniqueIndex(table, table.name() + "_ab", "a", "b");
        try (Connection connection = connect()) {
            table.insert(connection, 1, 1L, 2L);
            table.insert(connection, 2, 2L, 1L);
            assertLocated(
                    errorOf(() -> table.insert(connection, 3, 1L, 2L)), table.name() + "_ab", table, List.of("a", "b"));
            table.insert(connection, 4, 1L, null);
            table.insert(connection, 5, 1L, null);
            assertThat(table.count(connection)).as("null is not equal to null").isEqualTo(4);
        }
    }

    private void uniqueIndex(ContractTable table, String name, String... columns) throws SQLException {
        List<String> quoted = List.of(columns).stream().map(table::quoted).toList();
        try (Connection connection = connect()) {
            ContractTable.execute(
                    connection,
                    "CREATE UNIQUE INDEX " + dialect().quote(name) + " ON " + table.quoted() + " ("
                            + String.join(", ", quoted) + ")");
        }
    }

    private static void assertLocated(DatabaseError error, String index, ContractTable table, List<String> columns) {
        assertThat(error.errorClass()).as("%s", error).isEqualTo(ErrorClass.UNIQUE);
        if (error.constraint() != null) {
            assertThat(error.constraint()).as("%s", error).isEqualTo(index);
        } else {
            assertThat(error.table()).as("%s", error).isEqualTo(table.name());
            assertThat(error.columns()).as("%s", error).containsExactlyInAnyOrderElementsOf(columns);
        }
    }

    @Test
    @DisplayName("STO-641: a primary key refuses as UNIQUE, also in the middle of a batch")
    final void primaryKey() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(table.insertStatement())) {
            table.insert(connection, 2, 0L);
            assertThat(errorOf(() -> table.insert(connection, 2, 0L)).errorClass())
                    .isEqualTo(ErrorClass.UNIQUE);
            for (int id = 1; id <= 3; id++) {
                table.bindRow(insert, id, 0L);
                insert.addBatch();
            }
            assertThat(errorOf(insert::executeBatch).errorClass()).isEqualTo(ErrorClass.UNIQUE);
        }
    }

    @Test
    @DisplayName("STO-643: a missing value is refused as NOT_NULL")
    final void notNull() throws SQLException {
        ContractTable table = table(freshName(), Column.required("v", ColumnType.INTEGER));
        try (Connection connection = connect()) {
            DatabaseError error = errorOf(() -> table.insert(connection, 1, new @Nullable Object[] {null}));
            assertThat(error.errorClass()).as("%s", error).isEqualTo(ErrorClass.NOT_NULL);
            if (!error.columns().isEmpty()) {
                assertThat(error.columns()).as("%s", error).containsExactly("v");
            }
            table.insert(connection, 1, 1L);
            assertThat(errorOf(() -> table.update(connection, 1, "v", null)).errorClass())
                    .isEqualTo(ErrorClass.NOT_NULL);
        }
    }

    @Test
    @DisplayName("STO-641: a reference to a row that does not exist is refused as FOREIGN_KEY")
    final void missingParent() throws SQLException {
        ForeignKeys keys = ForeignKeys.create(this);
        try (Connection connection = connect()) {
            assertThat(errorOf(() -> keys.child().insert(connection, 1, 404L)).errorClass())
                    .isEqualTo(ErrorClass.FOREIGN_KEY);
            keys.child().insert(connection, 1, new @Nullable Object[] {null});
            assertThat(errorOf(() -> keys.child().update(connection, 1, ForeignKeys.REFERENCE, 404L))
                            .errorClass())
                    .isEqualTo(ErrorClass.FOREIGN_KEY);
        }
    }

    @Test
    @DisplayName("STO-641: removing a row that is referred to is refused as FOREIGN_KEY")
    final void childExists() throws SQLException {
        ForeignKeys keys = ForeignKeys.create(this);
        try (Connection connection = connect()) {
            keys.parent().insert(connection, 1, 0L);
            keys.child().insert(connection, 1, 1L);
            String delete = "DELETE FROM " + keys.parent().quoted();
            assertThat(errorOf(() -> ContractTable.execute(connection, delete)).errorClass())
                    .isEqualTo(ErrorClass.FOREIGN_KEY);
            assertThat(keys.parent().count(connection)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("STO-641: a check constraint refuses as CHECK")
    final void check() throws SQLException {
        String condition = " CHECK (" + dialect().quote("v") + " > 0)";
        ContractTable table = table(freshName(), new Column("v", ColumnType.INTEGER, condition));
        try (Connection connection = connect()) {
            assertThat(errorOf(() -> table.insert(connection, 1, 0L)).errorClass())
                    .isEqualTo(ErrorClass.CHECK);
        }
    }

    @Test
    @DisplayName("STO-610: after a refusal the transaction can be rolled back and the connection be used again")
    final void usableAfterwards() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            table.insert(connection, 1, 1L);
            assertThat(errorOf(() -> table.insert(connection, 1, 2L)).errorClass())
                    .isEqualTo(ErrorClass.UNIQUE);
            connection.rollback();
            table.insert(connection, 2, 2L);
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(table.ids(connection, "")).containsExactly(2L);
        }
    }
}
