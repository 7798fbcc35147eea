package dev.entail.runtime.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.Deadline;
import dev.entail.storage.sql.StorageException;
import dev.entail.storage.transaction.SerializableRequired;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.transaction.TransactionOptions;
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
     * last run leaves anything behind. A part that turns out to need SERIALIZABLE costs one attempt and no wait; from then
     * on all attempts run at that level.
     *
     * @throws EntailException {@code TRANSACTION_RETRY_EXHAUSTED} when all attempts met conflicts; the failures of the
     *     earlier attempts are attached to it. {@code TRANSACTION_TIMEOUT} when the time for all attempts is up
     */
    public <T extends @Nullable Object> T run(TransactionOptions options, Function<Transaction, T> work) {
        Deadline deadline = transactions.deadline(options);
        TransactionOptions current = options;
        List<EntailException> failures = new ArrayList<>();
        while (true) {
            try {
                return transactions.inTransaction(current, deadline, work);
            } catch (RuntimeException e) {
                EntailException reason = retryable(e);
                if (reason == null) {
                    throw e;
                }
                failures.add(reason);
                if (failures.size() == policy.maxAttempts()) {
                    throw exhausted(current, failures);
                }
                if (reason instanceof SerializableRequired) {
                    current = current.withIsolation(IsolationLevel.SERIALIZABLE);
                } else {
                    pause(current, deadline, failures);
                }
            }
        }
    }

    private static @Nullable EntailException retryable(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 32; depth++) {
            if (current instanceof SerializableRequired required) {
                return required;
            }
            if (current instanceof StorageException storage) {
                return storage.isRetryable() ? storage : null;
            }
            current = current.getCause();
        }
        return null;
    }

    private static EntailException exhausted(TransactionOptions options, List<EntailException> failures) {
        EntailException exhausted = new EntailException(
                ErrorCode.TRANSACTION_RETRY_EXHAUSTED.name(),
                "'" + options.name() + "' met conflicts with other transactions in all " + failures.size()
                        + " attempts; try again later, or spread the load over more records",
                Map.of(
                        "attempts",
                        failures.size(),
                        "isolation",
                        options.isolation().name()),
                failures.get(failures.size() - 1));
        failures.subList(0, failures.size() - 1).forEach(exhausted::addSuppressed);
        return exhausted;
    }

    private void pause(TransactionOptions options, Deadline deadline, List<EntailException> failures) {
        Duration delay = policy.delayAfter(failures.size());
        Duration wait = delay.plusNanos(random.nextLong(Math.max(1, delay.toNanos())));
        if (deadline.left().compareTo(wait) <= 0) {
            throw deadline.timeout(exhausted(options, failures));
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw exhausted(options, failures);
        }
    }
}
