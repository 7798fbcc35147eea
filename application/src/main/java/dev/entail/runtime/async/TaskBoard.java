package dev.entail.runtime.async;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.sideeffect.DeliveryPolicy;
import dev.entail.runtime.sideeffect.ErrorText;
import dev.entail.runtime.transaction.RetryingTransactions;
import dev.entail.storage.EntityStore;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.task.TaskRow;
import dev.entail.storage.task.TaskStatus;
import dev.entail.storage.task.TaskStore;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.storage.transaction.Transactions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tasks of an open model: who looks at them, takes them, and hands in results. Thread-safe. */
public final class TaskBoard {
    private static final int PAGE = 500;
    private static final TransactionOptions BOOKKEEPING = TransactionOptions.DEFAULT.withName("tasks");
    private static final Set<TaskStatus> TERMINAL = EnumSet.of(TaskStatus.APPLIED, TaskStatus.SKIPPED);

    private final TaskStore store;
    private final Transactions reads;
    private final RetryingTransactions transactions;
    private final InstantSource clock;
    private final TaskPlaces places;
    private final TaskHandler handler;

    /** The tasks of a model. */
    public TaskBoard(EntityStore store, Controller controller, RetryingTransactions transactions, InstantSource clock) {
        this.store = store.tasks();
        this.reads = store.transactions();
        this.transactions = transactions;
        this.clock = clock;
        this.places = new TaskPlaces(store.model());
        this.handler = new TaskHandler(this.store, places, controller);
    }

    TaskPlaces places() {
        return places;
    }

    /** A task; empty if there is none of this number. */
    public Optional<Task> find(long id) {
        return row(id).map(places::task);
    }

    /**
     * Tasks of a place in their order.
     *
     * @param after only those with a greater number, 0 for the first ones
     * @param limit how many at most
     */
    public List<Task> list(TaskPlace place, TaskStatus status, long after, int limit) {
        places.of(place.path());
        return reads.reading(jdbc -> store.page(jdbc, place.path(), status, after, limit)).stream()
                .map(places::task)
                .toList();
    }

    /**
     * Takes tasks that are due, the longest waiting first. Nobody else gets them until the lease of the policy is over; those
     * that are out of date are skipped, those that were begun too often fail.
     */
    public List<Task> claim(TaskPlace place, int limit, DeliveryPolicy policy) {
        places.of(place.path());
        requireNoTransaction();
        List<Task> claimed = new ArrayList<>();
        List<TaskRow> rows;
        do {
            rows = due(place.path(), TaskStatus.PENDING, now(), Long.MAX_VALUE, limit - claimed.size());
            for (TaskRow row : rows) {
                if (begin(row, policy) instanceof Begun.Claimed begun) {
                    claimed.add(places.task(begun.row()));
                }
            }
        } while (!rows.isEmpty() && claimed.size() < limit);
        return claimed;
    }

    /** What came of taking a task. */
    sealed interface Begun {
        /** It is mine. */
        record Claimed(TaskRow row) implements Begun {}

        /** Something newer has been asked for. */
        record Stale() implements Begun {}

        /** The last attempt was begun, and its lease is over. */
        record Exhausted() implements Begun {}

        /** Somebody was faster. */
        record Lost() implements Begun {}
    }

    Begun begin(TaskRow row, DeliveryPolicy policy) {
        Instant now = now();
        return change(jdbc -> {
            if (store.isStale(jdbc, row)) {
                return store.move(jdbc, row, TaskStatus.SKIPPED) ? new Begun.Stale() : new Begun.Lost();
            }
            if (row.attempts() >= policy.maxAttempts()) {
                String error = "The last attempt was begun and did not end in time";
                return store.postpone(jdbc, row, TaskStatus.FAILED, error, row.attempts(), now)
                        ? new Begun.Exhausted()
                        : new Begun.Lost();
            }
            Instant until = now.plus(policy.lease());
            return store.claim(jdbc, row, until) ? new Begun.Claimed(row.claimed(until)) : new Begun.Lost();
        });
    }

    /**
     * Notes that an attempt failed.
     *
     * @param row as it was when the attempt had been begun
     * @param attempts how many there have been
     * @return whether it is not tried again
     */
    boolean failed(TaskRow row, Throwable cause, int attempts, DeliveryPolicy policy) {
        boolean dead = attempts >= policy.maxAttempts();
        Instant next = now().plus(policy.delayAfter(attempts));
        change(jdbc -> store.postpone(
                jdbc, row, dead ? TaskStatus.FAILED : row.status(), ErrorText.of(cause), attempts, next));
        return dead;
    }

    List<TaskRow> due(String place, TaskStatus status, Instant now, long last, int limit) {
        return reads.reading(jdbc -> store.due(jdbc, place, status, now, last, limit));
    }

    /** The number of the last task of all; 0 if there is none. */
    long last() {
        return reads.reading(jdbc -> store.last(jdbc)).orElse(0);
    }

    Optional<TaskRow> row(long id) {
        return reads.reading(jdbc -> store.find(jdbc, id));
    }

    /**
     * Hands in the result of a task; it is applied by {@link #handle}.
     *
     * @return whether the task was pending still; if not, nothing has happened
     */
    public boolean succeed(long id, @Nullable Object result) {
        return row(id).map(row -> succeed(row, result)).orElse(false);
    }

    boolean succeed(TaskRow row, @Nullable Object result) {
        String text = places.of(row.key().place()).write(result);
        return complete(row.id(), TaskStatus.PENDING, TaskStatus.SUCCESS, text, null);
    }

    /** Gives the work on a task up for good; tells whether it was pending still. */
    public boolean fail(long id, String error) {
        return complete(id, TaskStatus.PENDING, TaskStatus.FAILED, null, ErrorText.of(error));
    }

    /** Makes a task that failed pending again, with all attempts before it; tells whether it had failed. */
    public boolean retry(long id) {
        return complete(id, TaskStatus.FAILED, TaskStatus.PENDING, null, null);
    }

    private boolean complete(long id, TaskStatus from, TaskStatus to, @Nullable String result, @Nullable String error) {
        Instant now = now();
        return change(jdbc -> store.complete(jdbc, id, from, to, result, error, now));
    }

    /** Applies the result of a task. */
    public TaskOutcome handle(long id) {
        requireNoTransaction();
        return row(id).map(handler::handle).orElseGet(() -> new TaskOutcome.Skipped(TaskOutcome.Reason.MISSING_TASK));
    }

    /** Has nothing become of a task any more; tells whether it was open. */
    public boolean discard(long id) {
        return change(jdbc -> store.lock(jdbc, id)
                .filter(row -> row.status().isOpen())
                .map(row -> store.move(jdbc, row, TaskStatus.SKIPPED))
                .orElse(false));
    }

    /** Removes tasks that are done with (ASY-14); tells how many of each place. */
    public Map<String, Integer> cleanup(Set<TaskStatus> statuses) {
        if (!TERMINAL.containsAll(statuses)) {
            throw new EntailException(
                    ErrorCode.TASK_INVALID,
                    "Only terminal task rows are cleaned up, " + TERMINAL + " and not " + statuses
                            + "; discard a task that nothing is to become of");
        }
        Map<String, Integer> removed = new LinkedHashMap<>();
        for (String place : places.paths()) {
            int count = 0;
            for (TaskStatus status : statuses) {
                count += cleanup(place, status);
            }
            removed.put(place, count);
        }
        return removed;
    }

    private int cleanup(String place, TaskStatus status) {
        int count = 0;
        long after = 0;
        while (true) {
            long behind = after;
            List<TaskRow> rows = change(jdbc -> {
                List<TaskRow> found = store.removable(jdbc, place, status, behind, PAGE);
                if (!found.isEmpty()) {
                    store.remove(jdbc, found);
                }
                return found;
            });
            if (rows.isEmpty()) {
                return count;
            }
            count += rows.size();
            after = rows.get(rows.size() - 1).id();
        }
    }

    void requireNoTransaction() {
        if (reads.isActive()) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED,
                    "Tasks are taken and results are applied in transactions of their own; do it after the end of this"
                            + " one");
        }
    }

    private <T> T change(Function<Jdbc, T> statements) {
        return transactions.run(BOOKKEEPING, transaction -> statements.apply(transaction.jdbc()));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
