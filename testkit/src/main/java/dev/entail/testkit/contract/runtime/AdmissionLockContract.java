package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.guard.Condition.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.guard.Check;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.guard.GuardContext;
import dev.entail.builtins.guard.Lock;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.spi.Capability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records that conditions have for themselves. */
abstract class AdmissionLockContract extends RuntimeGroup {
    private static final Pattern SELECTED = Pattern.compile("^SELECT .* FROM [\"`]?(\\w+)", Pattern.CASE_INSENSITIVE);

    private static final Lock ACC = Lock.record(Bank.ACC, call -> call.payload().reference("acc"));

    /** A condition that always holds and looks at what is locked. */
    private static Check looking(String name, Consumer<GuardContext> look, Lock... locks) {
        return condition(name, call -> {
                    look.accept(call);
                    return Decision.allow();
                })
                .locking(locks);
    }

    private static Condition enough() {
        return condition("enough", call -> {
                    Row acc = call.locked()
                            .get(Bank.ACC, call.payload().reference("acc"))
                            .orElseThrow();
                    return Decision.allowIf(
                            acc.integer("balance") >= call.payload().integer("amount"), "POOR", "There is too little");
                })
                .locking(ACC);
    }

    @Test
    @DisplayName(
            "T-131 T-133 T-134 CND-10..12 a condition sees what is locked by id or match; who is missing is no error")
    final void seen() {
        List<String> seen = new ArrayList<>();
        Consumer<GuardContext> look = call -> call.locked()
                .getAll(Bank.ACC)
                .forEach(row -> seen.add(row.text("label") + "=" + row.integer("balance")));
        Interaction byId = Bank.debit("ById", looking("byId", look, ACC));
        Interaction byMatch =
                Bank.debit("ByMatch", looking("byMatch", look, Lock.match(Bank.ACC, call -> Match.gt("balance", 1L))));
        Interaction missing = Bank.debit(
                "Missing",
                looking(
                        "missing",
                        call -> {
                            RecordId ghost = RecordId.of(777);
                            seen.add("" + call.locked().get(Bank.ACC, ghost)
                                    + call.locked().getAll(Bank.ACC));
                        },
                        Lock.record(Bank.ACC, call -> RecordId.of(777))));
        Interaction selected = Bank.debit(
                "Selected",
                looking(
                        "selected",
                        call -> seen.add(call.locked()
                                .get(Bank.ACC, call.payload().reference("acc"))
                                .orElseThrow()
                                .values()
                                .toString()),
                        ACC.select("balance"),
                        Lock.records(Bank.ACC, call -> call.payload().references("accs"))
                                .select("owner.name")));
        Entail entail = open(Bank.builder(byId, byMatch, missing, selected).build());
        RecordId rich = Bank.acc(entail, "rich", 5);
        RecordId poor = Bank.acc(entail, "poor", 1);

        entail.dispatch(byId, call -> call.payload("acc", rich)).orThrow();
        assertThat(seen).containsExactly("rich=5");
        seen.clear();
        entail.dispatch(byMatch, call -> call).orThrow();
        assertThat(seen).containsExactly("rich=5");
        seen.clear();
        entail.dispatch(missing, call -> call).orThrow();
        assertThat(seen).containsExactly("Optional.empty[]");
        seen.clear();
        entail.dispatch(selected, call -> call.payload("acc", rich).payload("accs", List.of(poor, rich)))
                .orThrow();
        assertThat(seen).containsExactly("{balance=5, owner=null}");
    }

    @Test
    @DisplayName(
            "T-132 CND-12 a function that throws, gives null, nothing or a null among ids refuses before any condition")
    final void unresolvable() {
        AtomicInteger asked = new AtomicInteger();
        Check first = looking("first", call -> asked.incrementAndGet());
        List<Lock> broken = new ArrayList<>();
        broken.add(Lock.record(Bank.ACC, call -> nothing()));
        broken.add(Lock.records(Bank.ACC, call -> List.of()));
        broken.add(Lock.records(Bank.ACC, call -> AdmissionLockContract.<List<RecordId>>nothing()));
        broken.add(Lock.records(Bank.ACC, call -> {
            List<RecordId> ids = new ArrayList<>();
            ids.add(nothing());
            return ids;
        }));
        broken.add(Lock.match(Bank.ACC, call -> nothing()));
        broken.add(Lock.record(Bank.ACC, call -> {
            throw new IllegalStateException("boom");
        }));
        broken.add(ACC); // of a field that is left out
        broken.add(Lock.record(
                Bank.ACC, call -> call.locked().getAll(Bank.ACC).get(0).id()));
        List<Interaction> all = new ArrayList<>();
        for (Lock lock : broken) {
            Check locking = looking("locking", call -> asked.incrementAndGet(), lock);
            all.add(Bank.debit("I" + all.size(), first.or(locking.not())));
        }
        Entail entail = open(Bank.builder(all.toArray(Interaction[]::new)).build());
        for (Interaction each : all) {
            EntailException refusal = entail.dispatch(each, call -> call).refusal();
            assertThat(refusal.code()).as(each.name()).isEqualTo("CONDITION_THROWN");
            assertThat(refusal.details()).containsEntry("condition", "locking");
        }
        assertThat(asked).hasValue(0);
        assertThat(Bank.events(entail)).isZero();
        assertThat(entail.withoutGuards().dispatch(all.get(0), call -> call).isAccepted())
                .as("T-136 without guards nothing is locked")
                .isTrue();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    @DisplayName("T-135 CND-11 what is locked cannot be written to, and what nobody locks cannot be asked for")
    final void immutable() {
        Interaction writing = Bank.debit(
                "Writing",
                looking(
                        "writing",
                        call -> call.locked().getAll(Bank.ACC).get(0).values().put("balance", 9L),
                        ACC));
        Interaction adding = Bank.debit(
                "Adding",
                looking("adding", call -> call.locked().getAll(Bank.ACC).clear(), ACC));
        Interaction strange =
                Bank.debit("Strange", looking("strange", call -> call.locked().getAll(Bank.USER), ACC));
        Entail entail = open(Bank.builder(writing, adding, strange).build());
        RecordId acc = Bank.acc(entail, "a", 5);
        assertThat(code(entail, writing, acc)).isEqualTo("CONDITION_THROWN");
        assertThat(code(entail, adding, acc)).isEqualTo("CONDITION_THROWN");
        assertThat(code(entail, strange, acc)).isEqualTo("UNKNOWN_NAME");
    }

    private static String code(Entail entail, Interaction interaction, RecordId acc) {
        return entail.dispatch(interaction, call -> call.payload("acc", acc))
                .refusal()
                .code();
    }

    @Test
    @DisplayName("CND-11 locks of all conditions, also of those that are not asked, in one order and each record once")
    final void order() throws Exception {
        Function<GuardContext, RecordId> acc = call -> call.payload().reference("acc");
        Check none = looking("none", call -> {});
        Check users = looking(
                "users",
                call -> {},
                Lock.match(Bank.USER, call -> Match.eq("name", "Ann")),
                Lock.records(Bank.USER, call -> List.of(call.actor())));
        Check accs = looking(
                "accs",
                call -> {},
                Lock.match(Bank.ACC, call -> Match.eq("label", "x")),
                Lock.record(Bank.ACC, acc),
                Lock.record(Bank.ACC, acc),
                Lock.match(Bank.ACC, call -> Match.eq("label", "y")));
        Interaction plain = Bank.debit("Plain", none);
        Interaction one = Bank.debit("One", none.and(looking("one", call -> {}, ACC)));
        Interaction all = Bank.debit("All", none.or(users.not()).or(accs));
        Entail entail = open(Bank.builder(plain, one, all).build());
        RecordId ann = Bank.user(entail, "Ann");
        RecordId a = Bank.acc(entail, "a", 5);
        entail.dispatch(plain, call -> call.by(ann).payload("acc", a)).orThrow();

        List<String> without = statements(entail, plain, ann, a);
        assertThat(locked(statements(entail, one, ann, a))).containsExactly("Acc");
        assertThat(statements(entail, one, ann, a)).hasSize(without.size() + 1);
        assertThat(locked(statements(entail, all, ann, a))).containsExactly("Acc", "User", "Acc", "User");
        assertThat(statements(entail, all, ann, a)).hasSize(without.size() + 4);
    }

    private List<String> statements(Entail entail, Interaction interaction, RecordId actor, RecordId acc)
            throws Exception {
        return log(entail)
                .record(() -> entail.dispatch(
                                interaction, call -> call.by(actor).payload("acc", acc))
                        .orThrow())
                .statements();
    }

    /** Of which tables rows are locked before the event is stored. */
    private static List<String> locked(List<String> statements) {
        List<String> tables = new ArrayList<>();
        for (String sql : statements) {
            Matcher matcher = SELECTED.matcher(sql.replace('\n', ' '));
            if (!matcher.find() || sql.contains("_Interaction_")) {
                break;
            }
            tables.add(matcher.group(1));
        }
        return tables;
    }

    @Test
    @DisplayName(
            "T-138 CND-10 of calls at the same time that debit the whole balance under a lock exactly one succeeds")
    final void debit() throws Exception {
        Interaction debit = Bank.debit("Debit", enough());
        Entail entail = open(Bank.builder(debit).build());
        for (int round = 0; round < 5; round++) {
            RecordId acc = Bank.acc(entail, "a", 5);
            CyclicBarrier start = new CyclicBarrier(4);
            List<String> results = together(4, () -> {
                start.await(10, TimeUnit.SECONDS);
                EntailException error = entail.dispatch(
                                debit, call -> call.payload("acc", acc).payload("amount", 5))
                        .error();
                return error == null ? "pass" : error.code();
            });
            assertThat(results).containsExactlyInAnyOrder("pass", "POOR", "POOR", "POOR");
            assertThat(Bank.balance(entail, acc)).isZero();
        }
    }

    @Test
    @DisplayName("T-138 without a lock two calls at the same time may both find enough, where several write at once")
    final void debitWithoutLock() throws Exception {
        boolean several = test().database().getTransactionCapability().has(Capability.CONCURRENT_WRITERS);
        CyclicBarrier asked = new CyclicBarrier(2);
        Interaction debit = Bank.debit("Debit", condition("enough", call -> {
            long balance = call.records()
                    .list(Query.of("Acc")
                            .select("balance")
                            .where(Match.eq("id", call.payload().reference("acc"))))
                    .get(0)
                    .integer("balance");
            if (several) {
                await(asked);
            }
            return Decision.allowIf(balance >= call.payload().integer("amount"), "POOR", "There is too little");
        }));
        Entail entail = open(Bank.builder(debit).build());
        RecordId acc = Bank.acc(entail, "a", 5);
        List<Boolean> accepted = together(
                2,
                () -> entail.dispatch(debit, call -> call.payload("acc", acc).payload("amount", 5))
                        .isAccepted());
        assertThat(accepted).containsExactlyInAnyOrder(true, several);
        assertThat(Bank.balance(entail, acc)).isEqualTo(several ? -5 : 0);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(Collections.nCopies(threads, work))) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    @DisplayName("CND-10 two calls that lock the same two accounts in opposite order do not block each other")
    final void crossing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Interaction both = Bank.debit(
                "Both",
                looking(
                        "both",
                        call -> asked.incrementAndGet(),
                        Lock.records(Bank.ACC, call -> call.payload().references("accs"))));
        Entail entail = open(Bank.builder(both).build());
        RecordId a = Bank.acc(entail, "a", 5);
        RecordId b = Bank.acc(entail, "b", 5);
        List<List<RecordId>> orders = List.of(List.of(a, b), List.of(b, a));
        AtomicInteger next = new AtomicInteger();
        together(2, () -> {
            List<RecordId> accs = orders.get(next.getAndIncrement());
            for (int i = 0; i < 50; i++) {
                entail.dispatch(both, call -> call.payload("accs", accs)).orThrow();
            }
            return Map.of();
        });
        assertThat(asked).as("no call ran twice").hasValue(100);
    }
}
