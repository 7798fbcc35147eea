package dev.entail.driver.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

@DisplayName("Errors of SQLite")
final class SqliteErrorsTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "SQLITE_CONSTRAINT_UNIQUE, UNIQUE, false",
        "SQLITE_CONSTRAINT_PRIMARYKEY, UNIQUE, false",
        "SQLITE_CONSTRAINT_ROWID, UNIQUE, false",
        "SQLITE_CONSTRAINT_NOTNULL, NOT_NULL, false",
        "SQLITE_CONSTRAINT_CHECK, CHECK, false",
        "SQLITE_CONSTRAINT_FOREIGNKEY, FOREIGN_KEY, false",
        "SQLITE_BUSY_SNAPSHOT, SERIALIZATION, true",
        "SQLITE_BUSY, BUSY, true",
        "SQLITE_BUSY_RECOVERY, BUSY, true",
        "SQLITE_BUSY_TIMEOUT, BUSY, true",
        "SQLITE_LOCKED, LOCK_TIMEOUT, true",
        "SQLITE_LOCKED_SHAREDCACHE, LOCK_TIMEOUT, true",
        "SQLITE_INTERRUPT, CANCELLED, false",
        "SQLITE_TOOBIG, TOO_LONG, false",
        "SQLITE_MISMATCH, BAD_VALUE, false",
        "SQLITE_RANGE, BAD_VALUE, false",
        "SQLITE_READONLY, READ_ONLY, false",
        "SQLITE_READONLY_DIRECTORY, READ_ONLY, false",
        "SQLITE_CONSTRAINT, OTHER, false",
        "SQLITE_ERROR, OTHER, false",
    })
    @DisplayName("T-CON-07 T-268 STO-644 T-266: each result code has its class, and the general one says nothing")
    void codes(SQLiteErrorCode code, ErrorClass expected, boolean retryable) {
        DatabaseError error = new SqliteErrors()
                .classify(new SQLiteException("[" + code + "] NOT NULL constraint failed: t.c", code));
        assertThat(error.errorClass()).isEqualTo(expected);
        assertThat(error.errorClass().retryable()).isEqualTo(retryable);
        assertThat(error.vendorCode()).isEqualTo(code.code);
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
    @DisplayName("T-268: to write after another one did, in a transaction that has read before, is SERIALIZATION")
    void snapshot(@TempDir Path folder) throws SQLException {
        try (Database database = new SqliteDriver().open(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("a.db")));
                Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            execute(first, "CREATE TABLE t (a INTEGER)");
            // Entail never begins like this; other programs on the same file do.
            execute(first, "BEGIN DEFERRED");
            execute(first, "SELECT count(*) FROM t");
            execute(second, "INSERT INTO t VALUES (1)");
            assertThat(failing(database, first, "INSERT INTO t VALUES (2)").errorClass())
                    .isEqualTo(ErrorClass.SERIALIZATION);
            execute(first, "ROLLBACK");
        }
    }

    @Test
    @DisplayName("T-268: a text beyond the limit of the connection is TOO_LONG; a file for reading only is READ_ONLY")
    void limits(@TempDir Path folder) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("a.db");
        try (Database database = new SqliteDriver().open(DatabaseConfig.of(url + "?limit_length=1000"));
                Connection connection = database.dataSource().getConnection()) {
            execute(connection, "CREATE TABLE t (a TEXT)");
            assertThat(failing(database, connection, "INSERT INTO t VALUES (printf('%2000d', 1))")
                            .errorClass())
                    .isEqualTo(ErrorClass.TOO_LONG);
            connection.setReadOnly(true);
            assertThat(failing(database, connection, "INSERT INTO t VALUES ('x')")
                            .errorClass())
                    .isEqualTo(ErrorClass.READ_ONLY);
        }
    }
}
