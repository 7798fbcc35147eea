package dev.entail.storage.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.StatementBatch;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One transaction, bound to one connection and to the thread that began it. Valid inside the callback it was given to and
 * nowhere else (STO-604).
 */
public final class Transaction {
    private final TransactionConnection connection;
    private final Jdbc jdbc;
    private final TogetherTemplates together;
    private final TransactionOptions options;
    private final Runnable requireSavepoints;
    private final Thread owner = Thread.currentThread();
    private final List<Runnable> rollbackHooks = new ArrayList<>();
    private final List<Runnable> endHooks = new ArrayList<>();
    private Runnable readHook = () -> {};
    private Supplier<Runnable> memory = () -> () -> {};
    private boolean preparing;
    private @Nullable RuntimeException firstFailure;
    private boolean open = true;

    /**
     * A transaction that begins with its first statement.
     *
     * @param requireSavepoints throws if the database cannot undo a part
     */
    Transaction(
            TransactionConnection connection,
            Jdbc jdbc,
            TogetherTemplates together,
            TransactionOptions options,
            Runnable requireSavepoints) {
        this.connection = connection;
        this.jdbc = jdbc;
        this.together = together;
        this.options = options;
        this.requireSavepoints = requireSavepoints;
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

    /**
     * Makes sure that the transaction may write here and now.
     *
     * @throws EntailException {@code DATABASE_READ_ONLY} in a read-only one; {@code TRANSACTION_MISUSED} after the end, or
     *     from another thread
     */
    public void requireWritable() {
        jdbc().requireWritable();
    }

    /**
     * Makes sure that the transaction runs at SERIALIZABLE (STO-603).
     *
     * @throws SerializableRequired if it does not; whoever began it runs it again at that level
     */
    public void requireSerializable() {
        requireUsable();
        if (options.isolation() != IsolationLevel.SERIALIZABLE) {
            SerializableRequired required = new SerializableRequired(options.name());
            fail(required);
            throw required;
        }
    }

    /** What it was asked to be. */
    public TransactionOptions options() {
        return options;
    }

    /** Runs {@code hook} if this transaction, or the part of it that is running now, is rolled back. */
    public void onRollback(Runnable hook) {
        rollbackHooks.add(hook);
    }

    /** Runs {@code hook} when this transaction has ended, whether it was committed or rolled back. */
    public void onEnd(Runnable hook) {
        endHooks.add(hook);
    }

    /** Runs {@code hook} before each read in this transaction, so that reads see what has been written. */
    public void beforeRead(Runnable hook) {
        this.readHook = hook;
    }

    /**
     * Asks {@code mark} at the beginning of each {@link #attempt}, when everything has been sent. What it returns is run
     * if the attempt fails, and takes what is remembered of the transaction in memory back to how it was.
     */
    public void beforeAttempt(Supplier<Runnable> mark) {
        this.memory = mark;
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
     * Runs a part of the work that may fail (STO-609, STO-610). If it throws, or a write in it failed, everything that it
     * wrote is undone, the failure comes through, and the transaction can go on without the part. Attempts may be nested.
     *
     * <p>Where the transaction as a whole has to give way, it cannot go on: it is rolled back in the end, whoever catches
     * the failure. These are conflicts with other transactions, a lost connection, the end of the time, and {@link
     * SerializableRequired}.
     *
     * @return what the part returned
     * @throws EntailException {@code CAPABILITY_MISSING} if the database cannot undo a part, before the part runs
     */
    public <T extends @Nullable Object> T attempt(Supplier<T> part) {
        requireUsable();
        requireSavepoints.run();
        requireSound();
        if (preparing) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED,
                    "An attempt cannot begin while the transaction brings derived values up to date");
        }
        prepareRead();
        Runnable memoryBack = memory.get();
        int hooks = rollbackHooks.size();
        Savepoint savepoint = setSavepoint();
        try {
            T result = part.get();
            if (firstFailure == null) {
                prepareRead();
            }
            if (firstFailure != null) {
                throw firstFailure;
            }
            release(savepoint);
            return result;
        } catch (RuntimeException | Error e) {
            undo(e, savepoint, memoryBack, hooks);
            throw e;
        }
    }

    private Savepoint setSavepoint() {
        try {
            return jdbc.connection().setSavepoint();
        } catch (SQLException e) {
            throw failed(jdbc.translate(e));
        }
    }

    private void release(Savepoint savepoint) {
        try {
            jdbc.connection().releaseSavepoint(savepoint);
        } catch (SQLException e) {
            throw failed(jdbc.translate(e));
        }
    }

    private void undo(Throwable failure, Savepoint savepoint, Runnable memoryBack, int hooks) {
        RuntimeException fatal = Verdict.fatal(failure, firstFailure);
        if (fatal == null) {
            try {
                jdbc.connection().rollback(savepoint);
                jdbc.connection().releaseSavepoint(savepoint);
            } catch (SQLException e) {
                fatal = jdbc.translate(e);
                failure.addSuppressed(fatal);
            }
        }
        List<Runnable> undone = rollbackHooks.subList(hooks, rollbackHooks.size());
        undone.forEach(Runnable::run);
        undone.clear();
        memoryBack.run();
        firstFailure = fatal;
    }

    /**
     * Notes a failure that left the transaction half done: it can only be rolled back from now on, even if somebody
     * swallows the failure. Inside an {@link #attempt} this holds for the attempt alone.
     */
    public void fail(RuntimeException failure) {
        if (firstFailure == null) {
            firstFailure = failure;
        }
    }

    /** Whether this transaction, or the {@link #attempt} that is running now, can only be rolled back. */
    public boolean isDoomed() {
        return failure() != null;
    }

    /**
     * Sends the last statements of the transaction, after which nothing may be sent. If nothing has been sent before, and the
     * database can, they go in one round trip with the commit.
     *
     * @param oneByOne how they are sent otherwise, before the commit
     */
    public void sendLast(List<StatementBatch> statements, Runnable oneByOne) {
        requireUsable();
        requireSound();
        Optional<String> text =
                statements.isEmpty() || connection.hasBegun() || options.isolation() != IsolationLevel.READ_COMMITTED
                        ? Optional.empty()
                        : together.of(statements);
        if (text.isEmpty()) {
            oneByOne.run();
            return;
        }
        jdbc.updateTogether(text.get(), statements);
        connection.end();
    }

    private void requireSound() {
        RuntimeException failure = failure();
        if (failure != null) {
            throw failure;
        }
    }

    private RuntimeException failed(RuntimeException failure) {
        fail(failure);
        return failure;
    }

    /** The failure that keeps this transaction from being committed, or null. */
    @Nullable
    RuntimeException failure() {
        return firstFailure == null ? connection.failure() : firstFailure;
    }

    void end(boolean committed) {
        open = false;
        if (!committed) {
            rollbackHooks.forEach(Runnable::run);
        }
        endHooks.forEach(Runnable::run);
    }
}
