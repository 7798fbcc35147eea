package dev.entail.storage.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.storage.sql.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** What one transaction holds while it has a connection, so that it runs beside nobody that it must be kept apart from. */
final class Place {
    private final @Nullable Lock lock;
    private final Deadline deadline;
    private boolean held;

    private Place(@Nullable Lock lock, Deadline deadline) {
        this.lock = lock;
        this.deadline = deadline;
    }

    /** That of a transaction which nobody need be kept apart from. */
    static Place none() {
        return new Place(null, Deadline.NONE);
    }

    /** One that has to be waited for. */
    static Place behind(Lock lock, Deadline deadline) {
        return new Place(lock, deadline);
    }

    /**
     * Waits for the place, unless the transaction has it already.
     *
     * @throws EntailException {@code TRANSACTION_TIMEOUT} if the time is up before; it can be asked for again, but what it was
     *     wanted for has not been done
     */
    void enter() {
        if (lock != null && !held) {
            await(lock);
            held = true;
        }
    }

    private void await(Lock wanted) {
        if (!deadline.isLimited()) {
            wanted.lock();
            return;
        }
        try {
            if (!wanted.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw deadline.timeout(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw deadline.timeout(e);
        }
    }

    /** Lets the next one have the place. */
    void leave() {
        if (lock != null && held) {
            held = false;
            lock.unlock();
        }
    }
}
