package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.entail.Entail;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Request;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.async.Task;
import dev.entail.runtime.async.TaskOutcome;
import dev.entail.runtime.async.TaskOutcome.Reason;
import dev.entail.runtime.async.TaskPlace;
import dev.entail.runtime.async.Worker;
import dev.entail.runtime.sideeffect.SideEffect;
import dev.entail.storage.task.TaskStatus;
import dev.entail.testkit.history.FuzzOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values that somebody works out elsewhere, later: what is asked for, and what becomes of results. */
abstract class AsyncContract extends AsyncGroup {
    private static final int HISTORIES = 200;

    @Test
    @DisplayName(
            "T-ASY-01 ASY-08 ASY-11 a value stays until its result is applied; then all follows that depends on it")
    final void property() {
        Entail entail = opened();
        RecordId site = entail.create(Digests.SITE, Draft.of("name", "s"));
        RecordId page = entail.create(Digests.PAGE, Draft.of("url", "a").set("site", site));
        Task task = Digests.task(entail, page);
        assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
        assertThat(task.args()).containsExactly(Map.entry("url", "a"));
        assertThat(task.createdAt()).isEqualTo(now.get());
        assertThat(Digests.of(entail, page)).isNull();
        assertThat(entail.global(Digests.DIGESTED)).isZero();

        assertThat(entail.tasks().succeed(task.id(), "x")).isTrue();
        assertThat(Digests.of(entail, page)).isNull();
        assertThat(entail.tasks().handle(task.id()))
                .isInstanceOfSatisfying(
                        TaskOutcome.Applied.class,
                        done -> assertThat(Events.of(done.effects()))
                                .contains("update Page [digest, length]", "update Site [length]"));

        assertThat(Digests.of(entail, page)).isEqualTo("x at a");
        assertThat(length(entail, site)).isEqualTo(6);
        assertThat(entail.global(Digests.DIGESTED)).isEqualTo(1);
        assertThat(entail.tasks().find(task.id()).orElseThrow().status()).isEqualTo(TaskStatus.APPLIED);
        RecordId local = page(entail, "local:b");
        assertThat(Digests.of(entail, local)).isEqualTo("nothing at local:b");
        assertThat(page(entail, null)).isNotNull();
        assertThat(pending(entail, Digests.OF_PAGE)).isEmpty();
    }

    @Test
    @DisplayName("T-ASY-02 a global value: a task for each change, with what there was then; only the newest counts")
    final void global() {
        Entail entail = opened();
        for (long price : List.of(100L, 200L, 300L)) {
            entail.create(Digests.PRODUCT, Draft.of("price", price));
        }
        List<Task> tasks = pending(entail, Digests.OF_SHOP);
        assertThat(tasks).extracting(task -> task.arg("count")).containsExactly(1L, 2L, 3L);
        assertThat(tasks).extracting(task -> task.arg("total")).containsExactly(100L, 300L, 600L);
        assertThat(entail.global(Digests.ADVICE)).isNull();
        assertThat(finish(entail, tasks.get(2), 17).isApplied()).isTrue();
        assertThat(finish(entail, tasks.get(0), 1)).isEqualTo(skipped(Reason.STALE_TASK));
        assertThat(entail.global(Digests.ADVICE)).isEqualTo(17);
    }

    @Test
    @DisplayName("T-ASY-05 ASY-09 a task that is handled twice, also at once, is applied once")
    final void twice() throws Exception {
        Entail entail = opened();
        Task first = Digests.task(entail, page(entail, "a"));
        assertThat(finish(entail, first, "x").isApplied()).isTrue();
        assertThat(entail.tasks().handle(first.id())).isEqualTo(skipped(Reason.ALREADY_HANDLED));
        for (int round = 0; round < 5; round++) {
            Task task = Digests.task(entail, page(entail, "b"));
            entail.tasks().succeed(task.id(), "y");
            List<TaskOutcome> outcomes = inParallel(4, () -> entail.tasks().handle(task.id()));
            assertThat(outcomes).filteredOn(TaskOutcome::isApplied).hasSize(1);
            assertThat(outcomes).filteredOn(each -> !each.isApplied()).containsOnly(skipped(Reason.ALREADY_HANDLED));
            assertThat(Digests.of(entail, task.record())).isEqualTo("y at b");
        }
    }

    @Test
    @DisplayName("T-ASY-06 ASY-06 ASY-07 a result is not looked at when something newer has been asked for")
    final void stale() {
        Entail entail = opened();
        RecordId page = page(entail, "a");
        Task old = Digests.task(entail, page);
        move(entail, page, "b");
        Task newer = Digests.task(entail, page);
        assertThat(newer.id()).isGreaterThan(old.id());
        assertThat(finish(entail, newer, "y").isApplied()).isTrue();
        int before = digests.applied.get();
        assertThat(finish(entail, old, "poison")).isEqualTo(skipped(Reason.STALE_TASK));
        assertThat(digests.applied).hasValue(before);
        assertThat(Digests.of(entail, page)).isEqualTo("y at b");
        move(entail, page, "c");
        Task third = Digests.task(entail, page);
        move(entail, page, "d");
        assertThat(entail.tasks().handle(third.id())).isEqualTo(skipped(Reason.STALE_TASK));
        assertThat(entail.tasks().succeed(third.id(), "z")).isFalse();
    }

    @Test
    @DisplayName("T-ASY-07 ASY-13 the result for a record that is gone is skipped")
    final void orphaned() {
        Entail entail = opened();
        RecordId page = page(entail, "a");
        Task task = Digests.task(entail, page);
        entail.delete(Digests.PAGE, page);
        assertThat(finish(entail, task, "x")).isEqualTo(skipped(Reason.ORPHANED_RECORD));
        assertThat(entail.tasks().handle(task.id())).isEqualTo(skipped(Reason.ALREADY_HANDLED));
    }

    @Test
    @DisplayName("T-ASY-08 ASY-12 a value that is there at once drops what was asked for before, of this record alone")
    final void override() {
        Entail entail = opened();
        RecordId page = page(entail, "a");
        RecordId other = page(entail, "o");
        Task plain = Digests.task(entail, page);
        entail.update(Digests.PAGE, page, Draft.of("stream", "s"));
        Task keyed = Digests.task(entail, page);
        assertThat(keyed.freshnessKey()).isEqualTo("s");
        assertThat(entail.tasks().succeed(keyed.id(), "x")).isTrue();
        entail.update(Digests.PAGE, page, Draft.of("url", "b").set("stream", "t"));
        Task failed = Digests.task(entail, page);
        assertThat(entail.tasks().fail(failed.id(), "no")).isTrue();

        move(entail, page, "local:c");

        assertThat(entail.tasks().succeed(plain.id(), "late")).isFalse();
        assertThat(entail.tasks().retry(failed.id())).isFalse();
        assertThat(entail.tasks().handle(keyed.id())).isEqualTo(skipped(Reason.MISSING_TASK));
        assertThat(Digests.of(entail, page)).isEqualTo("nothing at local:c");
        assertThat(pending(entail, Digests.OF_PAGE)).extracting(Task::record).containsExactly(other);
    }

    @Test
    @DisplayName("T-ASY-09 ASY-04 tasks under different freshness keys do not make each other stale")
    final void keys() {
        Entail entail = opened();
        RecordId page = entail.create(Digests.PAGE, Draft.of("url", "a").set("stream", "s"));
        Task first = Digests.task(entail, page);
        entail.update(Digests.PAGE, page, Draft.of("url", "b").set("stream", "t"));
        Task second = Digests.task(entail, page);
        RecordId other = entail.create(Digests.PAGE, Draft.of("url", "o").set("stream", "s"));
        assertThat(finish(entail, second, "y").isApplied()).isTrue();
        assertThat(finish(entail, first, "x").isApplied()).isTrue();
        assertThat(Digests.of(entail, page)).isEqualTo("x at a");
        assertThat(finish(entail, Digests.task(entail, other), "z").isApplied()).isTrue();
    }

    @Test
    @DisplayName("T-ASY-11 ASY-09 a result is applied at SERIALIZABLE from the beginning, unless it is said to be safe"
            + " without")
    final void isolation() {
        Entail entail = opened();
        Entail safe = open(digests.model(async -> async.atomicSafe(), Digests.DIGEST));
        for (Entail each : List.of(entail, safe)) {
            Task task = Digests.task(each, page(each, "a"));
            assertThat(each.tasks().handle(task.id())).isEqualTo(skipped(Reason.TASK_NOT_SUCCESS));
            assertThat(each.tasks().handle(task.id() + 1000)).isEqualTo(skipped(Reason.MISSING_TASK));
            each.tasks().succeed(task.id(), "poison");
            EntailException failure = failureOf(() -> each.tasks().handle(task.id()));
            assertThat(failure.code()).isEqualTo("CALLBACK_FAILED");
            assertThat(failure.details())
                    .containsEntry("isolation", each == safe ? "READ_COMMITTED" : "SERIALIZABLE")
                    .containsEntry("attempts", 1);
            assertThat(each.tasks().find(task.id()).orElseThrow().status()).isEqualTo(TaskStatus.SUCCESS);
        }
    }

    @Test
    @DisplayName("ASY-15 a transaction that is rolled back, or a part of it, leaves no task")
    final void rollback() {
        Entail entail = opened();
        assertThat(catchThrowable(() -> entail.inTransaction(writes -> {
                    writes.create(Digests.PAGE, Draft.of("url", "a"));
                    assertThat(writes.query(Digests.PAGE).count()).isEqualTo(1);
                    throw new IllegalStateException("no");
                })))
                .isNotNull();
        entail.inTransaction(writes -> {
            writes.create(Digests.PAGE, Draft.of("url", "b"));
            return catchThrowable(() -> writes.attempt(() -> {
                writes.create(Digests.PAGE, Draft.of("url", "c"));
                writes.query(Digests.PAGE).count();
                throw new IllegalStateException("no");
            }));
        });
        assertThat(pending(entail, Digests.OF_PAGE))
                .extracting(task -> task.arg("url"))
                .containsExactly("b");
    }

    @Test
    @DisplayName("ASY-08 what follows from a result may be asked for in its turn; side effects hear of results")
    final void chain() {
        List<String> heard = new ArrayList<>();
        Model model = Model.model("Chain")
                .facts(Digests.PAGE)
                .derive(
                        Digests.PAGE,
                        Digests.DIGEST,
                        Custom.reading("url").requesting(page -> Request.of("of", page.get("url"))))
                .derive(
                        Digests.PAGE,
                        Property.text("title"),
                        Custom.reading("digest")
                                .requesting(page -> page.get("digest") == null
                                        ? Request.none()
                                        : Request.of("of", page.get("digest")))
                                .atomicSafe())
                .build();
        Entail entail = open(
                model,
                how -> with(how, Worker.of(Digests.OF_PAGE, task -> task.arg("of") + "!"))
                        .worker(Worker.of(new TaskPlace("Page.title"), task -> task.arg("of") + "?"))
                        .sideEffect(SideEffect.sideEffect(
                                "log", Digests.PAGE, effect -> heard.addAll(Events.of(List.of(effect))))));
        RecordId page = page(entail, "a");
        assertThat(entail.work().applied()).isEqualTo(1);
        assertThat(entail.work().applied()).isEqualTo(1);
        assertThat(entail.query(Digests.PAGE)
                        .select("title")
                        .byId(page)
                        .orElseThrow()
                        .text("title"))
                .isEqualTo("a!?");
        assertThat(heard).containsExactly("update Page [digest]", "update Page [title]");
    }

    @Test
    @DisplayName("ASY-01 T-ASY-07 values of links are worked out as those of records, whatever holds the links")
    final void links() {
        Entity person = Entity.entity("Person", Property.text("name"));
        for (Relation relation : List.of(
                Relation.manyToMany(person, "friends", person, "friendOf").with(Property.text("since")),
                Relation.manyToOne(person, "boss", person, "staff").with(Property.text("since")))) {
            Property<String> opinion = Property.text("opinion");
            Entail entail = open(Model.model("Links")
                    .facts(person, relation)
                    .derive(
                            relation,
                            opinion,
                            Custom.reading("since", "source.name")
                                    .requesting(link ->
                                            Request.of("of", link.row("source").get("name"))))
                    .build());
            TaskPlace place = TaskPlace.of(relation, opinion);
            RecordId ann = entail.create(person, Draft.of("name", "Ann"));
            RecordId bob = entail.create(person, Draft.of("name", "Bob"));
            RecordId link = entail.link(relation, Link.between(ann, bob));
            Task task = pending(entail, place).get(0);
            assertThat(task.args()).containsExactly(Map.entry("of", "Ann"));
            assertThat(task.record()).isEqualTo(link);
            assertThat(finish(entail, task, "x").isApplied()).isTrue();
            assertThat(entail.query(relation)
                            .select("opinion")
                            .byId(link)
                            .orElseThrow()
                            .text("opinion"))
                    .isEqualTo("x");
            entail.update(person, ann, Draft.of("name", "Eve"));
            Task newer = pending(entail, place).get(0);
            entail.unlink(relation, ann, bob);
            assertThat(finish(entail, newer, "y")).isEqualTo(skipped(Reason.ORPHANED_RECORD));
        }
    }

    @Test
    @DisplayName("ASY-01 only results change the value; it may have a default until the first one")
    final void protection() {
        var withDefault = Digests.DIGEST.defaultTo("none yet");
        Entail entail = open(digests.model(async -> async, withDefault));
        RecordId page = page(entail, "a");
        assertThat(Digests.of(entail, page)).isEqualTo("none yet");
        assertThat(failureOf(() -> entail.update(Digests.PAGE, page, Draft.of("digest", "mine")))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.setGlobal(Digests.ADVICE, 1L)).code()).isEqualTo("WRITE_INVALID");
        finish(entail, Digests.task(entail, page), null);
        assertThat(Digests.of(entail, page)).isEqualTo("null at a");
        assertThat(entail.rebuild(Digests.PAGE, Digests.DIGEST).looked()).isZero();
    }

    @Test
    @DisplayName("T-ORA-03 whatever happens in whichever order, a value is the result of the newest request that was"
            + " applied")
    final void histories() {
        Entail entail = opened();
        long seed = FuzzOptions.standard().seed();
        for (int i = 0; i < HISTORIES; i++) {
            new AsyncHistory(entail, seed * HISTORIES + i).run();
        }
    }

    private static <T> List<T> inParallel(int count, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(Collections.nCopies(count, work))) {
                results.add(each.get());
            }
            return results;
        }
    }
}
