package dev.entail;

import dev.entail.runtime.async.Task;
import dev.entail.runtime.async.TaskBoard;
import dev.entail.runtime.async.TaskOutcome;
import dev.entail.runtime.async.TaskPlace;
import dev.entail.runtime.sideeffect.DeliveryPolicy;
import dev.entail.storage.task.TaskStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The work that asynchronous values wait for (ASY-01): for workers outside this process, and for looking at it. Numbers of
 * tasks of one value are in the order in which they were asked for. Thread-safe.
 */
public final class Tasks {
    private final TaskBoard board;

    Tasks(TaskBoard board) {
        this.board = board;
    }

    /** A task; empty if there is none of this number. */
    public Optional<Task> find(long id) {
        return board.find(id);
    }

    /**
     * Tasks of a place, in their order.
     *
     * @param after only those with a greater number, 0 for the first ones
     * @param limit how many at most
     * @throws dev.entail.core.error.EntailException {@code TASK_INVALID} if the model has no such asynchronous value
     */
    public List<Task> list(TaskPlace place, TaskStatus status, long after, int limit) {
        return board.list(place, status, after, limit);
    }

    /**
     * Takes tasks that are due, the longest waiting first, for somebody who does the work now. Until the lease is over nobody
     * else gets them, then they count as lost. What is out of date is skipped, what was begun too often fails.
     *
     * @param limit how many at most
     * @param policy how often a task may be begun, and how long the work may take
     * @throws dev.entail.core.error.EntailException {@code TASK_INVALID} if the model has no such asynchronous value, {@code
     *     TRANSACTION_MISUSED} in a transaction
     */
    public List<Task> claim(TaskPlace place, int limit, DeliveryPolicy policy) {
        return board.claim(place, limit, policy);
    }

    /**
     * Hands in the result of a task. It is kept, and applied by {@link #handle} or by the next {@link Entail#work}.
     *
     * @param result kept as JSON: texts, numbers, truth values, record ids, instants, rows, lists and maps, or null
     * @return whether the task was pending; if not, because it is gone or somebody was faster, nothing has happened
     * @throws dev.entail.core.error.EntailException {@code VALUE_MISMATCH} if the result cannot be kept
     */
    public boolean succeed(long task, @Nullable Object result) {
        return board.succeed(task, result);
    }

    /**
     * Says that the work on a task failed for good (ASY-03).
     *
     * @return whether the task was pending
     */
    public boolean fail(long task, String error) {
        return board.fail(task, error);
    }

    /**
     * Makes a task that failed pending again, with all its attempts before it.
     *
     * @return whether it had failed
     */
    public boolean retry(long task) {
        return board.retry(task);
    }

    /**
     * Applies the result of a task in a transaction of its own, with everything that follows from it, and side effects
     * (ASY-05). However often and by however many it is called, a result is applied once.
     *
     * @throws dev.entail.core.error.EntailException {@code CALLBACK_FAILED} or {@code VALUE_MISMATCH} if no value can be made of
     *     the result, {@code TRANSACTION_MISUSED} in a transaction; the task stays as it is then
     */
    public TaskOutcome handle(long task) {
        return board.handle(task);
    }

    /**
     * Has nothing become of a task any more, whatever its worker says. Older tasks of the same value stay out of date.
     *
     * @return whether it was open
     */
    public boolean discard(long task) {
        return board.discard(task);
    }

    /** Removes tasks that have been applied or skipped; see {@link #cleanup(Set)}. */
    public Map<String, Integer> cleanup() {
        return cleanup(EnumSet.of(TaskStatus.APPLIED, TaskStatus.SKIPPED));
    }

    /**
     * Removes tasks of some statuses, of all places (ASY-14). What has the same value and freshness key as an open task stays,
     * so that nothing that is out of date counts again.
     *
     * @return how many were removed, by path of the place
     * @throws dev.entail.core.error.EntailException {@code TASK_INVALID} if one of the statuses is not terminal
     */
    public Map<String, Integer> cleanup(Set<TaskStatus> statuses) {
        return board.cleanup(statuses);
    }
}
