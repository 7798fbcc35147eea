package dev.entail.testkit.contract.runtime;

import static dev.entail.runtime.sideeffect.SideEffect.durable;
import static dev.entail.runtime.sideeffect.SideEffect.sideEffect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.Writes;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Property;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.BusinessOptions;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.outbox.DeliveryReport;
import dev.entail.runtime.outbox.OutboxEntry;
import dev.entail.runtime.sideeffect.Delivery;
import dev.entail.runtime.sideeffect.DeliveryPolicy;
import dev.entail.runtime.sideeffect.DurableSideEffect;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.testkit.database.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Side effects that are not lost: written down with the change, delivered afterwards, as often as it takes. */
abstract class OutboxContract extends RuntimeGroup {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final DeliveryPolicy THRICE =
            new DeliveryPolicy(3, List.of(Duration.ofSeconds(10), MINUTE), Duration.ofMinutes(5));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Delivery> heard = Collections.synchronizedList(new ArrayList<>());
    private final Set<RecordId> broken = new HashSet<>();
    private final CustomSource source = Till.source("Book");

    private Entail open(DurableSideEffect... sideEffects) {
        return open(Till.model(source), how -> with(how, sideEffects));
    }

    private EntailBuilder with(EntailBuilder how, DurableSideEffect... sideEffects) {
        EntailBuilder builder = how.replace(InstantSource.class, now::get);
        for (DurableSideEffect each : sideEffects) {
            builder = builder.sideEffect(each);
        }
        return builder;
    }

    private DurableSideEffect hearing(String name) {
        return durable(name, Till.NOTE, this::hear).under(THRICE);
    }

    private void hear(Delivery delivery) {
        if (broken.contains(delivery.effect().mutation().id())) {
            throw new IllegalStateException("the mail\0 server is down");
        }
        heard.add(delivery);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static RecordId note(Entail entail, String text) {
        return entail.inTransactionWithSideEffects(
                        TransactionOptions.DEFAULT, writes -> writes.create(Till.NOTE, Draft.of("text", text)))
                .value();
    }

    private static void change(Entail entail, RecordId note, String text) {
        entail.inTransactionWithSideEffects(
                TransactionOptions.DEFAULT, writes -> writes.update(Till.NOTE, note, Draft.of("text", text)));
    }

    private List<String> told() {
        return Events.of(heard.stream().map(Delivery::effect).toList());
    }

    private static List<OutboxEntry> owed(Entail entail) {
        return entail.outbox().waiting(0, 1000);
    }

    @Test
    @DisplayName("SFX-02 what a dispatch owes is committed with it, and delivered once, as it was")
    final void delivered() {
        Entail entail = open(durable("mail", Till.BOOKING, heard::add));
        DispatchResult result = Till.book(entail, source, 5).orThrow();
        assertThat(result.postCommit().isComplete()).isTrue();
        assertThat(heard).isEmpty();
        Effect effect = result.effects().stream()
                .filter(each -> each.mutation().record().equals("Booking"))
                .findFirst()
                .orElseThrow();
        assertThat(owed(entail)).singleElement().satisfies(entry -> {
            assertThat(entry.effect()).isEqualTo(effect);
            assertThat(entry.occurredAt()).isEqualTo(now.get());
            assertThat(entry.attempts()).isZero();
        });

        pass(MINUTE);
        assertThat(entail.deliver()).isEqualTo(new DeliveryReport(1, List.of()));
        assertThat(entail.deliver()).isEqualTo(new DeliveryReport(0, List.of()));

        assertThat(heard).singleElement().satisfies(delivery -> {
            assertThat(delivery.effect()).isEqualTo(effect);
            assertThat(delivery.attempt()).isEqualTo(1);
            assertThat(delivery.occurredAt()).isEqualTo(now.get().minus(MINUTE));
        });
        assertThat(owed(entail)).isEmpty();
    }

    @Test
    @DisplayName("SFX-02 nothing is owed for what is not committed; a retried dispatch owes once")
    final void nothingCommitted() {
        Entail entail = openFaulty(Till.model(source), how -> with(how, durable("mail", Till.BOOKING, heard::add)));
        assertThat(Till.book(entail, source, Till.UNLUCKY).isAccepted()).isFalse();
        entail.simulate(source, call -> call.payload("amount", 5)).orThrow();
        entail.create(Till.BOOKING, Draft.of("amount", 1));
        assertThat(owed(entail)).isEmpty();
        faults(entail).failBefore(4, () -> new SQLException("injected", "40001"));
        Till.book(entail, source, 5).orThrow();
        assertThat(owed(entail)).hasSize(1);
    }

    @Test
    @DisplayName(
            "SFX-02 BTX-05 dispatches in a business transaction owe with its commit, but not those that are undone")
    final void business() {
        Entail entail = open(durable("mail", Till.BOOKING, heard::add));
        entail.inBusinessTransaction(BusinessOptions.DEFAULT.continuing(), tx -> {
            tx.dispatch(source, Till.amount(1));
            tx.dispatch(source, Till.amount(Till.UNLUCKY));
            tx.dispatch(source, Till.amount(2));
            return true;
        });
        assertThat(entail.deliver().delivered()).isEqualTo(2);
        assertThat(told()).containsExactly("create Booking", "create Booking");
    }

    @Test
    @DisplayName(
            "SFX-02 all kinds of effects come as they were: links, members of views, changes, increments, deletions")
    final void effects() {
        Property<Long> readers = Property.integer("readerCount");
        Model model = Till.booking(source)
                .derive(Till.NOTE, readers, Count.of("readers"))
                .build();
        Entail entail = open(
                model,
                how -> with(
                        how,
                        durable("note", Till.NOTE, heard::add),
                        durable("read", Till.READ, heard::add),
                        durable("liked", Till.LIKED, heard::add)));
        List<Effect> effects = new ArrayList<>();
        Consumer<Consumer<Writes>> write =
                work -> effects.addAll(entail.inTransactionWithSideEffects(TransactionOptions.DEFAULT, writes -> {
                            work.accept(writes);
                            return true;
                        })
                        .effects());
        RecordId ann = entail.create(Till.CLERK, Draft.of("name", "Ann"));
        RecordId note = entail.create(Till.NOTE, Draft.of("text", "a"));
        write.accept(writes -> writes.link(Till.READ, Link.between(ann, note).with("stars", 2)));
        write.accept(writes -> writes.update(Till.NOTE, note, Draft.of("text", null)));
        write.accept(writes -> writes.delete(Till.NOTE, note));

        entail.deliver();

        assertThat(heard)
                .extracting(Delivery::effect)
                .containsExactlyInAnyOrderElementsOf(effects.stream()
                        .filter(each -> Set.of("Note", "Read", "Liked")
                                .contains(each.mutation().record()))
                        .toList());
        assertThat(told())
                .contains(
                        "create Read",
                        "create Liked",
                        "update Note [readerCount]",
                        "update Note [text]",
                        "delete Note",
                        "delete Liked");
    }

    @Test
    @DisplayName(
            "SFX-02 what fails is tried again later, and keeps what comes after it of its record waiting, nothing else")
    final void ordered() {
        Entail entail = open(hearing("mail"), durable("log", Till.NOTE, each -> {}));
        RecordId bad = note(entail, "bad");
        change(entail, bad, "worse");
        RecordId good = note(entail, "good");
        broken.add(bad);

        DeliveryReport report = entail.deliver();

        assertThat(report.delivered()).isEqualTo(1 + 3);
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.error().code()).isEqualTo("SIDE_EFFECT_FAILED");
            assertThat(failure.error().details())
                    .containsEntry("sideEffect", "mail")
                    .containsEntry("attempt", 1);
            assertThat(failure.dead()).isFalse();
        });
        assertThat(heard).extracting(each -> each.effect().mutation().id()).containsExactly(good);
        assertThat(owed(entail)).hasSize(2);
        assertThat(owed(entail).get(0).lastError()).contains("IllegalStateException: the mail server is down");
        broken.clear();
        pass(Duration.ofSeconds(9));
        assertThat(entail.deliver().delivered()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(entail.deliver().delivered()).isEqualTo(2);
        assertThat(told()).containsExactly("create Note", "create Note", "update Note [text]");
        assertThat(heard.get(1).attempt()).isEqualTo(2);
        assertThat(owed(entail)).isEmpty();
    }

    @Test
    @DisplayName("SFX-02 after its last attempt a delivery is dead, until somebody makes it run again or gives it up")
    final void dead() {
        Entail entail = open(hearing("mail"));
        RecordId first = note(entail, "a");
        change(entail, first, "b");
        RecordId second = note(entail, "c");
        broken.addAll(List.of(first, second));
        for (Duration wait : List.of(Duration.ZERO, Duration.ofSeconds(10), MINUTE)) {
            pass(wait);
            assertThat(entail.deliver().failures()).hasSize(2);
        }
        pass(Duration.ofDays(1));
        assertThat(entail.deliver()).isEqualTo(new DeliveryReport(0, List.of()));
        List<OutboxEntry> dead = entail.outbox().dead(0, 10);
        assertThat(dead).extracting(OutboxEntry::recordId).containsExactly(first, second);
        assertThat(dead).extracting(OutboxEntry::attempts).containsOnly(3);
        assertThat(entail.outbox().dead(dead.get(0).id(), 10)).containsExactly(dead.get(1));
        assertThat(entail.outbox().dead(0, 1)).containsExactly(dead.get(0));

        broken.clear();
        assertThat(entail.outbox().discard(dead.get(0).id())).isTrue();
        assertThat(entail.outbox().rerun(dead.get(1).id())).isTrue();
        assertThat(entail.outbox().discard(dead.get(0).id())).isFalse();
        assertThat(entail.deliver().delivered()).isEqualTo(2);
        assertThat(told()).containsExactlyInAnyOrder("update Note [text]", "create Note");
        assertThat(entail.outbox().dead(0, 10)).isEmpty();
    }

    @Test
    @DisplayName(
            "SFX-02 while somebody is at it nobody else begins; after the lease it counts as lost, and is done again")
    final void lease() {
        List<Entail> self = new ArrayList<>();
        List<Integer> inner = new ArrayList<>();
        DurableSideEffect slow = durable("slow", Till.NOTE, delivery -> {
                    heard.add(delivery);
                    if (delivery.attempt() == 1) {
                        inner.add(self.get(0).deliver().delivered());
                        pass(Duration.ofMinutes(6));
                        inner.add(self.get(0).deliver().delivered());
                    }
                })
                .under(THRICE);
        Entail entail = open(slow);
        self.add(entail);
        note(entail, "a");
        assertThat(entail.deliver().failures()).isEmpty();
        assertThat(inner).containsExactly(0, 1);
        assertThat(heard).extracting(Delivery::attempt).containsExactly(1, 2);
        assertThat(heard.get(0).id()).isEqualTo(heard.get(1).id());
        assertThat(owed(entail)).isEmpty();
    }

    @Test
    @DisplayName("SFX-02 several deliver at once: everything once, in the order of each record")
    final void together() throws Exception {
        TestDatabase database = test().fresh();
        Entail entail =
                Entail.with(Till.model(source)).sideEffect(hearing("mail")).open(database.open());
        Entail other =
                Entail.with(Till.model(source)).sideEffect(hearing("mail")).open(database.open());
        try (entail;
                other;
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<RecordId> notes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                notes.add(note(entail, "0"));
            }
            for (int round = 1; round <= 4; round++) {
                for (RecordId note : notes) {
                    change(round % 2 == 0 ? entail : other, note, String.valueOf(round));
                }
            }
            List<Future<DeliveryReport>> reports = new ArrayList<>();
            for (Entail each : List.of(entail, other, entail)) {
                reports.add(threads.submit(each::deliver));
            }
            for (Future<DeliveryReport> report : reports) {
                assertThat(report.get().failures()).isEmpty();
            }
            // One that found everything taken may have ended before the last one.
            entail.deliver();
            assertThat(owed(entail)).isEmpty();
            assertThat(heard).hasSize(40).extracting(Delivery::id).doesNotHaveDuplicates();
            for (RecordId note : notes) {
                assertThat(heard)
                        .filteredOn(each -> each.effect().mutation().id().equals(note))
                        .extracting(Delivery::id)
                        .isSorted();
            }
        }
    }

    @Test
    @DisplayName("SFX-02 what is owed to a side effect that is not registered stays, and can be looked at")
    final void unknown() {
        TestDatabase database = test().fresh();
        try (Entail entail =
                Entail.with(Till.model(source)).sideEffect(hearing("old")).open(database.open())) {
            note(entail, "a");
        }
        Entail entail = open(Till.model(source), database);
        assertThat(entail.deliver()).isEqualTo(new DeliveryReport(0, List.of()));
        assertThat(owed(entail)).extracting(OutboxEntry::sideEffect).containsExactly("old");
    }

    @Test
    @DisplayName("SFX-02 a thread of its own delivers, and ends when the model is closed")
    final void background() throws Exception {
        CountDownLatch done = new CountDownLatch(2);
        Entail entail = open(
                Till.model(source),
                how -> how.delivering(Duration.ofMillis(5)).sideEffect(durable("mail", Till.NOTE, delivery -> {
                    done.countDown();
                    if (delivery.effect().mutation() instanceof MutationEvent.Created created
                            && "broken".equals(created.values().get("text"))) {
                        throw new IllegalStateException("broken");
                    }
                })));
        note(entail, "broken");
        note(entail, "fine");
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        close(entail);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("entail-delivery-" + Till.model(source).name());
    }

    @Test
    @DisplayName("SFX-02 what is owed costs one batch, and nothing where nobody listens")
    final void cost() {
        Entail plain = open(Till.model(source), how -> how);
        Entail listening =
                open(hearing("mail"), durable("b", Till.BOOKING, heard::add), durable("c", Till.BOOKING, heard::add));
        Entail elsewhere = open(hearing("mail"));
        List<Integer> counts = new ArrayList<>();
        for (Entail entail : List.of(plain, listening, elsewhere)) {
            Till.book(entail, source, 1).orThrow();
            counts.add(log(entail)
                    .record(() -> Till.book(entail, source, 2).orThrow())
                    .statements()
                    .size());
        }
        assertThat(counts.get(2)).isEqualTo(counts.get(0));
        assertThat(log(listening)
                        .record(() -> Till.book(listening, source, 3).orThrow())
                        .batches())
                .filteredOn(batch -> batch.get(0).contains("_entail_outbox_"))
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(2));
        assertThat(counts.get(1)).isEqualTo(counts.get(0) + 2);
    }

    @Test
    @DisplayName("SFX-03 side effects of both kinds share their names; deliveries do not run in transactions")
    final void misuse() {
        for (List<String> names : List.of(List.of("a", "a"), List.of("a", " "), List.of("a", "x".repeat(256)))) {
            assertThat(failureOf(() -> open(
                                    Till.model(source),
                                    how -> how.sideEffect(sideEffect(names.get(0), Till.NOTE, each -> {}))
                                            .sideEffect(durable(names.get(1), Till.NOTE, each -> {}))))
                            .code())
                    .isEqualTo("SIDE_EFFECT_INVALID");
        }
        Entail entail = open(hearing("mail"));
        assertThat(failureOf(() -> entail.inTransaction(writes -> entail.deliver()))
                        .code())
                .isEqualTo("TRANSACTION_MISUSED");
    }
}
