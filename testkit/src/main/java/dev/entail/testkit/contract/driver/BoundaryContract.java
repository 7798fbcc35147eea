package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.storage.transaction.Transactions;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.InterceptedDatabase;
import dev.entail.testkit.jdbc.JdbcCall;
import dev.entail.testkit.jdbc.Recording;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions as the storage layer runs them on this driver: what is asked for is given, or refused before anything. */
abstract class BoundaryContract extends TransactionGroup {
    @Test
    @DisplayName("STO-601, STO-606, T-240: commit on return, rollback on any throwable, which comes through")
    final void boundary() throws SQLException {
        ContractTable table = table();
        Transactions transactions = transactions(database());
        boolean inserted = transactions.inTransaction(ANY, transaction -> insert(transaction, table, 1));
        assertThat(inserted).isTrue();
        AssertionError mine = new AssertionError("mine");
        Throwable thrown = catchThrowable(() -> transactions.inTransaction(ANY, transaction -> {
            insert(transaction, table, 2);
            throw mine;
        }));
        assertThat(thrown).isSameAs(mine);
        assertThat(ids(table)).containsExactly(1L);
    }

    @ParameterizedTest(name = "without {0}")
    @EnumSource(names = {"TRANSACTIONS", "SERIALIZABLE", "STATEMENT_TIMEOUTS", "SAVEPOINTS"})
    @DisplayName("STO-602, CAP-04, CAP-05, T-248: what needs a capability that is not claimed is refused with its name"
            + " before the work runs and before anything is sent")
    final void refused(Capability lacking) throws SQLException {
        ContractTable table = table();
        CountingDatabase counting = test().open();
        Transactions transactions = transactions(ClaimingDatabase.without(counting, lacking));
        AtomicInteger calls = new AtomicInteger();
        List<EntailException> refusals = new ArrayList<>();
        Recording recording = counting.log()
                .record(() -> refusals.add(catchThrowableOfType(
                        EntailException.class,
                        () -> transactions.inTransaction(
                                needing(lacking),
                                transaction -> lacking == Capability.SAVEPOINTS
                                        ? transaction.attempt(() -> calls.incrementAndGet())
                                        : calls.incrementAndGet()))));
        assertThat(refusals.getFirst().code()).isEqualTo(ErrorCode.CAPABILITY_MISSING.name());
        assertThat(refusals.getFirst().details()).containsEntry("capability", lacking.name());
        assertThat(refusals.getFirst().getMessage()).contains("'needy'");
        assertThat(calls).hasValue(0);
        assertThat(recording.statements()).isEmpty();
        if (capability().has(lacking)) {
            transactions(counting)
                    .inTransaction(
                            needing(lacking),
                            transaction -> lacking == Capability.SAVEPOINTS
                                    ? transaction.attempt(() -> insert(transaction, table, 1))
                                    : insert(transaction, table, 1));
            assertThat(ids(table)).containsExactly(1L);
        }
    }

    private static TransactionOptions needing(Capability capability) {
        TransactionOptions options = ANY.withName("needy");
        return switch (capability) {
            case SERIALIZABLE -> options.withIsolation(IsolationLevel.SERIALIZABLE);
            case STATEMENT_TIMEOUTS -> options.withTimeout(Duration.ofMinutes(1));
            default -> options;
        };
    }

    @ParameterizedTest(name = "without {0}")
    @EnumSource(names = {"CONCURRENT_WRITERS", "SERIALIZABLE_BY_DATABASE"})
    @DisplayName("STO-607, T-246, T-271: what the database does not keep apart, the storage layer runs one at a time")
    final void oneAtATime(Capability lacking) throws Exception {
        IsolationLevel level =
                lacking == Capability.SERIALIZABLE_BY_DATABASE && capability().has(Capability.SERIALIZABLE)
                        ? IsolationLevel.SERIALIZABLE
                        : IsolationLevel.READ_COMMITTED;
        if (level == IsolationLevel.READ_COMMITTED && lacking == Capability.SERIALIZABLE_BY_DATABASE) {
            return;
        }
        ContractTable table = table();
        Transactions transactions = transactions(ClaimingDatabase.without(database(), lacking));
        AtomicInteger inside = new AtomicInteger();
        List<Integer> seen = inParallel(
                4,
                () -> transactions.inTransaction(ANY.withIsolation(level), transaction -> {
                    count(transaction, table);
                    int now = inside.incrementAndGet();
                    pause(Duration.ofMillis(50));
                    inside.decrementAndGet();
                    return now;
                }));
        assertThat(seen).hasSize(4).containsOnly(1);
    }

    @Test
    @DisplayName("STO-607, T-271: where the database does not keep the promise of SERIALIZABLE, nobody else writes"
            + " meanwhile; others write side by side, and who only reads waits for nobody")
    final void aloneAtSerializable() throws Exception {
        if (!capability().has(Capability.SERIALIZABLE) || !manyWriters()) {
            return;
        }
        Transactions transactions =
                transactions(ClaimingDatabase.without(database(), Capability.SERIALIZABLE_BY_DATABASE));
        TransactionOptions serializable = ANY.withIsolation(IsolationLevel.SERIALIZABLE);
        assertThat(together(transactions, ANY, ANY)).isTrue();
        assertThat(together(transactions, serializable, ANY.asReadOnly())).isTrue();
        assertThat(together(transactions, serializable, ANY)).isFalse();
        assertThat(together(transactions, ANY, serializable)).isFalse();
    }

    /** Whether the second transaction begins and ends while the first is under way; it always does afterwards. */
    private boolean together(Transactions transactions, TransactionOptions first, TransactionOptions second)
            throws Exception {
        ContractTable table = table();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            List<Future<Integer>> begun = new ArrayList<>();
            boolean meanwhile = transactions.inTransaction(first, outer -> {
                count(outer, table);
                begun.add(thread.submit(() -> transactions.inTransaction(second, inner -> count(inner, table))));
                try {
                    return !Sessions.waits(begun.get(0));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Sessions.result(begun.get(0));
            return meanwhile;
        }
    }

    @Test
    @DisplayName("STO-601: a read-only transaction reads, and its writes are refused before they are sent, whatever the"
            + " database would do")
    final void readOnly() throws SQLException {
        ContractTable table = table();
        CountingDatabase counting = test().open();
        Transactions transactions = transactions(counting);
        Recording recording = counting.log()
                .record(() -> transactions.inTransaction(ANY.asReadOnly(), transaction -> {
                    EntailException refused =
                            catchThrowableOfType(EntailException.class, () -> insert(transaction, table, 1));
                    assertThat(refused.code()).isEqualTo(ErrorCode.DATABASE_READ_ONLY.name());
                    return count(transaction, table);
                }));
        assertThat(recording.statements()).noneMatch(sql -> sql.startsWith("INSERT"));
        assertThat(ids(table)).isEmpty();
        transactions.inTransaction(ANY, transaction -> insert(transaction, table, 1));
        assertThat(ids(table)).containsExactly(1L);
    }

    @Test
    @DisplayName(
            "STO-607: one who only reads does not wait for the writer, where the database knows that he only reads")
    final void readerBesideWriter() throws Exception {
        if (!capability().has(Capability.READ_ONLY_TRANSACTIONS)) {
            return;
        }
        ContractTable table = table();
        Transactions transactions = transactions(database());
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            transactions.inTransaction(ANY, transaction -> {
                insert(transaction, table, 1);
                Future<Integer> reader = thread.submit(
                        () -> transactions.inTransaction(ANY.asReadOnly(), reading -> count(reading, table)));
                assertThat(waitsFor(reader)).isZero();
                return true;
            });
        }
    }

    private static int waitsFor(Future<Integer> future) {
        try {
            return Sessions.result(future);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("STO-609, STO-610, T-243, T-269: an attempt that fails is undone alone, nested ones too, and the"
            + " transaction goes on, also after an error of the database")
    final void attempts() throws SQLException {
        if (!capability().has(Capability.SAVEPOINTS)) {
            return;
        }
        ContractTable table = table();
        List<Long> undone = new ArrayList<>();
        transactions(database()).inTransaction(ANY, transaction -> {
            insert(transaction, table, 1);
            EntailException taken = catchThrowableOfType(
                    EntailException.class,
                    () -> transaction.attempt(() -> {
                        transaction.onRollback(() -> undone.add(2L));
                        return insert(transaction, table, 2) && insert(transaction, table, 1);
                    }));
            assertThat(taken.code()).isEqualTo(ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name());
            assertThat(count(transaction, table)).isEqualTo(1);
            transaction.attempt(() -> {
                insert(transaction, table, 3);
                assertThat(catchThrowable(() -> transaction.attempt(() -> insert(transaction, table, 3))))
                        .isInstanceOf(EntailException.class);
                return transaction.attempt(() -> insert(transaction, table, 4));
            });
            assertThat(catchThrowable(() -> transaction.attempt(() -> {
                        transaction.attempt(() -> insert(transaction, table, 5));
                        throw new IllegalStateException("outer");
                    })))
                    .hasMessage("outer");
            return insert(transaction, table, 6);
        });
        assertThat(ids(table)).containsExactly(1L, 3L, 4L, 6L);
        assertThat(undone).containsExactly(2L);
    }

    @Test
    @DisplayName(
            "STO-606, TRX-10, T-254: when the rollback itself fails, the first failure is reported with it, and the"
                    + " pool lets go of the connection")
    final void rollbackFails() throws SQLException {
        ContractTable table = table();
        List<Connection> physical = new ArrayList<>();
        InterceptedDatabase stubborn = new InterceptedDatabase(test().open(), (call, action) -> {
            if (call.kind() == JdbcCall.Kind.ROLLBACK && call.connection() != null) {
                physical.add(call.connection().unwrap(Connection.class));
                throw new SQLException("the rollback fails", "HY000");
            }
            return action.proceed();
        });
        IllegalStateException mine = new IllegalStateException("mine");
        Throwable thrown = catchThrowable(() -> transactions(stubborn).inTransaction(ANY, transaction -> {
            insert(transaction, table, 1);
            throw mine;
        }));
        assertThat(thrown).isSameAs(mine);
        assertThat(thrown.getSuppressed()).anyMatch(e -> "the rollback fails".equals(e.getMessage()));
        assertThat(physical).hasSize(1);
        assertThat(physical.getFirst().isClosed()).isTrue();
        for (int i = 0; i < 12; i++) {
            try (Connection connection = stubborn.dataSource().getConnection()) {
                assertThat(connection.unwrap(Connection.class)).isNotSameAs(physical.getFirst());
                assertThat(table.count(connection)).isZero();
            }
        }
    }

    @Test
    @DisplayName("TRX-05, T-253, T-272: 50 parallel transactions on a pool of 10 do not mix, none starves, and all"
            + " connections are back in the end")
    final void manyOnFewConnections() throws Exception {
        ContractTable table = table();
        try (CountingDatabase pool = new CountingDatabase(dev.entail.storage.spi.DatabaseDrivers.fromClassPath()
                .open(test().config().withPoolSize(10)))) {
            Transactions transactions = transactions(pool);
            AtomicInteger numbers = new AtomicInteger();
            List<Boolean> done = inParallel(50, () -> {
                long number = numbers.incrementAndGet();
                boolean keep = number % 2 == 0;
                Throwable thrown = catchThrowable(() -> transactions.inTransaction(ANY, transaction -> {
                    insert(transaction, table, number);
                    insert(transaction, table, 1000 + number);
                    if (!keep) {
                        throw new IllegalStateException("mine");
                    }
                    return true;
                }));
                return keep ? thrown == null : thrown instanceof IllegalStateException;
            });
            assertThat(done).hasSize(50).containsOnly(true);
            pool.connections().assertAllReturned(Duration.ofSeconds(2));
        }
        assertThat(ids(table)).hasSize(50).allMatch(id -> id % 2 == 0);
    }

    private static <T> List<T> inParallel(int times, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                tasks.add(work);
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
