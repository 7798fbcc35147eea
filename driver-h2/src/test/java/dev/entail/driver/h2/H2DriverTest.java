package dev.entail.driver.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.ErrorClass;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The H2 driver")
final class H2DriverTest {
    private final H2Driver driver = new H2Driver();

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @DisplayName("keeps a database in memory as long as the pool, and no longer")
    void lifeOfMemoryDatabase() throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        try (Database database = driver.open(DatabaseConfig.of(url))) {
            try (Connection connection = database.dataSource().getConnection()) {
                execute(connection, "CREATE TABLE t (a INT)");
            }
            // Even if every pooled connection is replaced.
            database.dataSource()
                    .unwrap(com.zaxxer.hikari.HikariDataSource.class)
                    .getHikariPoolMXBean()
                    .softEvictConnections();
            try (Connection connection = database.dataSource().getConnection()) {
                execute(connection, "SELECT * FROM t");
            }
        }
        assertThatThrownBy(() ->
                        DriverManager.getConnection(url + ";IFEXISTS=TRUE").close())
                .hasMessageContaining("not found");
    }

    @Test
    @DisplayName("gives each database without a name one of its own, shared by all its connections")
    void unnamed() throws SQLException {
        DatabaseConfig config = DatabaseConfig.of("jdbc:h2:mem:;LOCK_TIMEOUT=77");
        try (Database one = driver.open(config);
                Database two = driver.open(config);
                Connection first = one.dataSource().getConnection();
                Connection second = one.dataSource().getConnection();
                Connection other = two.dataSource().getConnection()) {
            execute(first, "CREATE TABLE t (a INT)");
            execute(second, "SELECT * FROM t");
            assertThatThrownBy(() -> execute(other, "SELECT * FROM t")).hasMessageContaining("not found");
            try (Statement statement = first.createStatement();
                    ResultSet row = statement.executeQuery("CALL LOCK_TIMEOUT()")) {
                row.next();
                assertThat(row.getInt(1)).as("what the URL says wins").isEqualTo(77);
            }
        }
    }

    @Test
    @DisplayName("finds names of constraints, tables and columns in messages, quoted or not")
    void names() throws SQLException {
        try (Database database = driver.open(DatabaseConfig.of("jdbc:h2:mem:"));
                Connection connection = database.dataSource().getConnection()) {
            execute(connection, "CREATE TABLE \"größe\" (id INT PRIMARY KEY, \"a b\" INT, c INT)");
            execute(connection, "CREATE UNIQUE INDEX \"u 1\" ON \"größe\" (\"a b\", c)");
            execute(connection, "INSERT INTO \"größe\" VALUES (1, 1, 1)");
            assertThatThrownBy(() -> execute(connection, "INSERT INTO \"größe\" VALUES (2, 1, 1)"))
                    .isInstanceOfSatisfying(SQLException.class, e -> {
                        var error = database.errors().classify(e);
                        assertThat(error.errorClass()).isEqualTo(ErrorClass.UNIQUE);
                        assertThat(error.constraint()).isEqualTo("u 1");
                        assertThat(error.table()).isEqualTo("größe");
                        assertThat(error.columns()).containsExactly("a b", "C");
                    });
        }
    }

    @Test
    @DisplayName("keeps the connection after a lock timeout, so that it can be rolled back")
    void lockTimeout() throws SQLException {
        try (Database database = driver.open(DatabaseConfig.of("jdbc:h2:mem:;LOCK_TIMEOUT=50"));
                Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            execute(first, "CREATE TABLE t (a INT)");
            execute(first, "INSERT INTO t VALUES (1)");
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            execute(first, "UPDATE t SET a = 2");
            assertThatThrownBy(() -> execute(second, "UPDATE t SET a = 3"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(database.errors().classify(e).errorClass())
                                    .isEqualTo(ErrorClass.LOCK_TIMEOUT));
            second.rollback();
            assertThat(second.isClosed()).isFalse();
            first.rollback();
        }
    }
}
