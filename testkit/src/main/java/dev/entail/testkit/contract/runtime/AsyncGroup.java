package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.async.Task;
import dev.entail.runtime.async.TaskOutcome;
import dev.entail.runtime.async.TaskOutcome.Reason;
import dev.entail.runtime.async.TaskPlace;
import dev.entail.runtime.async.Worker;
import dev.entail.runtime.sideeffect.DeliveryPolicy;
import dev.entail.storage.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the groups about asynchronous values share. */
abstract class AsyncGroup extends RuntimeGroup {
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final DeliveryPolicy TWICE = new DeliveryPolicy(2, List.of(MINUTE), Duration.ofMinutes(5));

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    final Digests digests = new Digests();

    final Entail opened(Worker... workers) {
        return open(digests.model(), how -> with(how, workers));
    }

    final EntailBuilder with(EntailBuilder how, Worker... workers) {
        EntailBuilder builder = how.replace(InstantSource.class, now::get);
        for (Worker worker : workers) {
            builder = builder.worker(worker);
        }
        return builder;
    }

    final void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    static RecordId page(Entail entail, @Nullable String url) {
        return entail.create(Digests.PAGE, Draft.of("url", url));
    }

    static void move(Entail entail, RecordId page, String url) {
        entail.update(Digests.PAGE, page, Draft.of("url", url));
    }

    static TaskOutcome finish(Entail entail, Task task, @Nullable Object result) {
        assertThat(entail.tasks().succeed(task.id(), result)).isTrue();
        return entail.tasks().handle(task.id());
    }

    static TaskOutcome skipped(Reason reason) {
        return new TaskOutcome.Skipped(reason);
    }

    static List<Task> pending(Entail entail, TaskPlace place) {
        return Digests.tasks(entail, place, TaskStatus.PENDING);
    }

    static long length(Entail entail, RecordId site) {
        return entail.query(Digests.SITE)
                .select("length")
                .byId(site)
                .orElseThrow()
                .integer("length");
    }
}
