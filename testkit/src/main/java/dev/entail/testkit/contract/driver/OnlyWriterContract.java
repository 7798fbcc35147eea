package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.sql.StatementBatch;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.storage.transaction.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where one transaction writes at a time, the others wait for it: from what they send first on, and no longer than needed. */
abstract class OnlyWriterContract extends TransactionGroup {
    /** More in a row than anybody who waits lets pass. */
    private static final int MANY = 1_000;

    private Transactions oneWriter() {
        return transactions(ClaimingDatabase.without(database(), Capability.CONCURRENT_WRITERS));
    }

    @Test
    @DisplayName("STO-607: who has not sent anything keeps nobody from writing, and who sends nothing waits for nobody")
    final void nothingSent() throws Exception {
        ContractTable table = table();
        Transactions transactions = oneWriter();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            transactions.inTransaction(ANY, outer -> {
                Future<Boolean> other = thread.submit(
                        () -> transactions.inTransaction(ANY, transaction -> insert(transaction, table, 1)));
                assertThat(result(other)).isTrue();
                assertThat(count(outer, table)).isEqualTo(1);
                insert(outer, table, 2);
                Future<Integer> idle = thread.submit(() -> transactions.inTransaction(ANY, transaction -> 7));
                assertThat(result(idle)).isEqualTo(7);
                return true;
            });
        }
        assertThat(ids(table)).containsExactly(1L, 2L);
    }

    @Test
    @DisplayName("STO-607: what is sent before a transaction begins, or together with its commit, waits like the rest")
    final void outsideTransaction() throws Exception {
        ContractTable table = table();
        SqlTemplate insert = new SqlTemplate(table.insertStatement(), List.of(ColumnType.ID, ColumnType.INTEGER));
        List<Function<Transaction, Boolean>> ways =
                List.of(transaction -> transaction.jdbc().connectionBeforeTransaction() != null, transaction -> {
                    transaction.sendLast(
                            List.of(new StatementBatch(insert, List.of(List.of(1L, 1L)))),
                            () -> insert(transaction, table, 1));
                    return true;
                });
        for (Function<Transaction, Boolean> way : ways) {
            Transactions transactions = oneWriter();
            CountDownLatch sent = new CountDownLatch(1);
            AtomicReference<Thread> waiting = new AtomicReference<>();
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                Future<Boolean> other = transactions.inTransaction(ANY, first -> {
                    count(first, table);
                    Future<Boolean> second = thread.submit(() -> transactions.inTransaction(ANY, transaction -> {
                        waiting.set(Thread.currentThread());
                        boolean done = way.apply(transaction);
                        sent.countDown();
                        return done;
                    }));
                    untilItWaits(waiting);
                    assertThat(sent.getCount()).isEqualTo(1);
                    return second;
                });
                assertThat(result(other)).isTrue();
            }
        }
        assertThat(ids(table)).containsExactly(1L);
    }

    @Test
    @DisplayName("STO-602, STO-607: who waits when the time is up gets TRANSACTION_TIMEOUT, and can send nothing more")
    final void timeout() throws Exception {
        if (!capability().has(Capability.STATEMENT_TIMEOUTS)) {
            return;
        }
        ContractTable table = table();
        Transactions transactions = oneWriter();
        List<EntailException> failures = new ArrayList<>();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            transactions.inTransaction(ANY, first -> {
                insert(first, table, 1);
                Future<Boolean> other = thread.submit(() -> failures.add(catchThrowableOfType(
                        EntailException.class,
                        () -> transactions.inTransaction(ANY.withTimeout(Duration.ofMillis(200)), second -> {
                            failures.add(catchThrowableOfType(EntailException.class, () -> insert(second, table, 2)));
                            return true;
                        }))));
                return result(other);
            });
        }
        assertThat(failures)
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_TIMEOUT.name()));
        assertThat(ids(table)).containsExactly(1L);
    }

    @Test
    @DisplayName("STO-610: who could not wait to the end is rolled back, even if somebody swallows the failure and"
            + " there is time left")
    final void swallowed() throws Exception {
        if (!capability().has(Capability.STATEMENT_TIMEOUTS)) {
            return;
        }
        ContractTable table = table();
        Transactions transactions = oneWriter();
        TransactionOptions patient = ANY.withTimeout(Duration.ofMinutes(10));
        CountDownLatch gaveUp = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        AtomicReference<Thread> waiting = new AtomicReference<>();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Throwable> other = transactions.inTransaction(ANY, first -> {
                insert(first, table, 1);
                Future<Throwable> second =
                        thread.submit(() -> catchThrowable(() -> transactions.inTransaction(patient, transaction -> {
                            waiting.set(Thread.currentThread());
                            Throwable interrupted = catchThrowable(() -> insert(transaction, table, 2));
                            assertThat(Thread.interrupted()).isTrue();
                            assertThat(transaction.isDoomed()).isTrue();
                            gaveUp.countDown();
                            await(free);
                            assertThat(catchThrowable(() -> insert(transaction, table, 3)))
                                    .isSameAs(interrupted);
                            return true;
                        })));
                untilItWaits(waiting).interrupt();
                await(gaveUp);
                return second;
            });
            free.countDown();
            assertThat(result(other))
                    .isInstanceOfSatisfying(
                            EntailException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_TIMEOUT.name()));
        }
        assertThat(ids(table)).containsExactly(1L);
        assertThat(transactions.<Boolean>inTransaction(ANY, transaction -> insert(transaction, table, 2)))
                .as("nobody has the place")
                .isTrue();
    }

    @Test
    @DisplayName("STO-607: nobody waits for ever, however many others come")
    final void noStarvation() throws Exception {
        ContractTable table = table();
        Transactions transactions = oneWriter();
        AtomicReference<Thread> waiting = new AtomicReference<>();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Boolean> other = transactions.inTransaction(ANY, first -> {
                count(first, table);
                Future<Boolean> second = thread.submit(() -> transactions.inTransaction(ANY, transaction -> {
                    waiting.set(Thread.currentThread());
                    return insert(transaction, table, 1);
                }));
                untilItWaits(waiting);
                return second;
            });
            int passed = 0;
            while (transactions.<Integer>inTransaction(ANY, transaction -> count(transaction, table)) == 0) {
                assertThat(++passed).isLessThan(MANY);
            }
            assertThat(result(other)).isTrue();
        }
    }

    /** Waits until a thread has come as far as it can. */
    private static Thread untilItWaits(AtomicReference<Thread> waiting) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            Thread thread = waiting.get();
            if (thread != null && isWaiting(thread.getState())) {
                return thread;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nobody waits");
    }

    private static boolean isWaiting(Thread.State state) {
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return Sessions.result(future);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
