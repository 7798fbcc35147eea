package dev.entail.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FaultInjectorTest {
    private final FakeDatabase fake = new FakeDatabase();
    private final FaultInjectingDatabase database = new FaultInjectingDatabase(fake);
    private final FaultInjector faults = database.faults();

    /** Two statements and a commit. */
    private void work() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("A");
            statement.execute("B");
            connection.commit();
        }
    }

    @Test
    @DisplayName("without orders nothing happens")
    void noOrders() throws SQLException {
        work();
        assertThat(faults.fired()).isFalse();
        assertThat(fake.asked).containsExactly("A", "B", "commit");
    }

    @Test
    @DisplayName("the n-th call fails once and does not reach the database")
    void failBefore() throws SQLException {
        faults.failBefore(2, () -> new SQLException("no", "40001"));
        assertThatThrownBy(this::work).hasMessage("no");
        assertThat(faults.fired()).isTrue();
        assertThat(fake.asked).containsExactly("A");
        work();
    }

    @Test
    @DisplayName("a connection that is cut before a call has not done it")
    void cutBefore() {
        faults.cutBefore(2);
        SQLException error = catchThrowableOfType(SQLException.class, this::work);
        assertThat(error.getSQLState()).isEqualTo("08006");
        assertThat(error.getCause()).hasMessage("closed");
        assertThat(fake.asked).containsExactly("A");
    }

    @Test
    @DisplayName("a connection that is cut after the commit has done it")
    void cutAfter() {
        faults.cutAfter(3);
        SQLException error = catchThrowableOfType(SQLException.class, this::work);
        assertThat(error.getSQLState()).isEqualTo("08006");
        assertThat(fake.asked).containsExactly("A", "B", "commit");
    }

    @Test
    @DisplayName("walking upwards ends when there is no such call")
    void walk() throws SQLException {
        int points = 0;
        while (true) {
            faults.cutBefore(points + 1);
            SQLException error = catchThrowableOfType(SQLException.class, this::work);
            if (!faults.fired()) {
                assertThat((Throwable) error).isNull();
                break;
            }
            points++;
        }
        assertThat(points).isEqualTo(3);
        faults.disarm();
        work();
    }
}
