package dev.entail.driver.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.ErrorClass;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The SQLite driver")
final class SqliteDriverTest {
    @TempDir
    Path folder;

    private Database open(String parameters) {
        return new SqliteDriver().open(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("test.db") + parameters));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Test
    @DisplayName("opens files for many readers, with safe settings that the URL may change")
    void settings() throws SQLException {
        try (Database database = open("?busy_timeout=77");
                Connection connection = database.dataSource().getConnection()) {
            assertThat(query(connection, "PRAGMA journal_mode")).containsExactly("wal");
            assertThat(query(connection, "PRAGMA foreign_keys")).containsExactly("1");
            assertThat(query(connection, "PRAGMA busy_timeout")).containsExactly("77");
            assertThat(query(connection, "PRAGMA synchronous")).containsExactly("1");
        }
    }

    @Test
    @DisplayName("takes the write lock when a transaction begins, and lets it go with the commit")
    void writeLock() throws SQLException {
        try (Database database = open("?busy_timeout=50");
                Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            execute(first, "CREATE TABLE t (a INTEGER)");
            first.setAutoCommit(false);
            execute(first, "INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> second.setAutoCommit(false))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(database.errors().classify(e).errorClass())
                                    .isEqualTo(ErrorClass.BUSY));
            assertThat(second.getAutoCommit())
                    .as("after a transaction that did not begin")
                    .isTrue();
            first.commit();
            // The first connection has not left its transaction mode, yet the lock is free.
            execute(second, "INSERT INTO t VALUES (2)");
            first.setAutoCommit(true);
            assertThat(query(first, "SELECT a FROM t")).containsExactly("1", "2");
        }
    }

    @Test
    @DisplayName("reports no busy database for a commit that succeeded")
    void commitAgainstWaitingWriter() throws Exception {
        try (Database database = open("?busy_timeout=200");
                Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            execute(first, "CREATE TABLE t (a INTEGER)");
            for (int round = 0; round < 20; round++) {
                first.setAutoCommit(false);
                execute(first, "INSERT INTO t VALUES (1)");
                Thread writer = Thread.ofPlatform().start(() -> {
                    try {
                        second.setAutoCommit(false);
                        execute(second, "INSERT INTO t VALUES (2)");
                        Thread.sleep(5);
                        second.commit();
                        second.setAutoCommit(true);
                    } catch (SQLException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                Thread.sleep(2);
                assertThatCode(first::commit).doesNotThrowAnyException();
                first.setAutoCommit(true);
                writer.join();
            }
            assertThat(query(first, "SELECT count(*) FROM t")).containsExactly("40");
        }
    }

    @Test
    @DisplayName("lets a read-only transaction see one state while another writes, and refuses its writes")
    void readOnly() throws SQLException {
        try (Database database = open("");
                Connection writer = database.dataSource().getConnection()) {
            execute(writer, "CREATE TABLE t (a INTEGER)");
            writer.setAutoCommit(false);
            execute(writer, "INSERT INTO t VALUES (1)");
            try (Connection reader = database.dataSource().getConnection()) {
                reader.setReadOnly(true);
                reader.setAutoCommit(false);
                assertThat(query(reader, "SELECT a FROM t")).isEmpty();
                writer.commit();
                assertThat(query(reader, "SELECT a FROM t")).isEmpty();
                assertThatThrownBy(() -> execute(reader, "INSERT INTO t VALUES (2)"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(database.errors().classify(e).errorClass())
                                        .isEqualTo(ErrorClass.READ_ONLY));
                reader.rollback();
                reader.setAutoCommit(true);
            }
            writer.setAutoCommit(true);
            // The pool makes the connection writable again.
            try (Connection one = database.dataSource().getConnection();
                    Connection two = database.dataSource().getConnection()) {
                execute(one, "INSERT INTO t VALUES (3)");
                execute(two, "INSERT INTO t VALUES (4)");
            }
        }
    }

    @Test
    @DisplayName("keeps a database in memory as long as the pool, in its only connection")
    void memory() throws SQLException {
        for (String url : List.of("jdbc:sqlite::memory:", "jdbc:sqlite:", "jdbc:sqlite:file:x?mode=memory")) {
            try (Database database =
                    new SqliteDriver().open(DatabaseConfig.of(url).withPoolSize(5))) {
                try (Connection connection = database.dataSource().getConnection()) {
                    execute(connection, "CREATE TABLE t (a INTEGER)");
                }
                for (int i = 0; i < 3; i++) {
                    try (Connection connection = database.dataSource().getConnection()) {
                        execute(connection, "INSERT INTO t VALUES (1)");
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("adds and orders decimals exactly, and names the end of their range")
    void decimals() throws SQLException {
        try (Database database = open("");
                Connection connection = database.dataSource().getConnection()) {
            execute(connection, "CREATE TABLE t (a TEXT COLLATE " + Decimals.COLLATION + ") STRICT");
            execute(connection, "INSERT INTO t VALUES ('10'), ('9.5'), ('-1'), ('-20')");
            execute(connection, "UPDATE t SET a = " + Decimals.ADD + "(a, '0.1')");
            assertThat(query(connection, "SELECT a FROM t ORDER BY a")).containsExactly("-19.9", "-0.9", "9.6", "10.1");
            assertThat(query(connection, "SELECT a FROM t WHERE a = '9.600'")).containsExactly("9.6");
            assertThatThrownBy(() ->
                            execute(connection, "UPDATE t SET a = " + Decimals.ADD + "(a, '" + "9".repeat(28) + "')"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(database.errors().classify(e).errorClass())
                                    .isEqualTo(ErrorClass.OUT_OF_RANGE));
        }
    }
}
