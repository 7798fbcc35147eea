package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.core.computation.Link;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.testkit.jdbc.FaultInjectingDatabase;
import dev.entail.wiring.OpenModel;
import dev.entail.wiring.Replacements;
import dev.entail.wiring.Settings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A part of a transaction that fails is undone alone: in the database, in what waits in memory, in what was derived. */
abstract class AttemptContract extends RuntimeGroup {
    private static RecordId user(Writes writes, String name) {
        return writes.create(Blog.USER, Draft.of("name", name));
    }

    private boolean savepoints(Entail entail) {
        if (entail.getTransactionCapability().has(Capability.SAVEPOINTS)) {
            return true;
        }
        AtomicInteger calls = new AtomicInteger();
        EntailException refusal =
                failureOf(() -> entail.inTransaction(writes -> writes.attempt(calls::incrementAndGet)));
        assertThat(refusal.code()).isEqualTo("CAPABILITY_MISSING");
        assertThat(calls).hasValue(0);
        return false;
    }

    @Test
    @DisplayName("T-TRX-15 STO-609 T-243 what was written before and after a failed part stays, with everything that"
            + " follows from it; what the part wrote is gone")
    final void partOnly() {
        Entail entail = open(Blog.model());
        if (!savepoints(entail)) {
            return;
        }
        IllegalStateException mine = new IllegalStateException("mine");
        RecordId post = entail.inTransaction(writes -> {
            RecordId ann = user(writes, "Ann");
            RecordId hello = writes.create(Blog.POST, Draft.of("title", "Hello").set("author", ann));
            writes.link(Blog.LIKE, Link.between(ann, hello));
            assertThat(catchThrowable(() -> writes.attempt(() -> {
                        RecordId bob = user(writes, "Bob");
                        writes.link(Blog.LIKE, Link.between(bob, hello));
                        writes.create(Blog.POST, Draft.of("title", "Lost").set("author", ann));
                        writes.update(Blog.POST, hello, Draft.of("title", "Changed"));
                        assertThat(Blog.likes(entail, hello)).isEqualTo(2);
                        throw mine;
                    })))
                    .isSameAs(mine);
            assertThat(Blog.likes(entail, hello)).isEqualTo(1);
            RecordId cid = user(writes, "Cid");
            writes.link(Blog.LIKE, Link.between(cid, hello));
            return hello;
        });
        assertThat(Blog.likes(entail, post)).isEqualTo(2);
        assertThat(names(entail)).containsExactly("Ann", "Cid");
        assertThat(entail.query(Blog.POST).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("STO-610 T-269 after a unique violation in an attempt the transaction goes on, on every database")
    final void violation() {
        Entail entail = open(Blog.model());
        if (!savepoints(entail)) {
            return;
        }
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        entail.link(Blog.LIKE, Link.between(ann, post));
        entail.inTransaction(writes -> {
            user(writes, "Bob");
            assertThat(failureOf(() -> writes.attempt(() -> writes.link(Blog.LIKE, Link.between(ann, post))))
                            .code())
                    .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
            assertThat(writes.query(Blog.USER).count()).isEqualTo(2);
            return writes.link(Blog.LIKE, Link.between(user(writes, "Cid"), post));
        });
        assertThat(entail.query(Blog.USER).count()).isEqualTo(3);
        assertThat(Blog.likes(entail, post)).isEqualTo(2);
    }

    @Test
    @DisplayName("STO-610 a failure that a part swallows undoes the part all the same and comes out of the attempt")
    final void swallowedInside() {
        Entail entail = open(Blog.model());
        if (!savepoints(entail)) {
            return;
        }
        entail.inTransaction(writes -> {
            user(writes, "Ann");
            EntailException failure = failureOf(() -> writes.attempt(() -> {
                user(writes, "Bob");
                assertThat(failureOf(() ->
                                        user(writes, "Bob").equals(writes.create(Blog.USER, Draft.of("unheardOf", 1))))
                                .code())
                        .isEqualTo("UNKNOWN_NAME");
                return true;
            }));
            assertThat(failure.code()).isEqualTo("UNKNOWN_NAME");
            return user(writes, "Cid");
        });
        assertThat(names(entail)).containsExactly("Ann", "Cid");
    }

    @Test
    @DisplayName("STO-609 attempts in attempts: the inner one fails alone, and goes with the outer one")
    final void nested() {
        Entail entail = open(Blog.model());
        if (!savepoints(entail)) {
            return;
        }
        RecordId post = Blog.post(entail, "Hello");
        entail.inTransaction(writes -> {
            writes.attempt(() -> {
                writes.link(Blog.LIKE, Link.between(user(writes, "Ann"), post));
                failing(writes, () -> writes.link(Blog.LIKE, Link.between(user(writes, "Bob"), post)));
                return writes.attempt(() -> writes.link(Blog.LIKE, Link.between(user(writes, "Cid"), post)));
            });
            return failing(
                    writes,
                    () -> writes.attempt(() -> writes.link(Blog.LIKE, Link.between(user(writes, "Dan"), post))));
        });
        assertThat(Blog.likes(entail, post)).isEqualTo(2);
        assertThat(names(entail)).containsExactly("Ann", "Cid");
    }

    /** Does something in an attempt that fails afterwards. */
    private static boolean failing(Writes writes, Runnable work) {
        assertThat(catchThrowable(() -> writes.attempt(() -> {
                    work.run();
                    throw new IllegalStateException("mine");
                })))
                .hasMessage("mine");
        return true;
    }

    @Test
    @DisplayName("STO-510 STO-609 ids are unique, also where a failed part takes the reservation of its ids back")
    final void ids() {
        Entail entail = open(Blog.model());
        if (!savepoints(entail)) {
            return;
        }
        entail.inTransaction(writes -> {
            user(writes, "first");
            failing(writes, () -> {
                for (int i = 0; i < 300; i++) {
                    user(writes, "lost");
                }
            });
            for (int i = 0; i < 300; i++) {
                user(writes, "kept");
            }
            return true;
        });
        for (int i = 0; i < 300; i++) {
            Blog.user(entail, "later");
        }
        assertThat(entail.query(Blog.USER).count()).isEqualTo(601);
    }

    @Test
    @DisplayName(
            "T-TRX-19 STO-609 T-243 effects are cut back to what they were before the part, increments that wait among"
                    + " them")
    final void effects() {
        FaultInjectingDatabase database =
                new FaultInjectingDatabase(test().fresh().open());
        OpenModel open = OpenModel.wire(
                Blog.model(), database, Settings.DEFAULT, List.of(), List.of(), List.of(), Replacements.none());
        if (!database.getTransactionCapability().has(Capability.SAVEPOINTS)) {
            return;
        }
        TransactionOptions options = TransactionOptions.DEFAULT;
        RecordId post = open.controller()
                .write(options, propagation -> propagation.session().create("Post", Draft.of("title", "Hello")))
                .value();
        List<Effect> effects = open.controller()
                .write(options, propagation -> {
                    RecordId ann = propagation.session().create("User", Draft.of("name", "Ann"));
                    propagation.session().link(Blog.LIKE, ann, post, Draft.empty());
                    assertThat(catchThrowable(() -> propagation.transaction().attempt(() -> {
                                RecordId bob = propagation.session().create("User", Draft.of("name", "Bob"));
                                propagation.session().link(Blog.LIKE, bob, post, Draft.empty());
                                propagation.session().update("User", List.of(ann), Draft.of("name", "Changed"));
                                throw new IllegalStateException("mine");
                            })))
                            .hasMessage("mine");
                    RecordId cid = propagation.session().create("User", Draft.of("name", "Cid"));
                    propagation.session().link(Blog.LIKE, cid, post, Draft.empty());
                    return cid;
                })
                .effects();
        assertThat(effects.toString()).contains("Ann", "Cid").doesNotContain("Bob", "Changed");
        assertThat(effects).extracting(Effect::index).doesNotHaveDuplicates().isSorted();
        assertThat(effects.toString()).contains("delta=2");
    }

    @Test
    @DisplayName(
            "RTY-03 STO-610 a conflict inside an attempt lets the whole transaction run again, whoever swallows it")
    final void conflictInside() {
        FaultInjectingDatabase database =
                new FaultInjectingDatabase(test().fresh().open());
        try (Entail entail = Entail.with(Blog.model()).open(database)) {
            if (!savepoints(entail)) {
                return;
            }
            Blog.user(entail, "Zoe");
            AtomicInteger runs = new AtomicInteger();
            entail.inTransaction(writes -> {
                int run = runs.incrementAndGet();
                user(writes, "Ann " + run);
                try {
                    writes.attempt(() -> {
                        if (run == 1) {
                            database.faults().failBefore(1, () -> new SQLException("injected", "40001"));
                        }
                        return user(writes, "Bob " + run);
                    });
                } catch (EntailException e) {
                    assertThat(run).isEqualTo(1);
                }
                return user(writes, "Cid " + run);
            });
            assertThat(runs).hasValue(2);
            assertThat(names(entail)).containsExactly("Ann 2", "Bob 2", "Cid 2", "Zoe");
        }
    }

    @Test
    @DisplayName("T-245 two transactions with attempts at the same time are independent of each other")
    final void concurrent() throws Exception {
        Entail entail = open(Blog.model());
        if (!savepoints(entail)) {
            return;
        }
        boolean together = entail.getTransactionCapability().has(Capability.CONCURRENT_WRITERS);
        CyclicBarrier barrier = new CyclicBarrier(together ? 2 : 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (String name : List.of("Ann", "Bob")) {
                all.add(threads.submit(() -> entail.inTransaction(writes -> {
                    user(writes, name);
                    return failing(writes, () -> {
                        user(writes, name + " lost");
                        meet(barrier);
                    });
                })));
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(names(entail)).containsExactly("Ann", "Bob");
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the other transaction did not come", e);
        }
    }

    @Test
    @DisplayName("T-244 STO-604 an attempt after the end or from another thread is a clear error")
    final void misuse() {
        Entail entail = open(Blog.model());
        List<Writes> kept = new ArrayList<>();
        entail.inTransaction(kept::add);
        assertThat(failureOf(() -> kept.getFirst().attempt(() -> true)).code()).isEqualTo("TRANSACTION_MISUSED");
        Throwable elsewhere = catchThrowable(() -> entail.inTransaction(writes ->
                CompletableFuture.supplyAsync(() -> writes.attempt(() -> true)).join()));
        assertThat(elsewhere).hasRootCauseInstanceOf(EntailException.class);
        assertThat(elsewhere.getCause()).hasFieldOrPropertyWithValue("code", "TRANSACTION_MISUSED");
    }

    @Test
    @DisplayName("STO-610 a write that failed before an attempt dooms the transaction, and no attempt begins in it")
    final void doomedBefore() {
        Entail entail = open(Blog.model());
        if (!savepoints(entail)) {
            return;
        }
        AtomicInteger calls = new AtomicInteger();
        EntailException failure = failureOf(() -> entail.inTransaction(writes -> {
            assertThat(failureOf(() -> writes.create(Blog.USER, Draft.of("unheardOf", 1))))
                    .isNotNull();
            assertThat(failureOf(() -> writes.attempt(calls::incrementAndGet)).code())
                    .isEqualTo("UNKNOWN_NAME");
            return true;
        }));
        assertThat(failure.code()).isEqualTo("UNKNOWN_NAME");
        assertThat(calls).hasValue(0);
    }

    /** The names of all users, in order. */
    private static List<String> names(Entail entail) {
        return entail.query(Blog.USER).select("name").list().stream()
                .map(row -> row.text("name"))
                .sorted()
                .toList();
    }
}
