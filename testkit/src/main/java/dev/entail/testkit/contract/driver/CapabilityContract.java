package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the driver declares of its transactions is true. */
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
    @DisplayName("CAP-01: a level that is kept only within this process says so in the notes")
    final void notes() {
        assertThat(capability().notes()).allSatisfy(note -> assertThat(note).isNotBlank());
        if (!capability().serializedInProcess().isEmpty()) {
            assertThat(capability().notes()).isNotEmpty();
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
    @DisplayName("STO-620, STO-622: what is committed stays, what is rolled back is gone")
    final void commitAndRollback() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
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
    @DisplayName("STO-609, STO-622: savepoints undo a part, also after an error, if and only if they are declared")
    final void savepoints() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            table.insert(connection, 1, 1L);
            if (!capability().savepoints()) {
                assertThatThrownBy(connection::setSavepoint).isInstanceOf(SQLException.class);
            } else {
                Savepoint savepoint = connection.setSavepoint();
                table.insert(connection, 2, 2L);
                errorOf(() -> table.insert(connection, 1, 3L));
                connection.rollback(savepoint);
                Savepoint released = connection.setSavepoint();
                table.insert(connection, 3, 3L);
                connection.releaseSavepoint(released);
                assertThat(table.ids(connection, "")).containsExactlyInAnyOrder(1L, 3L);
            }
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(table.ids(connection, "")).contains(1L).doesNotContain(2L);
        }
    }
}
