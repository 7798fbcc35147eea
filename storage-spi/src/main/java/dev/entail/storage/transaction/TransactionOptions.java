package dev.entail.storage.transaction;

import dev.entail.storage.spi.IsolationLevel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a transaction is asked to be (STO-601, STO-602). Immutable; start from {@link #DEFAULT}:
 *
 * <pre>{@code
 * TransactionOptions.DEFAULT.withIsolation(IsolationLevel.SERIALIZABLE).withTimeout(Duration.ofSeconds(5))
 * }</pre>
 *
 * @param isolation what it sees of others
 * @param readOnly whether it refuses writes
 * @param timeout how long it may take, from the call to the commit, with all attempts and waits; empty for any time
 * @param name what it is for, in messages
 */
public record TransactionOptions(IsolationLevel isolation, boolean readOnly, Optional<Duration> timeout, String name) {
    /** READ COMMITTED, reading and writing, without a time limit. */
    public static final TransactionOptions DEFAULT =
            new TransactionOptions(IsolationLevel.READ_COMMITTED, false, Optional.empty(), "transaction");

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the timeout is not positive or the name is blank
     */
    public TransactionOptions {
        Objects.requireNonNull(isolation, "isolation");
        if (timeout.isPresent() && !timeout.get().isPositive()) {
            throw new IllegalArgumentException("The timeout of a transaction must be positive, was " + timeout.get());
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a transaction must not be blank");
        }
    }

    /** The same at another isolation. */
    public TransactionOptions withIsolation(IsolationLevel level) {
        return new TransactionOptions(level, readOnly, timeout, name);
    }

    /** The same for reading only: writes are refused with {@code DATABASE_READ_ONLY} before anything is sent. */
    public TransactionOptions asReadOnly() {
        return new TransactionOptions(isolation, true, timeout, name);
    }

    /**
     * The same with a time limit. A statement that runs when the time is up is ended, within a second; work that does not
     * talk to the database is not interrupted, but what it does next is refused.
     */
    public TransactionOptions withTimeout(Duration limit) {
        return new TransactionOptions(isolation, readOnly, Optional.of(limit), name);
    }

    /** The same under a name, for messages. */
    public TransactionOptions withName(String newName) {
        return new TransactionOptions(isolation, readOnly, timeout, newName);
    }
}
