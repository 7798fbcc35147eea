package dev.entail.runtime.dispatch;

import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.transaction.TransactionOptions;
import java.time.Duration;
import java.util.Objects;

/**
 * What a business transaction is asked to be (BTX-01). Immutable; start from {@link #DEFAULT}.
 *
 * @param transaction isolation, time limit and name
 * @param onRefusal what a refused dispatch means for the rest
 */
public record BusinessOptions(TransactionOptions transaction, OnRefusal onRefusal) {
    /** READ COMMITTED; a refused dispatch aborts everything. */
    public static final BusinessOptions DEFAULT =
            new BusinessOptions(TransactionOptions.DEFAULT.withName("business transaction"), OnRefusal.ABORT);

    public BusinessOptions {
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(onRefusal, "onRefusal");
    }

    /** The same under a name, for messages. */
    public BusinessOptions withName(String name) {
        return new BusinessOptions(transaction.withName(name), onRefusal);
    }

    /** The same at another isolation. */
    public BusinessOptions withIsolation(IsolationLevel isolation) {
        return new BusinessOptions(transaction.withIsolation(isolation), onRefusal);
    }

    /** The same with a time limit for all of it, with all runs and waits. */
    public BusinessOptions withTimeout(Duration limit) {
        return new BusinessOptions(transaction.withTimeout(limit), onRefusal);
    }

    /** The same where a refused dispatch is a result, and the rest goes on without it. */
    public BusinessOptions continuing() {
        return new BusinessOptions(transaction, OnRefusal.CONTINUE);
    }

    /** What a refused dispatch means for the business transaction. */
    public enum OnRefusal {
        /** The refusal is thrown, and everything is rolled back, even if somebody catches it. */
        ABORT,
        /** The refusal is a result; what the dispatch wrote is undone, the rest goes on. */
        CONTINUE
    }
}
