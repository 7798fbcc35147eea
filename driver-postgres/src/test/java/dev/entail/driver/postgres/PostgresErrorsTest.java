package dev.entail.driver.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import dev.entail.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnDatabase(DatabaseProduct.POSTGRES)
@DisplayName("Errors of PostgreSQL")
final class PostgresErrorsTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "23505, UNIQUE, false",
        "23502, NOT_NULL, false",
        "23514, CHECK, false",
        "23503, FOREIGN_KEY, false",
        "40001, SERIALIZATION, true",
        "40P01, DEADLOCK, true",
        "55P03, LOCK_TIMEOUT, true",
        "57014, CANCELLED, false",
        "08000, CONNECTION_LOST, true",
        "08003, CONNECTION_LOST, true",
        "08006, CONNECTION_LOST, true",
        "57P01, CONNECTION_LOST, true",
        "57P02, CONNECTION_LOST, true",
        "57P03, CONNECTION_LOST, true",
        "25006, READ_ONLY, false",
        "22001, TOO_LONG, false",
        "22003, OUT_OF_RANGE, false",
        "22008, OUT_OF_RANGE, false",
        "22P02, BAD_VALUE, false",
        "22007, BAD_VALUE, false",
        "42P07, ALREADY_EXISTS, false",
        "42710, ALREADY_EXISTS, false",
        "25P02, OTHER, false",
        "28P01, OTHER, false",
        "42601, OTHER, false",
    })
    @DisplayName("T-CON-07 T-268 STO-644: each SQLSTATE has its class, and says whether to retry")
    void codes(String state, ErrorClass expected, boolean retryable) {
        DatabaseError error = new PostgresErrors().classify(new SQLException("text", state));
        assertThat(error.errorClass()).isEqualTo(expected);
        assertThat(error.errorClass().retryable()).isEqualTo(retryable);
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

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    @DisplayName("T-268: a text beyond its column is TOO_LONG, a number beyond its type OUT_OF_RANGE")
    void values(TestDatabase test) throws SQLException {
        Database database = test.fresh().database();
        try (Connection connection = database.dataSource().getConnection()) {
            execute(connection, "CREATE TABLE t (a VARCHAR(5), b INT, c NUMERIC(4, 2))");
            assertThat(failing(database, connection, "INSERT INTO t (a) VALUES ('123456')")
                            .errorClass())
                    .isEqualTo(ErrorClass.TOO_LONG);
            assertThat(failing(database, connection, "INSERT INTO t (b) VALUES (3000000000)")
                            .errorClass())
                    .isEqualTo(ErrorClass.OUT_OF_RANGE);
            assertThat(failing(database, connection, "INSERT INTO t (c) VALUES (100)")
                            .errorClass())
                    .isEqualTo(ErrorClass.OUT_OF_RANGE);
        }
    }

    @Test
    @DisplayName("T-268: a row that changed since the snapshot is SERIALIZATION")
    void snapshot(TestDatabase test) throws SQLException {
        Database database = test.fresh().database();
        try (Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            execute(first, "CREATE TABLE t (id INT PRIMARY KEY, a INT)");
            execute(first, "INSERT INTO t VALUES (1, 1)");
            first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            first.setAutoCommit(false);
            execute(first, "SELECT * FROM t");
            execute(second, "UPDATE t SET a = 2");
            assertThat(failing(database, first, "UPDATE t SET a = a + 1").errorClass())
                    .isEqualTo(ErrorClass.SERIALIZATION);
            first.rollback();
        }
    }

    @Test
    @DisplayName("T-268: a session that the server ends is CONNECTION_LOST, and the pool replaces it")
    void terminated(TestDatabase test) throws SQLException {
        Database database = test.open();
        try (Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            String pid = value(second, "SELECT pg_backend_pid()");
            second.setAutoCommit(false);
            value(second, "SELECT 1");
            execute(first, "SELECT pg_terminate_backend(" + pid + ")");
            assertThat(failing(database, second, "SELECT 1").errorClass()).isEqualTo(ErrorClass.CONNECTION_LOST);
        }
        for (int i = 0; i < 3; i++) {
            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(value(connection, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    @DisplayName("waits for locks as long as the configuration says, unless the URL says otherwise")
    void lockTimeout(TestDatabase test) throws SQLException {
        PostgresDriver driver = new PostgresDriver();
        try (Database usual = driver.open(test.config());
                Database patient = driver.open(test.config().withLockTimeout(Duration.ofMillis(12_345)));
                Database own = driver.open(test.config().withProperty("options", "-c lock_timeout=777"));
                Connection first = usual.dataSource().getConnection();
                Connection second = patient.dataSource().getConnection();
                Connection third = own.dataSource().getConnection()) {
            assertThat(value(first, "SHOW lock_timeout")).isEqualTo("10s");
            assertThat(value(second, "SHOW lock_timeout")).isEqualTo("12345ms");
            assertThat(value(third, "SHOW lock_timeout")).isEqualTo("777ms");
        }
    }
}
