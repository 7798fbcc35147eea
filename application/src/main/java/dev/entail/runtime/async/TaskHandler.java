package dev.entail.runtime.async;

import dev.entail.runtime.async.TaskOutcome.Reason;
import dev.entail.runtime.computation.Requesting;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.dispatch.WriteResult;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.task.TaskRow;
import dev.entail.storage.task.TaskStatus;
import dev.entail.storage.task.TaskStore;
import dev.entail.storage.transaction.TransactionOptions;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies results (ASY-05..09). What a result is for is locked first, as it is by whoever asks for work; so of two who handle
 * one task one finds it handled, and nothing newer can come in between.
 */
final class TaskHandler {
    private final TaskStore store;
    private final TaskPlaces places;
    private final Controller controller;

    TaskHandler(TaskStore store, TaskPlaces places, Controller controller) {
        this.store = store;
        this.places = places;
        this.controller = controller;
    }

    /** Applies the result of a task that was seen, with everything that follows from it. */
    TaskOutcome handle(TaskRow seen) {
        if (!seen.status().isOpen()) {
            return new TaskOutcome.Skipped(Reason.ALREADY_HANDLED);
        }
        Requesting place = places.of(seen.key().place());
        TransactionOptions options =
                TransactionOptions.DEFAULT.withName("task of " + seen.key().place());
        // What is known to end there begins there, so that functions of users see nothing else (ASY-09).
        WriteResult<Optional<Reason>> written = controller.writeWithSideEffects(
                place.async().reader().isAtomicSafe() ? options : options.withIsolation(IsolationLevel.SERIALIZABLE),
                propagation -> Optional.ofNullable(apply(seen, place, propagation)));
        return written.value()
                .<TaskOutcome>map(TaskOutcome.Skipped::new)
                .orElseGet(() -> new TaskOutcome.Applied(written.effects(), written.postCommit()));
    }

    private @Nullable Reason apply(TaskRow seen, Requesting place, Propagation propagation) {
        Jdbc jdbc = propagation.transaction().jdbc();
        boolean exists = place.place().lock(propagation.session(), seen.key().record());
        TaskRow task = store.lock(jdbc, seen.id()).orElse(null);
        if (task == null) {
            return Reason.MISSING_TASK;
        }
        if (!task.status().isOpen()) {
            return Reason.ALREADY_HANDLED;
        }
        if (task.status() == TaskStatus.FAILED) {
            return Reason.TASK_NOT_SUCCESS;
        }
        if (!exists) {
            store.move(jdbc, task, TaskStatus.SKIPPED);
            return Reason.ORPHANED_RECORD;
        }
        if (store.isStale(jdbc, task)) {
            store.move(jdbc, task, TaskStatus.SKIPPED);
            return Reason.STALE_TASK;
        }
        if (task.status() == TaskStatus.PENDING) {
            return Reason.TASK_NOT_SUCCESS;
        }
        store.move(jdbc, task, TaskStatus.APPLIED);
        place.place()
                .write(
                        propagation.session(),
                        Collections.singletonMap(
                                task.key().record(), place.value(Objects.requireNonNull(task.result()), task.args())));
        return null;
    }
}
