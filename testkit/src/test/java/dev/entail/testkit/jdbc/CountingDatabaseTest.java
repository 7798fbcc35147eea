package dev.entail.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class CountingDatabaseTest {
    private final FakeDatabase fake = new FakeDatabase();
    private final CountingDatabase database = new CountingDatabase(fake);

    private void work() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement plain = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("INSERT 1")) {
            connection.setAutoCommit(false);
            plain.execute("SELECT 1");
            prepared.executeUpdate();
            prepared.addBatch();
            prepared.addBatch();
            prepared.executeBatch();
            connection.commit();
        }
    }

    @Test
    @DisplayName("statements, batches and control calls are written down in order")
    void recording() throws Exception {
        work();
        Recording recording = database.log().recording();
        assertThat(recording.statements()).containsExactly("SELECT 1", "INSERT 1", "INSERT 1", "INSERT 1");
        assertThat(recording.batches()).hasSize(1);
        assertThat(recording.roundTrips()).isEqualTo(3);
        assertThat(recording.controls()).containsExactly("auto-commit off", "commit");
        assertThat(recording)
                .hasToString(String.format("4 statements in 3 round trips%n"
                        + "   1  auto-commit off%n"
                        + "   2  SELECT 1%n"
                        + "   3  INSERT 1%n"
                        + "   4  batch of 2 INSERT 1%n"
                        + "   5  commit"));
    }

    @Test
    @DisplayName("a block is recorded for its own thread or for all")
    void blocks() throws Exception {
        work();
        StatementLog.Block block = () -> {
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    work();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            other.join();
            work();
        };
        assertThat(database.log().record(block).statements()).hasSize(4);
        assertThat(database.log().recordAllThreads(block).statements()).hasSize(8);
        database.log().clear();
        assertThat(database.log().record(this::work).statements()).hasSize(4);
        assertThat(database.log().statements()).hasSize(4);
    }

    @Test
    @DisplayName("a connection that was not returned is told once, with the place where it was taken")
    void leak() throws Exception {
        database.connections().assertAllReturned(Duration.ZERO);
        Connection leaked = database.dataSource().getConnection();
        assertThat(database.connections().count()).isEqualTo(1);
        assertThatThrownBy(() -> database.connections().assertAllReturned(Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 connection was taken")
                .hasStackTraceContaining("CountingDatabaseTest.leak");
        database.connections().assertAllReturned(Duration.ZERO);
        leaked.close();
    }

    @Test
    @DisplayName("proxies equal themselves, statements know their connection")
    void identity() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(Set.of(connection, other)).contains(connection).hasSize(2);
            assertThat(statement.getConnection()).isSameAs(connection);
        }
    }

    @Test
    @DisplayName("a failed statement is written down as failed")
    void failure() throws Exception {
        FaultInjectingDatabase faulty = new FaultInjectingDatabase(new FakeDatabase());
        CountingDatabase counting = new CountingDatabase(faulty);
        faulty.faults().failBefore(1, () -> new java.sql.SQLException("no"));
        try (Connection connection = counting.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("X")).hasMessage("no");
        }
        assertThat(counting.log()).asString().contains("X  (failed)");
    }
}
