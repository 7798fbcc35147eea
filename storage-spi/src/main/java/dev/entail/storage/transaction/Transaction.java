package dev.entail.storage.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.Jdbc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction, bound to one connection and to the thread that began it. Valid inside the callback it was given to and
 * nowhere else (STO-604).
 */
public final class Transaction {
    private final Jdbc jdbc;
    private final IsolationLevel isolation;
    private final Thread owner = Thread.currentThread();
    private final List<Runnable> rollbackHooks = new ArrayList<>();
    private Runnable readHook = () -> {};
    private boolean preparing;
    private @Nullable RuntimeException firstFailure;
    private boolean open = true;

    Transaction(Jdbc jdbc, IsolationLevel isolation) {
        this.jdbc = jdbc;
        this.isolation = isolation;
    }

    /**
     * The way to run statements.
     *
     * @throws EntailException {@code TRANSACTION_MISUSED} after the end, or from another thread
     */
    public Jdbc jdbc() {
        requireUsable();
        return jdbc;
    }

    /**
     * Makes sure that the transaction may be used here and now.
     *
     * @throws EntailException {@code TRANSACTION_MISUSED} after the end, or from another thread
     */
    public void requireUsable() {
        if (!open) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED,
                    "This transaction has ended; do all its work inside the callback it was given to");
        }
        if (Thread.currentThread() != owner) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED,
                    "This transaction belongs to thread '" + owner.getName() + "' and was used from '"
                            + Thread.currentThread().getName() + "'; use it where it was begun");
        }
    }

    /** The isolation it runs at. */
    public IsolationLevel isolation() {
        return isolation;
    }

    /** Runs {@code hook} if this transaction is rolled back. */
    public void onRollback(Runnable hook) {
        rollbackHooks.add(hook);
    }

    /** Runs {@code hook} before each read in this transaction, so that reads see what has been written. */
    public void beforeRead(Runnable hook) {
        this.readHook = hook;
    }

    /** Makes everything visible that has been written. A read that the hook itself leads to sees things as they are. */
    void prepareRead() {
        if (!preparing) {
            preparing = true;
            try {
                readHook.run();
            } catch (RuntimeException e) {
                fail(e);
                throw e;
            } finally {
                preparing = false;
            }
        }
    }

    /**
     * Notes a failure that left the transaction half done: it can only be rolled back from now on, even if somebody
     * swallows the failure.
     */
    public void fail(RuntimeException failure) {
        if (firstFailure == null) {
            firstFailure = failure;
        }
    }

    /** The failure that keeps this transaction from being committed, or null. */
    @Nullable
    RuntimeException failure() {
        return firstFailure;
    }

    void end(boolean committed) {
        open = false;
        if (!committed) {
            rollbackHooks.forEach(Runnable::run);
        }
    }
}
