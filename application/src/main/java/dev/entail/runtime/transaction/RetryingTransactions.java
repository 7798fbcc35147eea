package dev.entail.runtime.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorChain;
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
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Runs transactions, again if another one was in the way (RTY-01..07). Thread-safe if the random generator is. */
public final class RetryingTransactions {
    /** Under which a failure says in its details which transaction it ended. */
    public static final String TRANSACTION = "transaction";

    /** Under which a failure says in its details how many attempts there were, an integer. */
    public static final String ATTEMPTS = "attempts";

    /** Under which a failure says in its details at which isolation the last attempt ran. */
    public static final String ISOLATION = "isolation";

    /** What the details of every failure say of its transaction. */
    public static final Set<String> CIRCUMSTANCES = Set.of(TRANSACTION, ATTEMPTS, ISOLATION);

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
     *     earlier attempts are attached to it. {@code TRANSACTION_TIMEOUT} when the time for all attempts is up. The
     *     details of these and of what the work threw say which transaction it was, how many attempts there were, and at
     *     which isolation
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
                    if (e instanceof EntailException coded) {
                        coded.note(circumstances(current, failures.size() + 1));
                    }
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

    /**
     * Whether a failure is not only about what was being done, but about the transaction that it was done in: a conflict with
     * another one, more isolation that is needed, the end of its time, or a statement that the database refused. Some
     * databases take no further statements then.
     */
    public static boolean concernsTransaction(Throwable failure) {
        return ErrorChain.of(failure).stream()
                .anyMatch(each -> each instanceof StorageException
                        || each instanceof SerializableRequired
                        || each instanceof EntailException coded
                                && (coded.code().equals(ErrorCode.CONCURRENCY_CONFLICT.name())
                                        || coded.code().equals(ErrorCode.TRANSACTION_TIMEOUT.name())));
    }

    private static @Nullable EntailException retryable(Throwable failure) {
        for (Throwable current : ErrorChain.of(failure)) {
            if (current instanceof SerializableRequired required) {
                return required;
            }
            if (current instanceof EntailException coded
                    && coded.code().equals(ErrorCode.CONCURRENCY_CONFLICT.name())
                    && !(current instanceof StorageException)) {
                return coded;
            }
            if (current instanceof StorageException storage) {
                return storage.isRetryable() ? storage : null;
            }
        }
        return null;
    }

    /** What every failure tells of the transaction that it ended (RTY-06, RTY-07). */
    private static Map<String, Object> circumstances(TransactionOptions options, int attempts) {
        return Map.of(
                TRANSACTION, options.name(),
                ATTEMPTS, attempts,
                ISOLATION, options.isolation().name());
    }

    private static EntailException exhausted(TransactionOptions options, List<EntailException> failures) {
        EntailException exhausted = new EntailException(
                ErrorCode.TRANSACTION_RETRY_EXHAUSTED.name(),
                "'" + options.name() + "' met conflicts with other transactions in all " + failures.size()
                        + " attempts; try again later, or spread the load over more records",
                circumstances(options, failures.size()),
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
