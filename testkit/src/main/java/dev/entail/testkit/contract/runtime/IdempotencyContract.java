package dev.entail.testkit.contract.runtime;

import static dev.entail.runtime.sideeffect.SideEffect.sideEffect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.reading.DataPolicy;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.BusinessOptions;
import dev.entail.runtime.dispatch.BusinessResult;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.dispatch.DispatchResult.Outcome;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.storage.ledger.DispatchLedger;
import dev.entail.storage.spi.Dialect;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calls that take effect once under a key, however often they are made. */
abstract class IdempotencyContract extends RuntimeGroup {
    private final AtomicInteger posted = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicBoolean allowed = new AtomicBoolean(true);

    private final CustomSource source = Till.source("Book")
            .guard(hook -> {
                if (!allowed.get()) {
                    throw new EntailException("DENIED", "denied", Map.of());
                }
            })
            .resolve(hook -> Map.of("ok", true))
            .afterDispatch(hook -> Map.of("event", hook.event(), "at", hook.occurredAt()))
            .postCommit(hook -> Map.of("posted", posted.incrementAndGet()));

    private Entail open() {
        return open(
                Till.model(source),
                how -> how.sideEffect(sideEffect("hear", Till.BOOKING, e -> heard.incrementAndGet())));
    }

    private static DispatchResult book(
            Entail entail, CustomSource source, @Nullable RecordId by, long amount, String key) {
        return entail.dispatch(source, call -> {
            var keyed = call.payload("amount", amount).idempotencyKey(key);
            return by == null ? keyed : keyed.by(by);
        });
    }

    @Test
    @DisplayName("T-148 EVS-32 T-REL-04 IDM-02 RSP-06 the second time the answer of the first comes back, and nothing"
            + " happens")
    final void replayed() {
        Entail entail = open();
        DispatchResult first = book(entail, source, null, 5, "k").orThrow();
        DispatchResult second = book(entail, source, null, 5, "k").orThrow();

        assertThat(first.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(first.context()).containsEntry("posted", 1);
        assertThat(second.outcome()).isEqualTo(Outcome.REPLAYED);
        assertThat(second.data()).isEqualTo(Map.of("ok", true));
        assertThat(second.effects()).isEmpty();
        assertThat(second.postCommit()).isEqualTo(PostCommit.NOT_RUN);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(first.context());
        facts.remove("posted");
        assertThat(second.context()).isEqualTo(facts);
        assertThat(Till.events(entail)).isEqualTo(1);
        assertThat(Till.total(entail)).isEqualTo(5);
        assertThat(posted).hasValue(1);
        assertThat(heard).hasValue(1);
    }

    @Test
    @DisplayName("T-149 EVS-30 T-REL-04 IDM-01 without a key, or under a blank one, every call takes effect")
    final void blank() {
        Entail entail = open();
        assertThat(Till.book(entail, source, 5).outcome()).isNull();
        assertThat(book(entail, source, null, 5, " ").outcome()).isNull();
        assertThat(Till.events(entail)).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "EVS-34 IDM-02 a key belongs to a source and a caller; the same one with another payload is a conflict")
    final void bound() {
        CustomSource other = Till.source("Other");
        Entail entail = open(Till.model(source, other), how -> how);
        RecordId ann = entail.create(Till.CLERK, Draft.of("name", "Ann"));
        assertThat(book(entail, source, null, 5, "k").outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(book(entail, source, ann, 6, "k").outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(book(entail, other, ann, 7, "k").outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(book(entail, source, ann, 6, "K").outcome()).isEqualTo(Outcome.APPLIED);

        DispatchResult conflict = book(entail, source, ann, 7, "k");
        assertThat(conflict.refusal().code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(conflict.outcome()).isNull();
        assertThat(conflict.refusal().details()).containsEntry("source", "Book");
        assertThat(Till.total(entail)).isEqualTo(17);
    }

    @Test
    @DisplayName("T-REL-04 IDM-03 the guard is asked before an answer is given again")
    final void guarded() {
        Entail entail = open();
        book(entail, source, null, 5, "k").orThrow();
        allowed.set(false);
        assertThat(book(entail, source, null, 5, "k").refusal().code()).isEqualTo("DENIED");
        allowed.set(true);
        assertThat(book(entail, source, null, 5, "k").isReplayed()).isTrue();
    }

    @Test
    @DisplayName("T-150 EVS-33 T-REL-04 IDM-04 a refused call leaves nothing under its key")
    final void refused() {
        Entail entail = open();
        assertThat(book(entail, source, null, Till.UNLUCKY, "k").isAccepted()).isFalse();
        assertThat(book(entail, source, null, 5, "k").outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(book(entail, source, null, 5, "k").data()).isEqualTo(Map.of("ok", true));
    }

    @Test
    @DisplayName("IDM-04 of calls under one key at the same time one takes effect, and all get its answer")
    final void concurrent() throws Exception {
        CustomSource slow =
                Till.source("Book").resolve(hook -> hook.records().create(Till.NOTE, Draft.of("text", "receipt")));
        Entail entail = open(Till.model(slow), how -> how);
        List<DispatchResult> results = Collections.synchronizedList(new ArrayList<>());
        int callers = 6;
        CyclicBarrier together = new CyclicBarrier(callers);
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                done.add(threads.submit(() -> {
                    together.await();
                    results.add(book(entail, slow, null, 5, "k").orThrow());
                    return true;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(results).extracting(DispatchResult::data).doesNotContainNull();
        assertThat(results.stream().map(DispatchResult::data).distinct()).hasSize(1);
        assertThat(results)
                .filteredOn(each -> each.outcome() == Outcome.APPLIED)
                .hasSize(1);
        assertThat(results).filteredOn(DispatchResult::isReplayed).hasSize(callers - 1);
        assertThat(Till.events(entail)).isEqualTo(1);
        assertThat(Till.notes(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName("IDM-04 the attempt that was rolled back for a conflict leaves nothing under the key")
    final void retried() {
        Entail entail = openFaulty(Till.model(source), how -> how);
        faults(entail).failBefore(3, () -> new SQLException("injected", "40001"));
        assertThat(book(entail, source, null, 5, "k").outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(book(entail, source, null, 5, "k").isReplayed()).isTrue();
        assertThat(Till.events(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName("EVS-31 IDM-01 a source says itself which calls are the same; a key of the call goes before")
    final void declared() {
        CustomSource declaring = Till.source("Book")
                .idempotencyKey(call -> (String) call.context().get("message"));
        Entail entail = open(Till.model(declaring), how -> how);
        for (String message : List.of("m1", "m1", "m2", "")) {
            entail.dispatch(declaring, call -> call.payload("amount", 5).context("message", message))
                    .orThrow();
        }
        assertThat(Till.events(entail)).isEqualTo(3);
        DispatchResult own = entail.dispatch(
                declaring,
                call -> call.payload("amount", 5).context("message", "m1").idempotencyKey("mine"));
        assertThat(own.outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    @DisplayName("IDM-02 answers keep their types; what cannot be kept is refused, and nothing is stored")
    final void answers() {
        Map<String, Object> typed = Map.of(
                "id",
                RecordId.of(7),
                "at",
                Instant.ofEpochMilli(1234),
                "price",
                new BigDecimal("1.20"),
                "part",
                0.1,
                "row",
                new Row(RecordId.of(3), Map.of("name", "Ann")),
                "$odd",
                Map.of("$id", 7L, "plain", List.of(1L, "a", true)));
        CustomSource answering = Till.source("Book").resolve(hook -> typed);
        CustomSource broken = Till.source("Broken").resolve(hook -> new StringBuilder("x"));
        Entail entail = open(Till.model(answering, broken), how -> how);
        book(entail, answering, null, 5, "k").orThrow();
        assertThat(book(entail, answering, null, 5, "k").data()).isEqualTo(typed);

        EntailException failure = book(entail, broken, null, 5, "k").refusal();
        assertThat(failure.code()).isEqualTo("IDEMPOTENCY_INVALID");
        assertThat(failure).hasMessageContaining("answer.data is a java.lang.StringBuilder");
        assertThat(book(entail, answering, null, 5, "k".repeat(256)).refusal().code())
                .isEqualTo("IDEMPOTENCY_INVALID");
        assertThat(book(entail, answering, null, 5, "k".repeat(255)).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(Till.events(entail)).isEqualTo(2);
    }

    @Test
    @DisplayName("IDM-02 interactions are idempotent, too, also those that read")
    final void interactions() {
        Interaction read = Interaction.interaction("ReadClerks")
                .anonymous()
                .reading(Till.CLERK, DataPolicy.rows(seen -> Match.all(), "name"))
                .recorded();
        Entail entail =
                open(Model.model("Clerks").facts(Till.CLERK).events(read).build());
        entail.create(Till.CLERK, Draft.of("name", "Ann"));
        DispatchResult first =
                entail.dispatch(read, call -> call.idempotencyKey("k")).orThrow();
        entail.create(Till.CLERK, Draft.of("name", "Bob"));
        DispatchResult second =
                entail.dispatch(read, call -> call.idempotencyKey("k")).orThrow();
        assertThat(second.isReplayed()).isTrue();
        assertThat(second.data()).isEqualTo(first.data());
    }

    @Test
    @DisplayName(
            "IDM-02 BTX-03 a business transaction replays what it has dispatched itself, and forgets what it undid")
    final void business() {
        Entail entail = open();
        BusinessResult<Boolean> result = entail.inBusinessTransaction(BusinessOptions.DEFAULT.continuing(), tx -> {
            for (long amount : List.of(Till.UNLUCKY, 5L, 5L)) {
                tx.dispatch(source, call -> call.payload("amount", amount).idempotencyKey("k"));
            }
            return true;
        });
        assertThat(result.dispatches())
                .extracting(DispatchResult::outcome)
                .containsExactly(null, Outcome.APPLIED, Outcome.REPLAYED);
        assertThat(Till.total(entail)).isEqualTo(5);
        assertThat(posted).hasValue(1);
    }

    @Test
    @DisplayName("IDM-02 a simulated call leaves nothing under its key; keys are forgotten by their age")
    final void forgotten() {
        Entail entail = open();
        entail.simulate(source, call -> call.payload("amount", 5).idempotencyKey("k"));
        assertThat(book(entail, source, null, 5, "k").outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(entail.forgetDispatches(Instant.now().minus(Duration.ofHours(1))))
                .isZero();
        assertThat(book(entail, source, null, 5, "k").isReplayed()).isTrue();
        assertThat(entail.forgetDispatches(Instant.now().plus(Duration.ofHours(1))))
                .isEqualTo(1);
        assertThat(book(entail, source, null, 6, "k").outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    @DisplayName("T-REL-04 IDM-04 IDM-05 the ledger is there from the beginning; a row without an answer is no answer")
    final void inFlight() throws SQLException {
        Entail entail = open();
        book(entail, source, null, 5, "k").orThrow();
        Dialect dialect = database(entail).dialect();
        try (Connection connection = database(entail).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE " + dialect.quote(DispatchLedger.TABLE) + " SET "
                            + dialect.quote("answer") + " = NULL"))
                    .isEqualTo(1);
        }
        assertThat(book(entail, source, null, 5, "k").refusal().code()).isEqualTo("IDEMPOTENCY_IN_FLIGHT");
    }

    @Test
    @DisplayName("IDM-02 a key costs two statements, a replay takes two, and without a key there is none")
    final void cost() {
        Entail entail = open();
        book(entail, source, null, 1, "first");
        int plain = statements(entail, () -> Till.book(entail, source, 2));
        assertThat(statements(entail, () -> book(entail, source, null, 3, "k"))).isEqualTo(plain + 2);
        assertThat(statements(entail, () -> book(entail, source, null, 3, "k"))).isEqualTo(2);
    }

    private int statements(Entail entail, Runnable block) {
        return log(entail).record(block::run).statements().size();
    }
}
