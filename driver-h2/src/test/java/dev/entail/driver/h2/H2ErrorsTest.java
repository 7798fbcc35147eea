package dev.entail.driver.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Errors of H2")
final class H2ErrorsTest {
    @ParameterizedTest(name = "{0} is {2}")
    @CsvSource({
        "23505, 23505, UNIQUE, false",
        "23502, 23502, NOT_NULL, false",
        "23513, 23513, CHECK, false",
        "23514, 23514, CHECK, false",
        "23503, 23503, FOREIGN_KEY, false",
        "23506, 23506, FOREIGN_KEY, false",
        "90131, 90131, SERIALIZATION, true",
        "40001, 40001, DEADLOCK, true",
        "50200, HYT00, LOCK_TIMEOUT, true",
        "57014, 57014, CANCELLED, false",
        "90067, 90067, CONNECTION_LOST, true",
        "90098, 90098, CONNECTION_LOST, true",
        "90121, 90121, CONNECTION_LOST, true",
        "22001, 22001, TOO_LONG, false",
        "22003, 22003, OUT_OF_RANGE, false",
        "22018, 22018, BAD_VALUE, false",
        "42111, 42S11, ALREADY_EXISTS, false",
        "42101, 42S01, ALREADY_EXISTS, false",
        "90097, 90097, READ_ONLY, false",
        "42102, 42S02, OTHER, false",
    })
    @DisplayName("T-CON-07 T-268 STO-644: each code has its class, and says whether to retry")
    void codes(int vendor, String state, ErrorClass expected, boolean retryable) {
        DatabaseError error = new H2Errors().classify(new SQLException("text", state, vendor));
        assertThat(error.errorClass()).isEqualTo(expected);
        assertThat(error.errorClass().retryable()).isEqualTo(retryable);
        assertThat(error.vendorCode()).isEqualTo(vendor);
        assertThat(error.sqlState()).isEqualTo(state);
    }

    private static DatabaseError failing(Database database, Connection connection, String sql) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> execute(connection, sql));
        return database.errors().classify(error);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @DisplayName("T-268: a text beyond the longest is TOO_LONG, a number beyond its digits OUT_OF_RANGE")
    void values() throws SQLException {
        try (Database database = new H2Driver().open(DatabaseConfig.of("jdbc:h2:mem:"));
                Connection connection = database.dataSource().getConnection()) {
            execute(connection, "CREATE TABLE t (b NUMERIC(38, 10), c VARCHAR(5))");
            assertThat(failing(database, connection, "INSERT INTO t (c) VALUES ('123456')")
                            .errorClass())
                    .isEqualTo(ErrorClass.TOO_LONG);
            assertThat(failing(database, connection, "INSERT INTO t (b) VALUES (1E30)")
                            .errorClass())
                    .isEqualTo(ErrorClass.OUT_OF_RANGE);
        }
    }

    @Test
    @DisplayName(
            "T-268: the victim of a deadlock that was not waiting any more hears of its own state, which is a DEADLOCK;"
                    + " other general errors are OTHER")
    void victim() {
        H2Errors errors = new H2Errors();
        SQLException victim = new SQLException(
                "General error: \"Transaction 4 has status ROLLING_BACK, not OPEN [2.5.252/103]\"; SQL statement:",
                "HY000",
                50_000);
        assertThat(errors.classify(victim).errorClass()).isEqualTo(ErrorClass.DEADLOCK);
        SQLException other = new SQLException("General error: \"java.lang.NullPointerException\"", "HY000", 50_000);
        assertThat(errors.classify(other).errorClass()).isEqualTo(ErrorClass.OTHER);
    }

    @Test
    @DisplayName("T-268: a row that a later snapshot changed is SERIALIZATION")
    void snapshot() throws SQLException {
        try (Database database = new H2Driver().open(DatabaseConfig.of("jdbc:h2:mem:"));
                Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            execute(first, "CREATE TABLE t (id INT PRIMARY KEY, a INT)");
            execute(first, "INSERT INTO t VALUES (1, 1)");
            first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            first.setAutoCommit(false);
            execute(first, "SELECT * FROM t");
            execute(second, "UPDATE t SET a = 2");
            DatabaseError error = failing(database, first, "UPDATE t SET a = a + 1");
            assertThat(error.errorClass().retryable()).isTrue();
            assertThat(error.errorClass()).isIn(ErrorClass.SERIALIZATION, ErrorClass.DEADLOCK);
            first.rollback();
        }
    }

    @Test
    @DisplayName("T-268: a database that was shut down under a connection is CONNECTION_LOST")
    void shutdown() throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        try (Connection first = DriverManager.getConnection(url)) {
            execute(first, "CREATE TABLE t (a INT)");
            try (Connection second = DriverManager.getConnection(url)) {
                execute(second, "SHUTDOWN IMMEDIATELY");
            }
            SQLException lost = catchThrowableOfType(SQLException.class, () -> execute(first, "SELECT * FROM t"));
            assertThat(new H2Errors().classify(lost).errorClass()).isEqualTo(ErrorClass.CONNECTION_LOST);
        }
    }

    @Test
    @DisplayName("T-268: a database that was opened for reading only refuses writes as READ_ONLY")
    void readOnly(@TempDir Path folder) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("db");
        try (Database database = new H2Driver().open(DatabaseConfig.of(url));
                Connection connection = database.dataSource().getConnection()) {
            execute(connection, "CREATE TABLE t (a INT)");
        }
        try (Database database = new H2Driver().open(DatabaseConfig.of(url + ";ACCESS_MODE_DATA=r"));
                Connection connection = database.dataSource().getConnection()) {
            assertThat(failing(database, connection, "INSERT INTO t VALUES (1)").errorClass())
                    .isEqualTo(ErrorClass.READ_ONLY);
        }
    }
}
