package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.storage.transaction.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A transaction ends when its time is up, whatever it is doing. That it is refused elsewhere is said with the claims. */
abstract class TimeLimitContract extends TransactionGroup {
    @Test
    @DisplayName("a statement that runs when the time of its transaction is up is ended; everything is rolled back and"
            + " the connection is good for more")
    final void timeoutInStatement() throws SQLException {
        if (!capability().has(Capability.STATEMENT_TIMEOUTS)) {
            return;
        }
        ContractTable table = table();
        try (Connection connection = connect()) {
            for (int id = 1; id <= 200; id++) {
                table.insert(connection, id, (long) id);
            }
        }
        SqlTemplate slow = new SqlTemplate(ErrorContract.longQuery(table), List.of());
        Transactions transactions = transactions(database());
        long start = System.nanoTime();
        EntailException error = catchThrowableOfType(
                EntailException.class,
                () -> transactions.inTransaction(
                        ANY.withTimeout(Duration.ofMillis(800)).withName("slow"), transaction -> {
                            insert(transaction, table, 201);
                            return transaction.jdbc().query(slow, List.of(), cells -> 1);
                        }));
        assertThat(error.code()).isEqualTo(ErrorCode.TRANSACTION_TIMEOUT.name());
        assertThat(error.getMessage()).contains("'slow'").contains("PT0.8S");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(ids(table)).hasSize(200);
        transactions.inTransaction(ANY, transaction -> insert(transaction, table, 201));
        assertThat(ids(table)).hasSize(201);
    }

    @Test
    @DisplayName("a stream is ended like any other statement, before its first row and between rows, and what its"
            + " consumer throws comes through, late as it may be")
    final void timeoutInStream() throws SQLException {
        if (!capability().has(Capability.STATEMENT_TIMEOUTS)) {
            return;
        }
        ContractTable table = table();
        try (Connection connection = connect()) {
            for (int id = 1; id <= 200; id++) {
                table.insert(connection, id, (long) id);
            }
        }
        Transactions transactions = transactions(database());
        SqlTemplate slow = new SqlTemplate(ErrorContract.longQuery(table), List.of());
        SqlTemplate rows =
                new SqlTemplate("SELECT " + table.quoted(ContractTable.ID) + " FROM " + table.quoted(), List.of());
        assertThat(codeOf(() -> transactions.inTransaction(ANY.withTimeout(Duration.ofMillis(800)), transaction -> {
                    transaction.jdbc().forEach(slow, List.of(), cells -> {});
                    return true;
                })))
                .isEqualTo(ErrorCode.TRANSACTION_TIMEOUT.name());
        List<Long> seen = new ArrayList<>();
        assertThat(codeOf(() -> transactions.inTransaction(ANY.withTimeout(Duration.ofMillis(300)), transaction -> {
                    transaction.jdbc().forEach(rows, List.of(), cells -> {
                        if (seen.isEmpty()) {
                            pause(Duration.ofMillis(400));
                        }
                        seen.add((Long) cells.get(1, ColumnType.ID));
                    });
                    return true;
                })))
                .isEqualTo(ErrorCode.TRANSACTION_TIMEOUT.name());
        assertThat(seen).hasSize(1);
        IllegalStateException mine = new IllegalStateException("mine");
        assertThat(catchThrowable(() ->
                        transactions.inTransaction(ANY.withTimeout(Duration.ofMillis(300)), transaction -> {
                            transaction.jdbc().forEach(rows, List.of(), cells -> {
                                pause(Duration.ofMillis(400));
                                throw mine;
                            });
                            return true;
                        })))
                .isSameAs(mine);
        assertThat(ids(table)).hasSize(200);
    }

    @Test
    @DisplayName("who waits for a lock when the time is up gets TRANSACTION_TIMEOUT, not a conflict to retry")
    final void timeoutInLock() throws Exception {
        if (!capability().has(Capability.STATEMENT_TIMEOUTS)) {
            return;
        }
        ContractTable table = table();
        Transactions transactions = transactions(database());
        transactions.inTransaction(ANY, transaction -> insert(transaction, table, 1));
        SqlTemplate update =
                new SqlTemplate("UPDATE " + table.quoted() + " SET " + table.quoted("v") + " = 5", List.of());
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            transactions.inTransaction(ANY, transaction -> {
                transaction.jdbc().update(update, List.of());
                Future<String> other = thread.submit(() -> codeOf(() -> transactions.inTransaction(
                        ANY.withTimeout(Duration.ofMillis(500)),
                        second -> second.jdbc().update(update, List.of()))));
                assertThat(resultOf(other)).isEqualTo(ErrorCode.TRANSACTION_TIMEOUT.name());
                return true;
            });
        }
    }

    private static String codeOf(ThrowableAssert.ThrowingCallable action) {
        EntailException error = catchThrowableOfType(EntailException.class, action);
        return error == null ? "no failure" : error.code();
    }

    private static String resultOf(Future<String> future) {
        try {
            return Sessions.result(future);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("work that takes too long without a statement is refused at its next statement and at the commit")
    final void timeoutBetweenStatements() throws SQLException {
        if (!capability().has(Capability.STATEMENT_TIMEOUTS)) {
            return;
        }
        ContractTable table = table();
        Transactions transactions = transactions(database());
        TransactionOptions hurried = ANY.withTimeout(Duration.ofMillis(300));
        List<EntailException> errors = new ArrayList<>();
        EntailException atCommit = catchThrowableOfType(
                EntailException.class,
                () -> transactions.inTransaction(hurried, transaction -> {
                    insert(transaction, table, 1);
                    pause(Duration.ofMillis(400));
                    errors.add(catchThrowableOfType(EntailException.class, () -> insert(transaction, table, 2)));
                    return true;
                }));
        errors.add(atCommit);
        assertThat(errors)
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_TIMEOUT.name()));
        assertThat(ids(table)).isEmpty();
    }
}
