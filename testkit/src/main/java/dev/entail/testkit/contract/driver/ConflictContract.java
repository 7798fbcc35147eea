package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions that are in each other's way fail in a way that tells to try again, or do not fail. */
abstract class ConflictContract extends ContractGroup {
    private ContractTable bothOn() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            table.insert(connection, 1, 1L);
            table.insert(connection, 2, 1L);
        }
        return table;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("STO-644: of two transactions that lock two rows crosswise one goes through, the other may retry")
    final void deadlock(IsolationLevel level) throws SQLException {
        ContractTable table = bothOn();
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (Sessions sessions = new Sessions(database())) {
            Future<Boolean> first = sessions.first.begun(c -> crosswise(c, level, table, 1, 2, barrier));
            Future<Boolean> second = sessions.second.begun(c -> crosswise(c, level, table, 2, 1, barrier));
            List<DatabaseError> errors = failures(first, second);
            assertThat(errors).hasSizeLessThan(2).allSatisfy(ConflictContract::retryable);
            assertThat(errors.isEmpty()).isEqualTo(!manyWriters());
            if (level == IsolationLevel.READ_COMMITTED) {
                assertThat(errors)
                        .allSatisfy(error -> assertThat(error.errorClass()).isEqualTo(ErrorClass.DEADLOCK));
            }
        }
    }

    private static void crosswise(
            Connection connection, IsolationLevel level, ContractTable table, long one, long two, CyclicBarrier barrier)
            throws SQLException {
        try {
            Sessions.begin(connection, level);
            table.update(connection, one, "v", one * 100);
            meet(barrier);
            table.update(connection, two, "v", one * 100);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    @Test
    @DisplayName("STO-622, STO-644, T-271: SERIALIZABLE does not admit write skew; who fails may retry. The database"
            + " alone admits it if and only if it does not claim SERIALIZABLE_BY_DATABASE")
    final void writeSkew() throws SQLException {
        if (!capability().has(Capability.SERIALIZABLE)) {
            // That it cannot be asked for is the matter of the transactions.
            return;
        }
        boolean byDatabase = capability().has(Capability.SERIALIZABLE_BY_DATABASE);
        for (int round = 0; round < 5; round++) {
            assertThat(stillOn(!byDatabase)).as("rows that are still on").isEqualTo(1);
        }
        if (!byDatabase) {
            assertThat(stillOn(false))
                    .as("rows that are still on, without help")
                    .isZero();
        }
    }

    /** How many of two rows stay on when two transactions at SERIALIZABLE each switch one off if the other is on. */
    private int stillOn(boolean oneAtATime) throws SQLException {
        ContractTable table = bothOn();
        Lock process = new ReentrantLock();
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (Sessions sessions = new Sessions(database())) {
            Future<Boolean> first =
                    sessions.first.begun(c -> locked(oneAtATime, process, () -> switchOff(c, table, 1, barrier)));
            Future<Boolean> second =
                    sessions.second.begun(c -> locked(oneAtATime, process, () -> switchOff(c, table, 2, barrier)));
            assertThat(failures(first, second)).hasSizeLessThan(2).allSatisfy(ConflictContract::retryable);
        }
        try (Connection connection = connect()) {
            return table.ids(connection, "WHERE " + table.quoted("v") + " = 1").size();
        }
    }

    @Test
    @DisplayName(
            "STO-644, T-268: a row that changed since a serializable transaction read it cannot be changed by that;"
                    + " it fails in a way that tells to retry, unless there is one writer")
    final void staleSnapshot() throws SQLException {
        if (!capability().has(Capability.SERIALIZABLE)) {
            return;
        }
        ContractTable table = bothOn();
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (Sessions sessions = new Sessions(database())) {
            Future<Boolean> first = sessions.first.begun(c -> increase(c, table, barrier));
            Future<Boolean> second = sessions.second.begun(c -> increase(c, table, barrier));
            List<DatabaseError> errors = failures(first, second);
            assertThat(errors).hasSize(manyWriters() ? 1 : 0).allSatisfy(ConflictContract::retryable);
            assertThat(errors)
                    .allSatisfy(error ->
                            assertThat(error.errorClass()).isIn(ErrorClass.SERIALIZATION, ErrorClass.DEADLOCK));
            try (Connection connection = connect()) {
                assertThat(table.read(connection, 1, "v")).isEqualTo(manyWriters() ? 2L : 3L);
            }
        }
    }

    /** Reads, and writes one more than it has read. */
    private static void increase(Connection connection, ContractTable table, CyclicBarrier barrier)
            throws SQLException {
        try {
            Sessions.begin(connection, IsolationLevel.SERIALIZABLE);
            long value = table.read(connection, 1, "v") instanceof Long read ? read : 0;
            meet(barrier);
            table.update(connection, 1, "v", value + 1);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    @Test
    @DisplayName("STO-644, T-268: who waits for a lock beyond the limit of the configuration gets LOCK_TIMEOUT, or BUSY"
            + " of a database with one writer, may retry, and keeps the connection")
    final void lockTimeout() throws SQLException {
        ContractTable table = bothOn();
        DatabaseConfig config = test().config().withLockTimeout(Duration.ofSeconds(1));
        try (Database impatient = DatabaseDrivers.fromClassPath().open(config);
                Sessions sessions = new Sessions(database(), impatient)) {
            sessions.first.run(c -> {
                Sessions.begin(c, IsolationLevel.READ_COMMITTED);
                table.update(c, 1, "v", 11L);
            });
            long start = System.nanoTime();
            DatabaseError error = sessions.second.call(c -> errorOf(() -> table.update(c, 1, "v", 12L)));
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            assertThat(error.errorClass())
                    .as("%s", error)
                    .isEqualTo(manyWriters() ? ErrorClass.LOCK_TIMEOUT : ErrorClass.BUSY);
            assertThat(error.errorClass().retryable()).isTrue();
            assertThat(waited).isBetween(Duration.ofMillis(500), Duration.ofSeconds(8));
            sessions.first.run(Connection::commit);
            sessions.second.run(c -> table.update(c, 1, "v", 13L));
        }
    }

    /** What the storage layer does for a level that the database alone does not keep. */
    private static void locked(boolean wanted, Lock lock, SqlAction action) throws SQLException {
        if (!wanted) {
            action.run();
            return;
        }
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Switches a row off unless the other one is off: one must stay on. */
    private static void switchOff(Connection connection, ContractTable table, long id, CyclicBarrier barrier)
            throws SQLException {
        try {
            Sessions.begin(connection, IsolationLevel.SERIALIZABLE);
            int on =
                    table.ids(connection, "WHERE " + table.quoted("v") + " = 1").size();
            meet(barrier);
            if (on == 2) {
                table.update(connection, id, "v", 0L);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Waits for the other, but not for one that the database keeps out. */
    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(500, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | BrokenBarrierException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<DatabaseError> failures(Future<?>... actions) {
        List<DatabaseError> errors = new ArrayList<>();
        for (Future<?> action : actions) {
            try {
                Sessions.result(action);
            } catch (SQLException e) {
                errors.add(database().errors().classify(e));
            }
        }
        return errors;
    }

    private static void retryable(DatabaseError error) {
        assertThat(error.errorClass().retryable())
                .as("%s can be retried", error)
                .isTrue();
    }
}
