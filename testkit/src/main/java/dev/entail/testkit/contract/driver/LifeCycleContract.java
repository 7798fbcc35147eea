package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDriver;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A database is found, opened and closed, and gives no secret away. */
abstract class LifeCycleContract extends ContractGroup {
    private static final String SECRET = "Zx9-never-to-be-seen";

    private static Database open(DatabaseConfig config) {
        return DatabaseDrivers.fromClassPath().open(config);
    }

    @Test
    @DisplayName("CAP-01: exactly one driver takes the URL, without connecting, and it takes no other")
    final void discovery() {
        DatabaseDriver driver = DatabaseDrivers.fromClassPath().choose(test().config());
        assertThat(driver.name())
                .isEqualTo(driver.name().toLowerCase(Locale.ROOT))
                .isNotBlank();
        assertThat(driver.accepts("jdbc:unheard-of:db")).isFalse();
        assertThat(driver.accepts("")).isFalse();
        assertThat(driver.accepts(test().unreachable().url())).isTrue();
        assertThat(database().info().driver()).isEqualTo(driver.name());
    }

    @Test
    @DisplayName("CAP-01: product and version are filled in")
    final void info() {
        assertThat(database().info().product()).isNotBlank();
        assertThat(database().info().version()).matches(".*\\d.*");
        assertThat(database().info())
                .hasToString(
                        database().info().product() + " " + database().info().version());
    }

    @Test
    @DisplayName(
            "STO-623, T-272: opening and closing twice is allowed, afterwards there are no connections, and opening"
                    + " again gives them")
    final void openAndCloseTwice() throws SQLException {
        Database pool = open(test().config());
        Database second = open(test().config());
        pool.close();
        pool.close();
        assertThatThrownBy(() -> pool.dataSource().getConnection()).isInstanceOf(SQLException.class);
        for (Database open : List.of(second, open(test().config()))) {
            try (open;
                    Connection connection = open.dataSource().getConnection()) {
                assertThat(isAlive(connection)).isTrue();
            }
        }
        assertThatThrownBy(() -> second.dataSource().getConnection())
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(second.errors().classify(e).errorClass())
                                .isEqualTo(ErrorClass.NO_CONNECTION));
    }

    @Test
    @DisplayName("STO-623: what was written is there after closing and opening again, and for a second pool")
    final void reopen() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Database pool = open(test().config());
                Connection connection = pool.dataSource().getConnection()) {
            table.insert(connection, 1, 42L);
        }
        try (Database pool = open(test().config());
                Connection connection = pool.dataSource().getConnection()) {
            assertThat(table.read(connection, 1, "v")).isEqualTo(42L);
        }
    }

    @Test
    @DisplayName("STO-623: a fresh database is empty")
    final void fresh() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = test().fresh().database().dataSource().getConnection()) {
            table.create(connection);
            assertThat(table.count(connection)).isZero();
        }
    }

    @Test
    @DisplayName("CAP-01: a pool gives as many connections at once as it is allowed to")
    final void poolSize() throws SQLException {
        try (Database pool = open(test().config().withPoolSize(5))) {
            List<Connection> connections = new ArrayList<>();
            try {
                for (int i = 0; i < 5; i++) {
                    connections.add(pool.dataSource().getConnection());
                }
                assertThat(connections).allMatch(LifeCycleContract::isAlive);
            } finally {
                for (Connection connection : connections) {
                    connection.close();
                }
            }
        }
    }

    private static boolean isAlive(Connection connection) {
        try {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    @DisplayName("STO-623: a database in memory lives exactly as long as its pool, also while nobody uses it")
    final void inMemory() throws SQLException {
        DatabaseConfig config = test().inMemory().orElse(null);
        if (config == null) {
            return;
        }
        try (Database pool = open(config)) {
            ContractTable table =
                    new ContractTable(pool.dialect(), "in_memory", List.of(Column.nullable("v", ColumnType.INTEGER)));
            try (Connection connection = pool.dataSource().getConnection()) {
                table.create(connection);
                table.insert(connection, 1, 42L);
            }
            for (int i = 0; i < 3; i++) {
                try (Connection connection = pool.dataSource().getConnection()) {
                    assertThat(table.read(connection, 1, "v")).isEqualTo(42L);
                }
            }
        }
        try (Database pool = open(config);
                Connection connection = pool.dataSource().getConnection()) {
            ContractTable table =
                    new ContractTable(pool.dialect(), "in_memory", List.of(Column.nullable("v", ColumnType.INTEGER)));
            table.create(connection);
            assertThat(table.count(connection)).isZero();
        }
    }

    @Test
    @DisplayName("CAP-01: a database that does not answer is DATABASE_UNREACHABLE, without the password")
    final void unreachable() {
        DatabaseConfig config = test().unreachable();
        assertUnreachable(config.password() == null ? config : config.withCredentials("someone", SECRET));
    }

    @Test
    @DisplayName("CAP-01: a wrong password is DATABASE_UNREACHABLE and is not told, where there are passwords")
    final void wrongPassword() {
        DatabaseConfig config = test().config();
        if (config.user() == null) {
            assertThat(config.password()).isNull();
            return;
        }
        assertUnreachable(config.withCredentials(config.user(), SECRET));
        assertUnreachable(config.withCredentials(config.user(), null).withProperty("password", SECRET));
    }

    private static void assertUnreachable(DatabaseConfig config) {
        EntailException error =
                catchThrowableOfType(EntailException.class, () -> open(config).close());
        assertThat(error).as("opening %s fails", config).isNotNull();
        assertThat(error.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE.name());
        StringWriter everything = new StringWriter();
        error.printStackTrace(new PrintWriter(everything));
        assertThat(everything.toString()).doesNotContain(SECRET);
    }

    @Test
    @DisplayName("CAP-01: a configuration shows no credentials")
    final void maskedConfig() {
        DatabaseConfig config =
                test().config().withCredentials("someone", SECRET).withProperty("sslpassword", SECRET);
        assertThat(config.toString()).doesNotContain(SECRET);
        String url = config.url() + (config.url().contains("?") ? "&" : "?") + "password=" + SECRET;
        assertThat(DatabaseConfig.of(url).toString()).doesNotContain(SECRET);
        assertThat(DatabaseConfig.of(url).maskedUrl()).doesNotContain(SECRET);
    }
}
