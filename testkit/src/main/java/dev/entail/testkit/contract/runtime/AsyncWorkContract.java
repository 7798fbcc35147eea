package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.async.Task;
import dev.entail.runtime.async.TaskOutcome.Reason;
import dev.entail.runtime.async.TaskPlace;
import dev.entail.runtime.async.WorkReport;
import dev.entail.runtime.async.Worker;
import dev.entail.storage.task.TaskStatus;
import dev.entail.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Working out asynchronous values: taking tasks, failing, several at once, and what it costs. */
abstract class AsyncWorkContract extends AsyncGroup {
    @Test
    @DisplayName("T-ASY-10 ASY-14 cleaning up spares what keeps something open out of date")
    final void cleanup() {
        Entail entail = opened();
        for (String url : List.of("a", "b", "c")) {
            finish(entail, Digests.task(entail, page(entail, url)), "x");
        }
        RecordId page = page(entail, "d");
        Task old = Digests.task(entail, page);
        move(entail, page, "e");
        finish(entail, Digests.task(entail, page), "y");
        entail.create(Digests.PRODUCT, Draft.of("price", 1));

        Map<String, Integer> removed = entail.tasks().cleanup();

        assertThat(removed).containsExactlyInAnyOrderEntriesOf(Map.of("Page.digest", 3, "_Dictionary_.advice", 0));
        assertThat(entail.tasks().handle(old.id())).isEqualTo(skipped(Reason.STALE_TASK));
        assertThat(entail.tasks().cleanup(Set.of(TaskStatus.APPLIED))).containsEntry("Page.digest", 1);
        assertThat(entail.tasks().cleanup()).containsEntry("Page.digest", 1);
        assertThat(failureOf(() -> entail.tasks().cleanup(EnumSet.of(TaskStatus.PENDING))))
                .hasMessageContaining("Only terminal task rows")
                .extracting(EntailException::code)
                .isEqualTo("TASK_INVALID");
    }

    @Test
    @DisplayName("ASY-01 what a round works out is applied by it, however long the work takes")
    final void takesItsTime() {
        Entail entail = opened(Worker.of(Digests.OF_PAGE, task -> {
            pass(MINUTE);
            return "x";
        }));
        page(entail, "a");
        page(entail, "b");

        assertThat(entail.work()).isEqualTo(new WorkReport(2, 0, List.of()));
    }

    @Test
    @DisplayName("ASY-01 DIF-05 a pending task survives a restart, and a worker of the process works on it")
    final void restart() {
        TestDatabase database = test().fresh();
        RecordId page;
        try (Entail before = Entail.with(digests.model()).open(database.open())) {
            page = page(before, "a");
        }
        try (Entail after = with(
                        Entail.with(digests.model()), Worker.of(Digests.OF_PAGE, task -> "x " + task.attempts()))
                .open(database.open())) {
            pass(Duration.ofDays(10_000));
            assertThat(after.work()).isEqualTo(new WorkReport(1, 0, List.of()));
            assertThat(after.work()).isEqualTo(new WorkReport(0, 0, List.of()));
            assertThat(Digests.of(after, page)).isEqualTo("x 1 at a");
        }
    }

    @Test
    @DisplayName("WK-09 DIF-05 while somebody is at a task nobody else gets it; after the lease it counts as lost")
    final void lease() {
        Entail entail = opened();
        RecordId page = page(entail, "a");
        page(entail, "b");
        List<Task> mine = entail.tasks().claim(Digests.OF_PAGE, 1, TWICE);
        assertThat(mine).extracting(Task::record).containsExactly(page);
        List<Task> others = entail.tasks().claim(Digests.OF_PAGE, 10, TWICE);
        assertThat(others).extracting(task -> task.arg("url")).containsExactly("b");
        pass(Duration.ofMinutes(6));
        assertThat(entail.tasks().succeed(others.get(0).id(), "y")).isTrue();
        List<Task> again = entail.tasks().claim(Digests.OF_PAGE, 10, TWICE);
        assertThat(again).extracting(Task::attempts).containsExactly(2);
        pass(Duration.ofMinutes(6));
        assertThat(entail.tasks().claim(Digests.OF_PAGE, 10, TWICE)).isEmpty();
        Task lost = entail.tasks().find(mine.get(0).id()).orElseThrow();
        assertThat(lost.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(lost.error()).contains("did not end in time");
        assertThat(entail.tasks().handle(lost.id())).isEqualTo(skipped(Reason.TASK_NOT_SUCCESS));
        move(entail, page, "c");
        move(entail, page, "d");
        assertThat(entail.tasks().claim(Digests.OF_PAGE, 10, TWICE))
                .extracting(task -> task.arg("url"))
                .containsExactly("d");
        assertThat(Digests.tasks(entail, Digests.OF_PAGE, TaskStatus.SKIPPED)).hasSize(1);
    }

    @Test
    @DisplayName("ASY-03 WK-09 work that fails is tried again after a wait, and fails for good after the last attempt")
    final void failing() {
        Set<Object> broken = ConcurrentHashMap.newKeySet();
        Entail entail = opened(Worker.of(Digests.OF_PAGE, task -> {
                    if (broken.contains(task.arg("url"))) {
                        throw new IllegalStateException("the model\0 is down");
                    }
                    return "p".equals(task.arg("url")) ? "poison" : task.attempts();
                })
                .under(TWICE));
        broken.add("a");
        RecordId bad = page(entail, "a");
        RecordId good = page(entail, "b");
        RecordId poison = page(entail, "p");
        WorkReport report = entail.work();
        assertThat(report.applied()).isEqualTo(1);
        assertThat(report.failures()).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.error().code()).isEqualTo("TASK_FAILED");
            assertThat(failure.dead()).isFalse();
        });
        assertThat(Digests.of(entail, good)).isEqualTo("1 at b");
        assertThat(Digests.task(entail, bad).error()).contains("IllegalStateException: the model is down");
        assertThat(Digests.task(entail, poison).status()).isEqualTo(TaskStatus.SUCCESS);
        assertThat(entail.work().failures()).isEmpty();
        pass(MINUTE);
        assertThat(entail.work().failures())
                .extracting(WorkReport.Failure::dead)
                .containsExactly(true, true);
        pass(Duration.ofDays(1));
        assertThat(entail.work()).isEqualTo(new WorkReport(0, 0, List.of()));
        assertThat(Digests.tasks(entail, Digests.OF_PAGE, TaskStatus.FAILED))
                .extracting(Task::record)
                .containsExactly(bad, poison);

        broken.clear();
        assertThat(entail.tasks().retry(Digests.task(entail, bad).id())).isTrue();
        assertThat(entail.tasks().discard(Digests.task(entail, poison).id())).isTrue();
        assertThat(entail.work().applied()).isEqualTo(1);
        assertThat(Digests.of(entail, bad)).isEqualTo("1 at a");
        assertThat(entail.tasks().retry(Digests.task(entail, poison).id())).isFalse();
    }

    @Test
    @DisplayName(
            "ASY-09 DIF-05 several processes and threads work at once: each task is worked on once and applied once")
    final void together() throws Exception {
        TestDatabase database = test().fresh();
        List<Object> worked = Collections.synchronizedList(new ArrayList<>());
        Worker worker = Worker.of(Digests.OF_PAGE, task -> {
            worked.add(task.id());
            return "x";
        });
        try (Entail entail = Entail.with(digests.model()).worker(worker).open(database.open());
                Entail other = Entail.with(digests.model()).worker(worker).open(database.open());
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<RecordId> pages = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                pages.add(page(i % 2 == 0 ? entail : other, "u" + i));
            }
            List<Future<WorkReport>> reports = new ArrayList<>();
            for (Entail each : List.of(entail, other, entail)) {
                reports.add(threads.submit(each::work));
            }
            int applied = 0;
            for (Future<WorkReport> report : reports) {
                assertThat(report.get().failures()).isEmpty();
                applied += report.get().applied();
            }
            assertThat(applied + entail.work().applied()).isEqualTo(12);
            assertThat(worked).hasSize(12).doesNotHaveDuplicates();
            for (RecordId page : pages) {
                assertThat(Digests.of(entail, page)).startsWith("x at u");
            }
            assertThat(entail.global(Digests.DIGESTED)).isEqualTo(12);
        }
    }

    @Test
    @DisplayName("ASY-05 ASY-07 changes and workers at once: in the end every value is that of the last change")
    final void racing() throws Exception {
        Entail entail = opened(Worker.of(Digests.OF_PAGE, task -> "x"));
        List<RecordId> pages = List.of(page(entail, "0"), page(entail, "1"));
        AtomicInteger changing = new AtomicInteger(pages.size());
        List<Callable<Integer>> all = new ArrayList<>();
        for (RecordId page : pages) {
            all.add(() -> {
                try {
                    for (int i = 0; i < 15; i++) {
                        move(entail, page, page + " " + i);
                    }
                } finally {
                    changing.decrementAndGet();
                }
                return 0;
            });
            all.add(() -> {
                int failures = 0;
                while (changing.get() > 0) {
                    failures += entail.work().failures().size();
                }
                return failures;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
            for (Future<Integer> each : threads.invokeAll(all)) {
                assertThat(each.get()).isZero();
            }
        }
        assertThat(entail.work().failures()).isEmpty();
        for (RecordId page : pages) {
            assertThat(Digests.of(entail, page)).isEqualTo("x at " + page + " 14");
        }
        assertThat(pending(entail, Digests.OF_PAGE)).isEmpty();
    }

    @Test
    @DisplayName("ASY-15 to ask is one batch more than to know, whatever has been asked for before")
    final void cost() {
        Entail entail = opened();
        page(entail, "warm");
        List<Integer> counts = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            counts.add(log(entail)
                    .record(() -> entail.inTransaction(writes -> writes.createAll(
                            Digests.PAGE,
                            Stream.of("a", "b", "c")
                                    .map(url -> Draft.of("url", url))
                                    .toList())))
                    .statements()
                    .size());
            for (int i = 0; i < 30; i++) {
                move(entail, page(entail, "more"), "m" + i);
            }
        }
        assertThat(counts.get(1)).isEqualTo(counts.get(0));
        assertThat(log(entail).record(() -> page(entail, "d")).statements())
                .filteredOn(sql -> sql.contains("_entail_task_"))
                .hasSize(1);
        Task task = Digests.task(entail, page(entail, "e"));
        entail.tasks().succeed(task.id(), "x");
        List<String> handling =
                log(entail).record(() -> entail.tasks().handle(task.id())).statements();
        assertThat(handling).filteredOn(sql -> sql.contains("_entail_task_")).hasSize(4);
        assertThat(log(entail).record(() -> entail.tasks().handle(task.id())).statements())
                .hasSize(1);
    }

    @Test
    @DisplayName(
            "ASY-01 a worker is for one asynchronous value, and does not work in a transaction; what is given must be"
                    + " kept")
    final void misuse() {
        Worker stray = Worker.of(TaskPlace.of(Digests.PAGE, Property.text("url")), task -> 1);
        Worker twin = Worker.of(Digests.OF_PAGE, task -> 1);
        for (Worker[] workers : Arrays.asList(new Worker[] {stray}, new Worker[] {twin, twin})) {
            assertThat(failureOf(() -> opened(workers)).code()).isEqualTo("TASK_INVALID");
        }
        Entail entail = opened();
        assertThat(failureOf(() -> entail.tasks().claim(stray.place(), 1, TWICE))
                        .code())
                .isEqualTo("TASK_INVALID");
        Task task = Digests.task(entail, page(entail, "a"));
        assertThat(failureOf(() -> entail.inTransaction(writes -> entail.work()))
                        .code())
                .isEqualTo("TRANSACTION_MISUSED");
        assertThat(failureOf(() -> entail.inTransaction(writes -> entail.tasks().handle(task.id())))
                        .code())
                .isEqualTo("TRANSACTION_MISUSED");
        assertThat(failureOf(() -> entail.tasks().succeed(task.id(), new Object()))
                        .code())
                .isEqualTo("VALUE_MISMATCH");
        assertThat(failureOf(() ->
                                entail.create(Digests.PAGE, Draft.of("url", "b").set("stream", "x".repeat(256))))
                        .code())
                .isEqualTo("CALLBACK_FAILED");
    }

    @Test
    @DisplayName("ASY-01 a thread of its own works, and ends when the model is closed")
    final void background() throws Exception {
        CountDownLatch done = new CountDownLatch(2);
        Entail entail = open(
                digests.model(),
                how -> how.working(Duration.ofMillis(5)).worker(Worker.of(Digests.OF_PAGE, task -> {
                    done.countDown();
                    return "x";
                })));
        RecordId first = page(entail, "a");
        page(entail, "b");
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        close(entail);
        assertThat(first).isNotNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("entail-work-Digests");
    }
}
