package dev.entail.runtime.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.StorageException;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.transaction.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Runs transactions, again if another one was in the way (RTY-01..07). Thread-safe if the random generator is. */
public final class RetryingTransactions {
    private final Transactions transactions;
    private final RetryPolicy policy;
    private final RandomGenerator random;

    /** Runs {@code transactions} under a policy. */
    public RetryingTransactions(Transactions transactions, RetryPolicy policy, RandomGenerator random) {
        this.transactions = transactions;
        this.policy = policy;
        this.random = random;
    }

    /**
     * Runs {@code work} in a transaction of its own and tells what it returned. The work may run several times; only the
     * last run leaves anything behind.
     *
     * @param name what the transaction is for, for the error
     * @throws EntailException {@code TRANSACTION_RETRY_EXHAUSTED} when all attempts met conflicts; the failures of the
     *     earlier attempts are attached to it
     */
    public <T extends @Nullable Object> T run(String name, IsolationLevel isolation, Function<Transaction, T> work) {
        List<StorageException> failures = new ArrayList<>();
        while (true) {
            try {
                return transactions.inTransaction(isolation, work);
            } catch (EntailException e) {
                StorageException conflict = retryable(e);
                if (conflict == null) {
                    throw e;
                }
                failures.add(conflict);
                if (failures.size() == policy.maxAttempts()) {
                    throw exhausted(name, failures);
                }
                pause(name, failures);
            }
        }
    }

    private static @Nullable StorageException retryable(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 32; depth++) {
            if (current instanceof StorageException storage) {
                return storage.isRetryable() ? storage : null;
            }
            current = current.getCause();
        }
        return null;
    }

    private static EntailException exhausted(String name, List<StorageException> failures) {
        EntailException exhausted = new EntailException(
                ErrorCode.TRANSACTION_RETRY_EXHAUSTED.name(),
                "'" + name + "' met conflicts with other transactions in all " + failures.size()
                        + " attempts; try again later, or spread the load over more records",
                Map.of("attempts", failures.size()),
                failures.get(failures.size() - 1));
        failures.subList(0, failures.size() - 1).forEach(exhausted::addSuppressed);
        return exhausted;
    }

    private void pause(String name, List<StorageException> failures) {
        Duration delay = policy.delayAfter(failures.size());
        try {
            Thread.sleep(delay.plusNanos(random.nextLong(Math.max(1, delay.toNanos()))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw exhausted(name, failures);
        }
    }
}
