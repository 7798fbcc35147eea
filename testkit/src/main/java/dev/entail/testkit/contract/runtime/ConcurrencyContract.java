package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many threads at once: no update is lost, none is doubled, and no conflict reaches the caller. */
abstract class ConcurrencyContract extends RuntimeGroup {
    private static final int THREADS = 8;
    private static final int LIKES_PER_THREAD = 500;
    private static final int POSTS = 20;
    private static final int USERS_PER_THREAD = LIKES_PER_THREAD / POSTS;

    @Test
    @DisplayName("T-TRX-21 8 threads with 500 likes each over 20 posts: counts equal the links, nobody is refused")
    final void likes() throws Exception {
        Entail entail = open(Blog.model());
        List<RecordId> users = new ArrayList<>();
        for (int i = 0; i < THREADS * USERS_PER_THREAD; i++) {
            users.add(Blog.user(entail, "u" + i));
        }
        List<RecordId> posts = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            posts.add(Blog.post(entail, "p" + i));
        }
        log(entail).clear();

        List<String> refusals = inParallel(thread -> {
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < LIKES_PER_THREAD; i++) {
                RecordId user = users.get(thread * USERS_PER_THREAD + i / POSTS);
                DispatchResult result = Blog.like(entail, user, posts.get((i + thread) % POSTS));
                if (!result.isAccepted()) {
                    refused.add(result.refusal().toString());
                }
            }
            return refused;
        });

        assertThat(refusals).isEmpty();
        assertThat(entail.query(Blog.LIKE).count()).isEqualTo(THREADS * LIKES_PER_THREAD);
        assertThat(Blog.events(entail)).isEqualTo(THREADS * LIKES_PER_THREAD);
        for (RecordId post : posts) {
            assertThat(Blog.likes(entail, post)).isEqualTo(THREADS * USERS_PER_THREAD);
        }
    }

    @Test
    @DisplayName("STO-411 AGG-13 members of a view over several records leave it, whoever changes the last of these")
    final void viewOverOthers() throws Exception {
        Entity person = Entity.entity("Person", Property.text("name"));
        Entity task = Entity.entity("Task", Property.bool("open"));
        Relation tasks = Relation.oneToMany(person, "tasks", task, "owner");
        View busy = View.of("Busy", person, Match.exists("tasks", Match.eq("open", true)));
        Entail entail = open(Model.model("Busy")
                .facts(person, task, tasks, busy)
                .derive(Property.integer("busy"), Count.of(busy))
                .build());
        List<List<RecordId>> pairs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RecordId owner = entail.create(person, Draft.of("name", "p" + i));
            pairs.add(List.of(
                    entail.create(task, Draft.of("open", true).set("owner", owner)),
                    entail.create(task, Draft.of("open", true).set("owner", owner))));
        }
        assertThat(entail.global(Property.integer("busy"))).isEqualTo(5);
        for (List<RecordId> pair : pairs) {
            inParallel(thread -> {
                if (thread < 2) {
                    entail.update(task, pair.get(thread), Draft.of("open", false));
                }
                return List.of();
            });
        }
        assertThat(entail.query(busy).count()).isZero();
        assertThat(entail.global(Property.integer("busy"))).isZero();
    }

    @Test
    @DisplayName("STO-012 the same like from all threads at once is stored once")
    final void sameLike() throws Exception {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        List<String> outcomes = inParallel(thread -> {
            DispatchResult result = Blog.like(entail, ann, post);
            return List.of(result.isAccepted() ? "accepted" : result.refusal().code());
        });
        assertThat(outcomes).containsOnlyOnce("accepted").contains("UNIQUE_CONSTRAINT_VIOLATION");
        assertThat(Blog.likes(entail, post)).isEqualTo(1);
    }

    @Test
    @DisplayName("SUM-03 AGG-08 changes of items, of links and of chained sums at the same time do not lose anything")
    final void chainedSums() throws Exception {
        Entail entail = open(Shop.model());
        List<RecordId> customers = List.of(Shop.customer(entail), Shop.customer(entail));
        List<RecordId> products = List.of(Shop.product(entail, "a"), Shop.product(entail, "b"));
        List<String> refusals = inParallel(thread -> {
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                RecordId customer = customers.get((thread + i) % 2);
                RecordId product = products.get(i % 2);
                DispatchResult result = entail.dispatch(
                        Shop.PLACE_ORDER,
                        call -> call.by(customer).payload("items", List.of(Shop.item(product, 1, "0.1"))));
                if (!result.isAccepted()) {
                    refused.add(result.refusal().toString());
                }
            }
            return refused;
        });
        assertThat(refusals).isEmpty();
        assertThat(entail.query(Shop.ORDER).count()).isEqualTo(THREADS * 20L);
    }

    private static <T> List<T> inParallel(ThreadWork<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<List<T>>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(() -> work.run(thread));
            }
            List<T> results = new ArrayList<>();
            for (Future<List<T>> future : threads.invokeAll(tasks)) {
                results.addAll(future.get());
            }
            return results;
        }
    }

    /** What one of the threads does. */
    @FunctionalInterface
    private interface ThreadWork<T> {
        List<T> run(int thread);
    }
}
