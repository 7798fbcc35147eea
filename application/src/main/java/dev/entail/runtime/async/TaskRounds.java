package dev.entail.runtime.async;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.runtime.sideeffect.DeliveryPolicy;
import dev.entail.storage.task.TaskRow;
import dev.entail.storage.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Does the work that is due with the workers of this process, and applies results, whoever handed them in. Thread-safe. */
public final class TaskRounds {
    private static final int PAGE = 100;

    private final TaskBoard board;
    private final Map<String, Worker> workers = new HashMap<>();

    /**
     * Rounds over the tasks of a board.
     *
     * @throws EntailException {@code TASK_INVALID} if a worker is for something else than an asynchronous value, or two are for
     *     the same one
     */
    public TaskRounds(TaskBoard board, List<Worker> workers) {
        this.board = board;
        for (Worker worker : workers) {
            String path = worker.place().path();
            board.places().of(path);
            if (this.workers.put(path, worker) != null) {
                throw new EntailException(
                        ErrorCode.TASK_INVALID, "There are two workers for " + path + "; give only one");
            }
        }
    }

    /** The tasks. */
    public TaskBoard board() {
        return board;
    }

    /**
     * One round: does what is due now, but nothing that is asked for only after this began.
     *
     * @throws EntailException {@code TRANSACTION_MISUSED} in a transaction; and if the database fails
     */
    public WorkReport run() {
        board.requireNoTransaction();
        Round round = new Round(board.last());
        for (String place : board.places().paths()) {
            Worker worker = workers.get(place);
            if (worker != null) {
                round.each(place, TaskStatus.PENDING, row -> round.work(row, worker));
            }
            DeliveryPolicy policy = worker == null ? DeliveryPolicy.DEFAULT : worker.policy();
            round.each(place, TaskStatus.SUCCESS, row -> round.apply(row, policy));
        }
        return new WorkReport(round.applied, round.skipped, round.failures);
    }

    private final class Round {
        private final long last;
        private final List<WorkReport.Failure> failures = new ArrayList<>();
        private int applied;
        private int skipped;

        Round(long last) {
            this.last = last;
        }

        void each(String place, TaskStatus status, Consumer<TaskRow> action) {
            // A result is due from the moment when it was handed in: what this round has worked out is applied by it,
            // too.
            Instant now = board.now();
            List<TaskRow> rows;
            do {
                rows = board.due(place, status, now, last, PAGE);
                rows.forEach(action);
            } while (!rows.isEmpty());
        }

        void work(TaskRow row, Worker worker) {
            switch (board.begin(row, worker.policy())) {
                case TaskBoard.Begun.Claimed claimed -> attempt(claimed.row(), worker);
                case TaskBoard.Begun.Stale stale -> skipped++;
                case TaskBoard.Begun.Lost lost -> {}
                case TaskBoard.Begun.Exhausted exhausted ->
                    failures.add(failure(row, true, new IllegalStateException("the last attempt did not end in time")));
            }
        }

        private void attempt(TaskRow begun, Worker worker) {
            try {
                // If it lost the claim in between, the result is as good as that of anybody else.
                board.succeed(begun, worker.work().apply(board.places().task(begun)));
            } catch (RuntimeException | Error e) {
                boolean dead = board.failed(begun, e, begun.attempts(), worker.policy());
                failures.add(failure(begun, dead, e));
            }
        }

        void apply(TaskRow row, DeliveryPolicy policy) {
            try {
                switch (board.handle(row.id())) {
                    case TaskOutcome.Applied done -> applied++;
                    case TaskOutcome.Skipped nothing -> {
                        switch (nothing.reason()) {
                            case STALE_TASK, ORPHANED_RECORD -> skipped++;
                            // Somebody else was faster.
                            case MISSING_TASK, ALREADY_HANDLED, TASK_NOT_SUCCESS -> {}
                        }
                    }
                }
            } catch (RuntimeException | Error e) {
                boolean dead = board.failed(row, e, row.attempts() + 1, policy);
                failures.add(failure(row, dead, e));
            }
        }

        private WorkReport.Failure failure(TaskRow row, boolean dead, Throwable cause) {
            EntailException error = new EntailException(
                    ErrorCode.TASK_FAILED.name(),
                    "Task " + row.id() + " of " + row.key().place() + " of record "
                            + row.key().record()
                            + " failed with " + cause.getClass().getSimpleName()
                            + (dead ? "; retry it by hand when it can succeed" : "; it is tried again"),
                    Map.of("task", row.id(), "place", row.key().place(), "attempt", row.attempts()),
                    cause);
            return new WorkReport.Failure(row.id(), new TaskPlace(row.key().place()), error, dead);
        }
    }
}
