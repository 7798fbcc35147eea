package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.async.Task;
import dev.entail.runtime.async.TaskOutcome;
import dev.entail.runtime.async.TaskOutcome.Reason;
import dev.entail.runtime.sideeffect.DeliveryPolicy;
import dev.entail.storage.task.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random history of asking, working, handing in, applying, deleting, overriding and cleaning up, next to a model of it in
 * memory (T-ORA-03). Tasks are never forgotten here, so that late workers come with what is long gone.
 */
final class AsyncHistory {
    private static final int STEPS = 30;
    private static final List<String> STREAMS = List.of("s", "t");
    private static final DeliveryPolicy PATIENT =
            new DeliveryPolicy(1000, DeliveryPolicy.DEFAULT.delays(), DeliveryPolicy.DEFAULT.lease());

    private final Entail entail;
    private final Random random;
    private final List<String> done = new ArrayList<>();
    private final Map<RecordId, Expected> pages = new LinkedHashMap<>();
    private final Map<Long, Known> tasks = new LinkedHashMap<>();
    private int requests;
    private long last;

    AsyncHistory(Entail entail, long seed) {
        this.entail = entail;
        this.random = new Random(seed);
        done.add("seed " + seed);
    }

    /** What a page should be. */
    private static final class Expected {
        private String url = "";
        private @Nullable String stream;
        private @Nullable String digest;
    }

    /** What a task should be; null once it is gone. */
    private static final class Known {
        private final RecordId page;
        private final String stream;
        private final String url;
        private @Nullable TaskStatus status = TaskStatus.PENDING;
        private @Nullable String result;

        Known(RecordId page, String stream, String url) {
            this.page = page;
            this.stream = stream;
            this.url = url;
        }
    }

    void run() {
        try {
            for (int step = 0; step < STEPS; step++) {
                step();
                compare();
            }
            tasks.keySet().forEach(entail.tasks()::discard);
            entail.tasks().cleanup();
            entail.inTransaction(writes -> writes.deleteAll(Digests.PAGE, Match.all()));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(String.join("\n  ", done), e);
        }
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0 -> create();
            case 1, 2, 3 -> change();
            case 4, 5 -> handIn();
            case 6, 7 -> handle();
            case 8 -> rarely();
            default -> claim();
        }
    }

    private void rarely() {
        switch (random.nextInt(4)) {
            case 0 -> delete();
            case 1 -> override();
            case 2 -> giveUp();
            default -> cleanup();
        }
    }

    private void create() {
        String url = "u" + requests++;
        RecordId page = entail.create(Digests.PAGE, Draft.of("url", url));
        done.add("create " + page + " " + url);
        Expected expected = new Expected();
        expected.url = url;
        pages.put(page, expected);
        asked(page);
    }

    private void change() {
        RecordId page = anyPage();
        if (page == null) {
            return;
        }
        Expected expected = page(page);
        expected.url = "u" + requests++;
        expected.stream = random.nextInt(3) == 0 ? STREAMS.get(random.nextInt(STREAMS.size())) : null;
        done.add("change " + page + " " + expected.url + " " + expected.stream);
        entail.update(Digests.PAGE, page, Draft.of("url", expected.url).set("stream", expected.stream));
        asked(page);
    }

    private void asked(RecordId page) {
        Expected expected = page(page);
        Task task = entail.tasks()
                .list(Digests.OF_PAGE, TaskStatus.PENDING, last, 2)
                .get(0);
        last = task.id();
        tasks.put(task.id(), new Known(page, expected.stream == null ? "" : expected.stream, expected.url));
        assertThat(task.arg("url")).isEqualTo(expected.url);
    }

    private void override() {
        RecordId page = anyPage();
        if (page == null) {
            return;
        }
        Expected expected = page(page);
        expected.url = Digests.LOCAL + requests++;
        expected.digest = "nothing at " + expected.url;
        done.add("override " + page + " " + expected.url);
        entail.update(Digests.PAGE, page, Draft.of("url", expected.url));
        tasks.values().stream()
                .filter(task -> task.page.equals(page) && task.status != null && task.status.isOpen())
                .forEach(task -> task.status = null);
    }

    private void delete() {
        RecordId page = anyPage();
        if (page != null) {
            done.add("delete " + page);
            entail.delete(Digests.PAGE, page);
            pages.remove(page);
        }
    }

    private void handIn() {
        Long id = anyTask();
        if (id == null) {
            return;
        }
        Known task = task(id);
        String result = "r" + requests++;
        done.add("hand in " + id + " " + result);
        boolean pending = task.status == TaskStatus.PENDING;
        assertThat(entail.tasks().succeed(id, result)).isEqualTo(pending);
        if (pending) {
            task.status = TaskStatus.SUCCESS;
            task.result = result;
        }
    }

    private void giveUp() {
        Long id = anyTask();
        if (id == null) {
            return;
        }
        Known task = task(id);
        if (task.status == TaskStatus.FAILED) {
            done.add("retry " + id);
            assertThat(entail.tasks().retry(id)).isTrue();
            task.status = TaskStatus.PENDING;
            return;
        }
        done.add("fail " + id);
        assertThat(entail.tasks().fail(id, "no")).isEqualTo(task.status == TaskStatus.PENDING);
        if (task.status == TaskStatus.PENDING) {
            task.status = TaskStatus.FAILED;
        }
    }

    private void claim() {
        done.add("claim");
        Map<Long, Known> stale = new HashMap<>();
        for (Task task : entail.tasks().claim(Digests.OF_PAGE, 2, PATIENT)) {
            assertThat(isStale(task.id())).isFalse();
            assertThat(task(task.id()).status).isEqualTo(TaskStatus.PENDING);
        }
        // What is out of date may have been skipped on the way.
        tasks.forEach((id, task) -> {
            if (task.status == TaskStatus.PENDING && isStale(id)) {
                stale.put(id, task);
            }
        });
        stale.forEach((id, task) ->
                task.status = entail.tasks().find(id).orElseThrow().status());
    }

    private void handle() {
        Long id = anyTask();
        if (id == null) {
            return;
        }
        Known task = task(id);
        done.add("handle " + id);
        TaskOutcome outcome = entail.tasks().handle(id);
        Reason reason = outcome instanceof TaskOutcome.Skipped skipped ? skipped.reason() : null;
        assertThat(reason).isEqualTo(expected(id, task));
        if (reason == null) {
            task.status = TaskStatus.APPLIED;
            page(task.page).digest = task.result + " at " + task.url;
        } else if (reason == Reason.ORPHANED_RECORD || reason == Reason.STALE_TASK) {
            task.status = TaskStatus.SKIPPED;
        }
    }

    private @Nullable Reason expected(long id, Known task) {
        TaskStatus status = task.status;
        if (status == null) {
            return Reason.MISSING_TASK;
        }
        return switch (status) {
            case APPLIED, SKIPPED -> Reason.ALREADY_HANDLED;
            case FAILED -> Reason.TASK_NOT_SUCCESS;
            case PENDING, SUCCESS -> {
                if (!pages.containsKey(task.page)) {
                    yield Reason.ORPHANED_RECORD;
                }
                if (isStale(id)) {
                    yield Reason.STALE_TASK;
                }
                yield status == TaskStatus.PENDING ? Reason.TASK_NOT_SUCCESS : null;
            }
        };
    }

    /** Whether something newer has been asked for, whatever became of it; what has been dropped or removed is nothing. */
    private boolean isStale(long id) {
        Known task = task(id);
        return tasks.entrySet().stream()
                .anyMatch(other -> other.getKey() > id
                        && other.getValue().status != null
                        && other.getValue().page.equals(task.page)
                        && other.getValue().stream.equals(task.stream));
    }

    private void cleanup() {
        done.add("cleanup");
        List<Known> removed = new ArrayList<>();
        for (Known task : tasks.values()) {
            if (task.status != null
                    && !task.status.isOpen()
                    && tasks.values().stream()
                            .noneMatch(other -> other.status != null
                                    && other.status.isOpen()
                                    && other.page.equals(task.page)
                                    && other.stream.equals(task.stream))) {
                removed.add(task);
            }
        }
        assertThat(entail.tasks().cleanup()).containsEntry("Page.digest", removed.size());
        removed.forEach(task -> task.status = null);
    }

    /** The stored value is always the result of the newest request that has been applied. */
    private void compare() {
        Map<RecordId, @Nullable Object> stored = new HashMap<>();
        entail.query(Digests.PAGE).select("digest").list().forEach(row -> stored.put(row.id(), row.get("digest")));
        Map<RecordId, @Nullable Object> expected = new HashMap<>();
        pages.forEach((page, value) -> expected.put(page, value.digest));
        assertThat(stored).isEqualTo(expected);
    }

    private Expected page(RecordId id) {
        return Objects.requireNonNull(pages.get(id));
    }

    private Known task(long id) {
        return Objects.requireNonNull(tasks.get(id));
    }

    private @Nullable RecordId anyPage() {
        return any(List.copyOf(pages.keySet()));
    }

    private @Nullable Long anyTask() {
        List<Long> all = List.copyOf(tasks.keySet());
        // Those at the end are more interesting.
        return any(all.subList(Math.max(0, all.size() - 8), all.size()));
    }

    private <T> @Nullable T any(List<T> all) {
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }
}
