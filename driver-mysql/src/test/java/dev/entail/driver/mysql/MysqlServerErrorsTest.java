package dev.entail.driver.mysql;

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

@OnDatabase(DatabaseProduct.MYSQL)
@DisplayName("Errors of MySQL and MariaDB")
final class MysqlServerErrorsTest {
    @ParameterizedTest(name = "{0} is {2}")
    @CsvSource({
        "1062, 23000, UNIQUE, false",
        "1586, 23000, UNIQUE, false",
        "1048, 23000, NOT_NULL, false",
        "1364, HY000, NOT_NULL, false",
        "3819, HY000, CHECK, false",
        "4025, 23000, CHECK, false",
        "1451, 23000, FOREIGN_KEY, false",
        "1452, 23000, FOREIGN_KEY, false",
        "1216, 23000, FOREIGN_KEY, false",
        "1217, 23000, FOREIGN_KEY, false",
        "1020, HY000, SERIALIZATION, true",
        "1213, 40001, DEADLOCK, true",
        "1205, HY000, LOCK_TIMEOUT, true",
        "3572, HY000, LOCK_TIMEOUT, true",
        "1317, 70100, CANCELLED, false",
        "3024, HY000, CANCELLED, false",
        "1969, 70100, CANCELLED, false",
        "0, 08S01, CONNECTION_LOST, true",
        "2006, HY000, CONNECTION_LOST, true",
        "2013, HY000, CONNECTION_LOST, true",
        "1792, 25006, READ_ONLY, false",
        "1290, HY000, READ_ONLY, false",
        "1406, 22001, TOO_LONG, false",
        "1264, 22003, OUT_OF_RANGE, false",
        "1265, 01000, BAD_VALUE, false",
        "1366, HY000, BAD_VALUE, false",
        "1050, 42S01, ALREADY_EXISTS, false",
        "1061, 42000, ALREADY_EXISTS, false",
        "1146, 42S02, OTHER, false",
        "1045, 28000, OTHER, false",
    })
    @DisplayName("T-CON-07 T-268 STO-644: each code has its class, and says whether to retry")
    void codes(int vendor, String state, ErrorClass expected, boolean retryable) {
        DatabaseError error = new MysqlErrors().classify(new SQLException("text", state, vendor));
        assertThat(error.errorClass()).isEqualTo(expected);
        assertThat(error.errorClass().retryable()).isEqualTo(retryable);
        assertThat(error.vendorCode()).isEqualTo(vendor);
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
            execute(connection, "CREATE TABLE t (a VARCHAR(5), b INT)");
            DatabaseError tooLong = failing(database, connection, "INSERT INTO t (a) VALUES ('123456')");
            assertThat(tooLong.errorClass()).isEqualTo(ErrorClass.TOO_LONG);
            assertThat(tooLong.columns()).containsExactly("a");
            assertThat(failing(database, connection, "INSERT INTO t (b) VALUES (3000000000)")
                            .errorClass())
                    .isEqualTo(ErrorClass.OUT_OF_RANGE);
        }
    }

    @Test
    @DisplayName("T-268: a session that the server ends is CONNECTION_LOST, and the pool replaces it")
    void killed(TestDatabase test) throws SQLException {
        Database database = test.open();
        try (Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            String id = value(second, "SELECT CONNECTION_ID()");
            second.setAutoCommit(false);
            value(second, "SELECT 1");
            execute(first, "KILL " + id);
            assertThat(failing(database, second, "SELECT 1").errorClass()).isEqualTo(ErrorClass.CONNECTION_LOST);
        }
        for (int i = 0; i < 3; i++) {
            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(value(connection, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    @DisplayName("STO-644: a lock timeout undoes the statement alone, so that the rest must be rolled back")
    void lockTimeout(TestDatabase test) throws SQLException {
        try (Database database = new MysqlDriver().open(test.fresh().config().withLockTimeout(Duration.ofMillis(900)));
                Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            assertThat(value(first, "SELECT @@innodb_lock_wait_timeout")).isEqualTo("1");
            execute(first, "CREATE TABLE t (id INT PRIMARY KEY, a INT)");
            execute(first, "INSERT INTO t VALUES (1, 1), (2, 2)");
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            execute(first, "UPDATE t SET a = 5 WHERE id = 1");
            execute(second, "UPDATE t SET a = 6 WHERE id = 2");
            DatabaseError error = failing(database, second, "UPDATE t SET a = 7 WHERE id = 1");
            assertThat(error.errorClass()).isEqualTo(ErrorClass.LOCK_TIMEOUT);
            assertThat(value(second, "SELECT a FROM t WHERE id = 2")).isEqualTo("6");
            second.rollback();
            assertThat(value(second, "SELECT a FROM t WHERE id = 2")).isEqualTo("2");
            second.rollback();
            first.rollback();
        }
    }
}
