package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.testkit.jdbc.FaultInjectingDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Errors that are not refusals of a constraint. */
abstract class ErrorContract extends ContractGroup {
    @Test
    @DisplayName("STO-641: a table or an index that exists is ALREADY_EXISTS")
    final void alreadyExists() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        String index = "CREATE INDEX " + dialect().quote(table.name() + "_i") + " ON " + table.quoted() + " ("
                + table.quoted("v") + ")";
        try (Connection connection = connect()) {
            ContractTable.execute(connection, index);
            assertClass(errorOf(() -> table.create(connection)), ErrorClass.ALREADY_EXISTS);
            assertClass(errorOf(() -> ContractTable.execute(connection, index)), ErrorClass.ALREADY_EXISTS);
        }
    }

    @Test
    @DisplayName("STO-641: an unknown table, an unknown column and bad syntax are OTHER")
    final void other() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        String missing = dialect().quote("missing_table");
        try (Connection connection = connect()) {
            assertClass(errorOf(() -> ContractTable.execute(connection, "DELETE FROM " + missing)), ErrorClass.OTHER);
            assertClass(
                    errorOf(() -> ContractTable.execute(
                            connection,
                            "UPDATE " + table.quoted() + " SET " + dialect().quote("missing") + " = 1")),
                    ErrorClass.OTHER);
            assertClass(errorOf(() -> ContractTable.execute(connection, "NONSENSE 1")), ErrorClass.OTHER);
        }
    }

    @Test
    @DisplayName("STO-641: an error without any code is OTHER, also when its causes go in a circle")
    final void neverThrows() {
        SQLException bare = new SQLException();
        assertClass(database().errors().classify(bare), ErrorClass.OTHER);
        SQLException one = new SQLException("one", null, 0);
        SQLException two = new SQLException("two", "", -1, one);
        one.initCause(two);
        one.setNextException(two);
        assertClass(database().errors().classify(one), ErrorClass.OTHER);
    }

    @Test
    @DisplayName("STO-641: a statement that another thread cancels is CANCELLED, and the connection survives")
    final void cancelled() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (int id = 1; id <= 200; id++) {
                table.insert(connection, id, (long) id);
            }
            Thread canceller = Thread.ofVirtual().start(() -> cancel(statement));
            assertClass(errorOf(() -> statement.executeQuery(longQuery(table))), ErrorClass.CANCELLED);
            canceller.interrupt();
            assertThat(table.count(connection)).isEqualTo(200);
        }
    }

    @Test
    @DisplayName(
            "STO-621, T-268: with STATEMENT_TIMEOUTS a statement that runs out of time is CANCELLED and not retried,"
                    + " the transaction can be rolled back, and the connection survives")
    final void statementTimeout() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        if (!capability().has(Capability.STATEMENT_TIMEOUTS)) {
            // That a transaction with a time limit is refused then is the matter of the transactions.
            return;
        }
        try (Connection connection = connect()) {
            for (int id = 1; id <= 200; id++) {
                table.insert(connection, id, (long) id);
            }
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(1);
                DatabaseError error = errorOf(() -> statement.executeQuery(longQuery(table)));
                assertClass(error, ErrorClass.CANCELLED);
                assertThat(error.errorClass().retryable()).isFalse();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
            connection.rollback();
            assertThat(table.count(connection)).isEqualTo(200);
            connection.rollback();
        }
    }

    @Test
    @DisplayName("STO-641, T-268: a text where a number is wanted is BAD_VALUE")
    final void badValue() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        String insert = "INSERT INTO " + table.quoted() + " (" + table.quoted(ContractTable.ID) + ", "
                + table.quoted("v") + ") VALUES (1, 'no number')";
        try (Connection connection = connect()) {
            assertClass(errorOf(() -> ContractTable.execute(connection, insert)), ErrorClass.BAD_VALUE);
            assertThat(table.count(connection)).isZero();
        }
    }

    /** Cancels again and again, because a statement that has not begun is not cancelled. */
    private static void cancel(Statement statement) {
        try {
            for (int i = 0; i < 50; i++) {
                Thread.sleep(300);
                statement.cancel();
            }
        } catch (InterruptedException | SQLException e) {
            // The statement has ended.
        }
    }

    /** Looks at more combinations of rows than can be looked at in minutes. */
    static String longQuery(ContractTable table) {
        List<String> aliases = List.of("a", "b", "c", "d");
        String from =
                aliases.stream().map(alias -> table.quoted() + " " + alias).collect(Collectors.joining(", "));
        String sum =
                aliases.stream().map(alias -> alias + "." + table.quoted("v")).collect(Collectors.joining(" + "));
        return "SELECT COUNT(*) FROM " + from + " WHERE " + sum + " < 0";
    }

    @Test
    @DisplayName(
            "STO-633, STO-644: a connection that is cut is CONNECTION_LOST, its work is undone, and the pool heals")
    final void connectionLost() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        FaultInjectingDatabase faulty = new FaultInjectingDatabase(test().open());
        try (Connection connection = faulty.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            table.insert(connection, 1, 1L);
            faulty.faults().cutBefore(1);
            assertClass(errorOf(() -> table.insert(connection, 2, 2L)), ErrorClass.CONNECTION_LOST);
            faulty.faults().disarm();
        }
        for (int i = 0; i < 3; i++) {
            try (Connection connection = faulty.dataSource().getConnection()) {
                assertThat(table.count(connection)).isZero();
            }
        }
    }

    private static void assertClass(DatabaseError error, ErrorClass expected) {
        assertThat(error.errorClass()).as("%s", error).isEqualTo(expected);
    }
}
