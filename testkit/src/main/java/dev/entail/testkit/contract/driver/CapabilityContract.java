package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the driver claims is true, and what it does not claim it cannot do. */
abstract class CapabilityContract extends ContractGroup {
    @Test
    @DisplayName("CAP-01, STO-622: every declared isolation level can be set, and READ COMMITTED is one of them")
    final void isolationLevels() throws SQLException {
        assertThat(capability().isolationLevels()).contains(IsolationLevel.READ_COMMITTED);
        for (IsolationLevel level : capability().isolationLevels()) {
            try (Connection connection = connect()) {
                Sessions.begin(connection, level);
                assertThat(connection.getTransactionIsolation())
                        .as("at least %s", level)
                        .isGreaterThanOrEqualTo(Sessions.jdbc(level));
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    @Test
    @DisplayName("CAP-01: what the database cannot do for many processes is said in the notes")
    final void notes() {
        assertThat(capability().notes()).allSatisfy(note -> assertThat(note).isNotBlank());
        if (!capability().has(Capability.MANY_PROCESSES)) {
            assertThat(capability().notes()).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("STO-622, CAP-05: whoever needs what is not claimed is refused with a code and told what there is")
    final void refusal(Capability capability) {
        if (capability().has(capability)) {
            assertThatCode(() -> capability()
                            .require(capability, "A test", database().info()))
                    .doesNotThrowAnyException();
            assertThat(capability().capabilities()).containsAll(capability.implied());
        } else {
            assertThatThrownBy(() -> capability()
                            .require(capability, "A test", database().info()))
                    .isInstanceOfSatisfying(EntailException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.CAPABILITY_MISSING.name());
                        assertThat(e.details()).containsEntry("capability", capability.name());
                        assertThat(e.getMessage()).contains(database().info().product(), "TRANSACTIONS");
                    });
        }
    }

    @Test
    @DisplayName("STO-601: connections come from the pool in auto-commit mode and are not read-only, whatever was done"
            + " before")
    final void pooledState() throws SQLException {
        for (int i = 0; i < 30; i++) {
            try (Connection connection = connect()) {
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getTransactionIsolation())
                        .isGreaterThanOrEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                Sessions.begin(connection, IsolationLevel.SERIALIZABLE);
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    @Test
    @DisplayName("STO-620, STO-622: TRANSACTIONS are claimed, what is committed stays, what is rolled back is gone")
    final void commitAndRollback() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        assertThat(capability().has(Capability.TRANSACTIONS)).isTrue();
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            table.insert(connection, 1, 1L);
            connection.commit();
            table.insert(connection, 2, 2L);
            table.update(connection, 1, "v", 99L);
            assertThat(table.count(connection)).isEqualTo(2);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        try (Connection connection = connect()) {
            assertThat(table.ids(connection, "")).containsExactly(1L);
            assertThat(table.read(connection, 1, "v")).isEqualTo(1L);
        }
    }

    @Test
    @DisplayName("STO-606: a connection that is returned in the middle of a transaction is rolled back")
    final void abandonedTransaction() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            table.insert(connection, 1, 1L);
        }
        try (Connection connection = connect()) {
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(table.count(connection)).isZero();
        }
    }

    @Test
    @DisplayName("STO-609, STO-622: SAVEPOINTS undo a part, also after an error, if and only if they are claimed")
    final void savepoints() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            table.insert(connection, 1, 1L);
            if (!capability().has(Capability.SAVEPOINTS)) {
                assertThatThrownBy(connection::setSavepoint).isInstanceOf(SQLException.class);
            } else {
                Savepoint outer = connection.setSavepoint();
                table.insert(connection, 2, 2L);
                Savepoint inner = connection.setSavepoint();
                table.insert(connection, 4, 4L);
                errorOf(() -> table.insert(connection, 1, 3L));
                connection.rollback(inner);
                connection.releaseSavepoint(inner);
                assertThat(table.ids(connection, "")).containsExactlyInAnyOrder(1L, 2L);
                connection.rollback(outer);
                Savepoint released = connection.setSavepoint();
                table.insert(connection, 3, 3L);
                connection.releaseSavepoint(released);
                assertThat(table.ids(connection, "")).containsExactlyInAnyOrder(1L, 3L);
            }
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(table.ids(connection, "")).contains(1L).doesNotContain(2L, 4L);
        }
    }

    @Test
    @DisplayName("STO-610, T-269: a transaction goes on after a failed statement if and only if"
            + " FAILED_STATEMENTS_FORGIVEN is claimed")
    final void failedStatement() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            table.insert(connection, 1, 1L);
            errorOf(() -> table.insert(connection, 1, 2L));
            if (capability().has(Capability.FAILED_STATEMENTS_FORGIVEN)) {
                table.insert(connection, 2, 2L);
                connection.commit();
            } else {
                errorOf(() -> table.count(connection));
                connection.rollback();
                table.insert(connection, 1, 1L);
                table.insert(connection, 2, 2L);
                connection.commit();
            }
            connection.setAutoCommit(true);
            assertThat(table.ids(connection, "")).containsExactlyInAnyOrder(1L, 2L);
        }
    }

    @Test
    @DisplayName("STO-620, STO-641: the database refuses writes of a read-only transaction as READ_ONLY if and only if"
            + " READ_ONLY_TRANSACTIONS is claimed, and the pool takes writers again afterwards")
    final void readOnlyTransactions() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            assertThat(table.count(connection)).isZero();
            if (capability().has(Capability.READ_ONLY_TRANSACTIONS)) {
                assertThat(errorOf(() -> table.insert(connection, 1, 1L)).errorClass())
                        .isEqualTo(ErrorClass.READ_ONLY);
            } else {
                table.insert(connection, 1, 1L);
            }
            connection.rollback();
        }
        for (int i = 1; i <= 20; i++) {
            try (Connection connection = connect()) {
                table.insert(connection, i, 1L);
            }
        }
    }

    @Test
    @DisplayName("STO-621, STO-622: a rollback takes back changes of the schema if and only if TRANSACTIONAL_DDL is"
            + " claimed; else they commit what was done before them")
    final void transactionalDdl() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        ContractTable created =
                new ContractTable(dialect(), freshName(), List.of(Column.nullable("v", ColumnType.INTEGER)));
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            table.insert(connection, 1, 1L);
            created.create(connection);
            connection.rollback();
            connection.setAutoCommit(true);
            if (capability().has(Capability.TRANSACTIONAL_DDL)) {
                assertThat(table.count(connection)).isZero();
                created.create(connection);
            } else {
                assertThat(table.count(connection)).isEqualTo(1);
            }
            assertThat(created.count(connection)).isZero();
        }
    }

    @Test
    @DisplayName("STO-621, STO-622: an index with a condition binds only the rows that meet it if and only if"
            + " PARTIAL_INDEXES is claimed")
    final void partialIndexes() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        String index = "CREATE UNIQUE INDEX " + dialect().quote(table.name() + "_p") + " ON " + table.quoted() + " ("
                + table.quoted("v") + ") WHERE " + table.quoted("v") + " > 0";
        try (Connection connection = connect()) {
            if (!capability().has(Capability.PARTIAL_INDEXES)) {
                errorOf(() -> ContractTable.execute(connection, index));
                return;
            }
            ContractTable.execute(connection, index);
            table.insert(connection, 1, 0L);
            table.insert(connection, 2, 0L);
            table.insert(connection, 3, 1L);
            assertThat(errorOf(() -> table.insert(connection, 4, 1L)).errorClass())
                    .isEqualTo(ErrorClass.UNIQUE);
        }
    }

    @Test
    @DisplayName("STO-621, STO-622: an update can return columns if and only if UPDATE_RETURNING is claimed")
    final void updateReturning() {
        assertThat(dialect().updateReturning("UPDATE t SET a = 1", List.of("a")).isPresent())
                .isEqualTo(capability().has(Capability.UPDATE_RETURNING));
    }

    @Test
    @DisplayName("STO-621: SELECT has a clause that locks rows if and only if ROW_LOCKS is claimed")
    final void rowLocks() {
        assertThat(dialect().forUpdate().isEmpty()).isNotEqualTo(capability().has(Capability.ROW_LOCKS));
    }
}
