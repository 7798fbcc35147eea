package dev.entail.testkit.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes down what is executed, in the order in which it ends, failed calls included. */
public final class StatementLog implements JdbcInterceptor {
    private final List<Recording.Entry> entries = new ArrayList<>();
    private long offset;

    @Override
    public @Nullable Object around(JdbcCall call, Action action) throws SQLException {
        if (call.kind().isPooling()) {
            return action.proceed();
        }
        boolean failed = true;
        try {
            Object result = action.proceed();
            failed = false;
            return result;
        } finally {
            add(new Recording.Entry(
                    call.kind(), call.sql(), Thread.currentThread().threadId(), failed));
        }
    }

    private synchronized void add(Recording.Entry entry) {
        entries.add(entry);
    }

    /** Everything since the beginning or the last {@link #clear()}. */
    public synchronized Recording recording() {
        return new Recording(entries);
    }

    /** The SQL of each executed statement, those of batches included. */
    public List<String> statements() {
        return recording().statements();
    }

    /** The executed batches. */
    public List<List<String>> batches() {
        return recording().batches();
    }

    /** Forgets everything. */
    public synchronized void clear() {
        offset += entries.size();
        entries.clear();
    }

    /** Runs a block and returns what the current thread executed meanwhile. */
    public Recording record(Block block) {
        long me = Thread.currentThread().threadId();
        return record(block, entry -> entry.threadId() == me);
    }

    /** Runs a block and returns what all threads executed meanwhile. */
    public Recording recordAllThreads(Block block) {
        return record(block, entry -> true);
    }

    private Recording record(Block block, Predicate<Recording.Entry> wanted) {
        long start = position();
        try {
            block.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the recorded block failed: " + e, e);
        }
        return since(start, wanted);
    }

    private synchronized long position() {
        return offset + entries.size();
    }

    private synchronized Recording since(long start, Predicate<Recording.Entry> wanted) {
        int from = (int) Math.max(0, start - offset);
        return new Recording(
                entries.subList(from, entries.size()).stream().filter(wanted).toList());
    }

    @Override
    public String toString() {
        return recording().toString();
    }

    /** Something to do that may fail. */
    @FunctionalInterface
    public interface Block {
        /** Does it. */
        void run() throws Exception;
    }
}
