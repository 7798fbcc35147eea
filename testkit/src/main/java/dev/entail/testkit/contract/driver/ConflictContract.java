package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;
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
    @EnumSource(IsolationLevel.class)
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
    @DisplayName("STO-622, STO-644: SERIALIZABLE, where declared, does not admit write skew; who fails may retry")
    final void writeSkew() throws SQLException {
        IsolationLevel level = IsolationLevel.SERIALIZABLE;
        if (!capability().isolationLevels().contains(level)) {
            return;
        }
        boolean inProcess = capability().serializedInProcess().contains(level);
        Lock process = new ReentrantLock();
        for (int round = 0; round < 5; round++) {
            ContractTable table = bothOn();
            CyclicBarrier barrier = new CyclicBarrier(2);
            try (Sessions sessions = new Sessions(database())) {
                Future<Boolean> first =
                        sessions.first.begun(c -> locked(inProcess, process, () -> switchOff(c, table, 1, barrier)));
                Future<Boolean> second =
                        sessions.second.begun(c -> locked(inProcess, process, () -> switchOff(c, table, 2, barrier)));
                assertThat(failures(first, second)).hasSizeLessThan(2).allSatisfy(ConflictContract::retryable);
            }
            try (Connection connection = connect()) {
                assertThat(table.ids(connection, "WHERE " + table.quoted("v") + " = 1"))
                        .as("rows that are still on")
                        .hasSize(1);
            }
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
