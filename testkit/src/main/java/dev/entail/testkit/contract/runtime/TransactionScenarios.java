package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.testkit.jdbc.InterceptedDatabase;
import dev.entail.testkit.jdbc.JdbcCall;
import dev.entail.testkit.jdbc.JdbcInterceptor;
import dev.entail.wiring.Settings;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of dispatches and transactions, number by number. */
abstract class TransactionScenarios extends RuntimeGroup {
    private static final Entity COUNTER =
            entity("Counter", text("name"), integer("n").defaultTo(0L), integer("hits"));
    private static final Property<Long> TOTAL = integer("total");

    private static Model counters() {
        return Model.model("Counters")
                .facts(COUNTER)
                .derive(TOTAL, Summation.of(COUNTER, "n"))
                .build();
    }

    private static long n(Entail entail, RecordId id) {
        return entail.query(COUNTER).select("n").byId(id).orElseThrow().integer("n");
    }

    private static <T> List<T> run(int threads, Collection<? extends Callable<T>> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<T> each : pool.invokeAll(work)) {
                results.add(each.get());
            }
        }
        return results;
    }

    @Test
    @DisplayName("T-DSP-04 an interaction whose condition asks for credit is refused to who has none: no event of it")
    final void credits() {
        Entity user = entity("User", integer("credits"));
        Condition credit = Condition.condition("credit", call -> {
            Query rich = Query.of("User").where(Match.and(Match.eq("id", call.actor()), Match.gt("credits", 0L)));
            return Decision.allowIf(call.records().exists(rich), "NO_CREDIT", "There is no credit left");
        });
        Interaction spend = Interaction.interaction("Spend").require(credit);
        Entail entail = open(Model.model("Credits").facts(user).events(spend).build());
        RecordId poor = entail.create(user, Draft.of("credits", 0));
        RecordId rich = entail.create(user, Draft.of("credits", 1));
        assertThat(entail.dispatch(spend, call -> call.by(poor)).refusal().code())
                .isEqualTo("NO_CREDIT");
        assertThat(entail.query(spend.eventEntity())
                        .where(Match.eq("interactionName", "Spend"))
                        .count())
                .isZero();
        assertThat(entail.dispatch(spend, call -> call.by(rich)).isAccepted()).isTrue();
        assertThat(entail.query(spend.eventEntity()).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-DSP-14 a database whose transactions do nothing is found out: a refused dispatch leaves rows")
    final void pretended() {
        CustomSource source = Till.source("Book").resolve(hook -> {
            hook.records().create(Till.NOTE, Draft.of("text", "before-error"));
            hook.records().count(Query.of("Note"));
            throw new IllegalStateException("oops");
        });
        JdbcInterceptor pretender = (call, action) -> call.kind() == JdbcCall.Kind.AUTO_COMMIT
                                && call.sql().toString().contains("off")
                        || call.kind() == JdbcCall.Kind.COMMIT
                        || call.kind() == JdbcCall.Kind.ROLLBACK
                ? null
                : action.proceed();
        try (Entail leaking = Entail.with(Till.model(source))
                .open(new InterceptedDatabase(test().fresh().open(), pretender))) {
            assertThat(Till.book(leaking, source, 1).isAccepted()).isFalse();
            assertThat(Till.isEmpty(leaking)).as("what T-DSP-07 asks for").isFalse();
        }
        Entail sound = open(Till.model(source));
        assertThat(Till.book(sound, source, 1).isAccepted()).isFalse();
        assertThat(Till.isEmpty(sound)).isTrue();
    }

    @Test
    @DisplayName("T-TRX-11 CAP-02 what the databases offer (differs: MySQL and H2 have transactions, SQLite asks for"
            + " savepoints as well); who does not keep many processes apart says so in its notes")
    final void capabilities() {
        Set<Capability> offered = test().database().getTransactionCapability().capabilities();
        List<String> notes = test().database().getTransactionCapability().notes();
        assertThat(offered).contains(Capability.TRANSACTIONS, Capability.SERIALIZABLE, Capability.SAVEPOINTS);
        switch (test().product().orElseThrow()) {
            case POSTGRES ->
                assertThat(offered)
                        .contains(
                                Capability.SERIALIZABLE_BY_DATABASE,
                                Capability.CONCURRENT_WRITERS,
                                Capability.MANY_PROCESSES,
                                Capability.PARTIAL_INDEXES)
                        .doesNotContain(Capability.FAILED_STATEMENTS_FORGIVEN);
            case MYSQL ->
                assertThat(offered)
                        .contains(Capability.SERIALIZABLE_BY_DATABASE, Capability.MANY_PROCESSES)
                        .doesNotContain(
                                Capability.PARTIAL_INDEXES, Capability.TRANSACTIONAL_DDL, Capability.UPDATE_RETURNING);
            case H2 -> {
                assertThat(offered)
                        .contains(Capability.CONCURRENT_WRITERS)
                        .doesNotContain(Capability.SERIALIZABLE_BY_DATABASE, Capability.MANY_PROCESSES);
                assertThat(notes).anyMatch(note -> note.contains("those of other processes are not kept apart"));
            }
            case SQLITE -> {
                assertThat(offered)
                        .contains(Capability.SERIALIZABLE_BY_DATABASE, Capability.PARTIAL_INDEXES)
                        .doesNotContain(Capability.ROW_LOCKS, Capability.CONCURRENT_WRITERS, Capability.MANY_PROCESSES);
                assertThat(notes).anyMatch(note -> note.contains("process"));
            }
        }
    }

    @Test
    @DisplayName("T-TRX-14 a dispatch with reads, hooks and derived values has one connection from its beginning to its"
            + " end, and gives it back, also after a failure")
    final void oneConnection() {
        Set<Connection> used = Collections.newSetFromMap(new IdentityHashMap<>());
        AtomicInteger taken = new AtomicInteger();
        JdbcInterceptor watch = (call, action) -> {
            if (call.kind() == JdbcCall.Kind.OPEN) {
                taken.incrementAndGet();
            } else if (call.connection() != null) {
                used.add(call.connection());
            }
            return action.proceed();
        };
        CustomSource source = Till.source("Book")
                .guard(hook -> hook.reader().count(Query.of("Note")))
                .resolve(hook -> {
                    hook.records().create(Till.NOTE, Draft.of("text", "x"));
                    return hook.records().global(Till.TOTAL);
                })
                .afterDispatch(hook -> Map.of("notes", hook.records().count(Query.of("Note"))));
        try (Entail entail = Entail.with(Till.model(source))
                .open(new InterceptedDatabase(test().fresh().open(), watch))) {
            for (long amount : new long[] {4, Till.UNLUCKY, 5}) {
                used.clear();
                taken.set(0);
                assertThat(Till.book(entail, source, amount).isAccepted()).isEqualTo(amount != Till.UNLUCKY);
                assertThat(taken).as("taken from the pool for %s", amount).hasValue(1);
                assertThat(used).hasSize(1);
            }
            assertThat(Till.total(entail)).isEqualTo(9);
        }
    }

    @Test
    @DisplayName("T-TRX-15 T-TRX-16 a transaction inside a transaction is refused, whatever its isolation; a part that"
            + " fails is undone alone by attempt, uncaught everything goes (differs: nothing is reused)")
    final void nested() {
        Entail entail = open(counters());
        for (IsolationLevel level : IsolationLevel.values()) {
            EntailException refused = failureOf(() -> entail.inTransaction(outer -> {
                outer.create(COUNTER, Draft.of("name", "outer"));
                return entail.inTransaction(level, inner -> inner.create(COUNTER, Draft.of("name", "inner")));
            }));
            assertThat(refused.code()).isEqualTo("TRANSACTION_MISUSED");
        }
        assertThat(entail.query(COUNTER).count()).isZero();
        entail.inTransaction(writes -> {
            writes.create(COUNTER, Draft.of("n", 1));
            assertThat(catchThrowableOfType(
                            IllegalStateException.class,
                            () -> writes.attempt(() -> {
                                writes.create(COUNTER, Draft.of("n", 10));
                                throw new IllegalStateException("inner");
                            })))
                    .isNotNull();
            return true;
        });
        assertThat(entail.global(TOTAL)).isEqualTo(1);
        assertThat(catchThrowableOfType(
                        IllegalStateException.class,
                        () -> entail.inTransaction(writes -> {
                            writes.create(COUNTER, Draft.of("n", 1));
                            return writes.attempt(() -> {
                                throw new IllegalStateException("inner");
                            });
                        })))
                .hasMessage("inner");
        assertThat(entail.global(TOTAL)).isEqualTo(1);
    }

    @Test
    @DisplayName("T-TRX-16 T-TRX-09 SERIALIZABLE that turns out to be needed begins the whole work anew at that level")
    final void promoted() {
        Entail entail = open(counters());
        List<String> seen = new ArrayList<>();
        entail.inTransaction(writes -> {
            seen.add("begun");
            writes.create(COUNTER, Draft.of("n", 1));
            writes.requireSerializable();
            seen.add("serializable");
            return true;
        });
        assertThat(seen).containsExactly("begun", "begun", "serializable");
        assertThat(entail.global(TOTAL)).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "T-TRX-19 a list of effects holds what was committed only: a throw in the middle of a batch gives none,"
                    + " in an attempt those from before")
    final void truncated() {
        Entail entail = open(counters());
        List<Draft> batch = List.of(Draft.of("n", 1), Draft.of("n", 2), Draft.of("n", "no number"), Draft.of("n", 4));
        Consumer<Writes> failing = writes -> writes.createAll(COUNTER, batch);
        assertThat(failureOf(() -> entail.effects(failing)).code()).isEqualTo("VALUE_MISMATCH");
        assertThat(entail.query(COUNTER).count()).isZero();
        assertThat(Events.of(entail.effects(writes -> {
                    writes.create(COUNTER, Draft.of("n", 8));
                    assertThat(failureOf(() -> writes.attempt(() -> writes.createAll(COUNTER, batch))))
                            .isNotNull();
                    writes.create(COUNTER, Draft.of("n", 9));
                })))
                .containsExactly("create Counter", "create Counter", "update _Dictionary_ [total]");
        assertThat(entail.global(TOTAL)).isEqualTo(17);
    }

    @Test
    @DisplayName("T-TRX-20 direct writes are followed: 10, updated to 12, and 3 make 15")
    final void direct() {
        Entail entail = open(counters());
        RecordId first = entail.create(COUNTER, Draft.of("n", 10));
        entail.update(COUNTER, first, Draft.of("n", 12));
        entail.create(COUNTER, Draft.of("n", 3));
        assertThat(entail.global(TOTAL)).isEqualTo(15);
    }

    @Test
    @DisplayName("T-TRX-22 of two that read and write one row at SERIALIZABLE none is lost, and of two that lock two"
            + " rows crosswise both come through; who was in the way of the other ran again")
    final void crosswise() throws Exception {
        Entail entail = open(
                counters(),
                how -> how.settings(new Settings(new RetryPolicy(10, List.of(Duration.ofMillis(5))), 1000)));
        boolean parallel = entail.getTransactionCapability().has(Capability.SERIALIZABLE_BY_DATABASE)
                && entail.getTransactionCapability().has(Capability.CONCURRENT_WRITERS);
        RecordId one = entail.create(COUNTER, Draft.of("name", "one"));
        RecordId two = entail.create(COUNTER, Draft.of("name", "two"));
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch bothRead = new CountDownLatch(parallel ? 2 : 1);
        Callable<Boolean> increment = () -> entail.inTransaction(IsolationLevel.SERIALIZABLE, writes -> {
            attempts.incrementAndGet();
            long before =
                    writes.query(COUNTER).select("n").byId(one).orElseThrow().integer("n");
            await(bothRead);
            return writes.update(COUNTER, one, Draft.of("n", before + 1));
        });
        run(2, List.of(increment, increment));
        assertThat(n(entail, one)).isEqualTo(2);
        assertThat(attempts.get()).isGreaterThanOrEqualTo(parallel ? 3 : 2);

        boolean crossing = entail.getTransactionCapability().has(Capability.ROW_LOCKS);
        attempts.set(0);
        CountDownLatch bothLocked = new CountDownLatch(crossing ? 2 : 1);
        run(
                2,
                List.of(
                        crossing(entail, attempts, bothLocked, one, two),
                        crossing(entail, attempts, bothLocked, two, one)));
        assertThat(entail.query(COUNTER).select("hits").list())
                .extracting(row -> row.integer("hits"))
                .containsExactly(2L, 2L);
        assertThat(attempts.get()).isGreaterThanOrEqualTo(crossing ? 3 : 2);
    }

    private static Callable<Boolean> crossing(
            Entail entail, AtomicInteger attempts, CountDownLatch both, RecordId first, RecordId second) {
        return () -> entail.inTransaction(writes -> {
            attempts.incrementAndGet();
            writes.atomic().increment(COUNTER, first, integer("hits"), 1L);
            await(both);
            writes.atomic().increment(COUNTER, second, integer("hits"), 1L);
            return true;
        });
    }

    /** Waits until the other one is as far; in further attempts there is nobody to wait for. */
    private static void await(CountDownLatch latch) {
        latch.countDown();
        try {
            latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("T-TRX-23 ids begin at 1, go on after one that was given, and are distinct among 50 concurrent records"
            + " and 30 concurrent links (differs: there is no older table of counters)")
    final void ids() throws Exception {
        Entail entail = open(Blog.model());
        List<Callable<RecordId>> users = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "u" + i;
            users.add(() -> entail.create(Blog.USER, Draft.of("name", name)));
        }
        List<RecordId> created = run(8, users);
        assertThat(created).hasSize(50).doesNotHaveDuplicates().contains(RecordId.of(1));
        RecordId post = Blog.post(entail, "Hello");
        List<Callable<RecordId>> likes = new ArrayList<>();
        for (RecordId user : created.subList(0, 30)) {
            likes.add(() -> entail.link(Blog.LIKE, Link.between(user, post)));
        }
        assertThat(run(8, likes)).hasSize(30).doesNotHaveDuplicates();
        RecordId given =
                RecordId.of(created.stream().mapToLong(RecordId::value).max().orElseThrow() + 5000);
        entail.create(Blog.USER, Draft.of("name", "given").set("id", given));
        assertThat(entail.create(Blog.USER, Draft.of("name", "next")).value()).isGreaterThan(given.value());
    }
}
