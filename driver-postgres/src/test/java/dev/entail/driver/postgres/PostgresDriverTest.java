package dev.entail.driver.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import dev.entail.testkit.database.TestDatabase;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@OnDatabase(DatabaseProduct.POSTGRES)
@DisplayName("The PostgreSQL driver")
final class PostgresDriverTest {
    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @DisplayName("names the constraint of a failed batch and does not quote the values of the row")
    void batch(TestDatabase test) throws SQLException {
        try (Connection connection = test.database().dataSource().getConnection()) {
            execute(connection, "CREATE TABLE t (a TEXT CONSTRAINT t_a_key UNIQUE)");
            BatchUpdateException failure;
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                for (int i = 0; i < 2; i++) {
                    insert.setString(1, "a secret");
                    insert.addBatch();
                }
                failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            }
            DatabaseError error = test.database().errors().classify(failure);
            assertThat(error.errorClass()).isEqualTo(ErrorClass.UNIQUE);
            assertThat(error.constraint()).isEqualTo("t_a_key");
            assertThat(error.table()).isEqualTo("t");
            assertThat(failure.getMessage()).doesNotContain("a secret");
            assertThat(failure.getNextException().getMessage()).doesNotContain("a secret");
        }
    }

    @Test
    @DisplayName("lets others refer to a row that is locked for update")
    void lockedParent(TestDatabase test) throws SQLException {
        try (Connection first = test.database().dataSource().getConnection();
                Connection second = test.database().dataSource().getConnection()) {
            execute(first, "CREATE TABLE parent (id BIGINT PRIMARY KEY)");
            execute(first, "CREATE TABLE child (parent BIGINT REFERENCES parent (id))");
            execute(first, "INSERT INTO parent VALUES (1)");
            first.setAutoCommit(false);
            execute(first, "SELECT id FROM parent" + test.database().dialect().forUpdate());
            execute(second, "SET lock_timeout = '2s'");
            execute(second, "INSERT INTO child VALUES (1)");
            execute(second, "RESET lock_timeout");
            first.rollback();
            first.setAutoCommit(true);
        }
    }
}
