package dev.entail.driver.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import dev.entail.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnDatabase(DatabaseProduct.MYSQL)
@DisplayName("Several statements in one text on MySQL and MariaDB")
final class MysqlTogetherTest {
    private static final String INSERT = "INSERT INTO notes (note) VALUES (?)";

    @Test
    @DisplayName("STO-049 values that the JDBC driver puts into the text are stored as they are, whatever they quote")
    void quoting(TestDatabase test) throws SQLException {
        List<String> values = List.of(
                "\\",
                "\\'",
                "'",
                "\\\\'); DROP TABLE notes; --",
                "\"",
                "a\nb\r\t",
                "%_",
                "?",
                ";",
                "/* */ -- #",
                "\u00e9\ud834\udd1e");
        try (Database database = new MysqlDriver().open(test.config());
                Connection connection = database.dataSource().getConnection()) {
            create(connection, database.dialect().tableOptions());
            String text = database.dialect()
                    .together(values.stream().map(value -> INSERT).toList())
                    .orElseThrow();
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                for (int i = 0; i < values.size(); i++) {
                    database.dialect().bind(statement, i + 1, ColumnType.TEXT, values.get(i));
                }
                statement.execute();
            }
            List<String> stored = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT note FROM notes ORDER BY id")) {
                while (rows.next()) {
                    stored.add(rows.getString(1));
                }
            }
            assertThat(stored).isEqualTo(values);
        }
    }

    private static void create(Connection connection, String options) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE notes (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, note LONGTEXT)" + options);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"allowMultiQueries=false", "sessionVariables=innodb_lock_wait_timeout=5"})
    @DisplayName("whoever configures the connections so that this would not work, or not be safe, gets a statement at a"
            + " time")
    void configuredOtherwise(String parameter, TestDatabase test) {
        DatabaseConfig config = test.config();
        String url = config.url() + (config.url().contains("?") ? "&" : "?") + parameter;
        try (Database database = new MysqlDriver().open(config.withUrl(url))) {
            assertThat(database.dialect().together(List.of(INSERT, INSERT))).isEmpty();
        }
        try (Database database = new MysqlDriver().open(config)) {
            assertThat(database.dialect().together(List.of(INSERT, INSERT))).isPresent();
        }
    }
}
