package dev.entail.testkit.contract.runtime;

import static dev.entail.runtime.sideeffect.SideEffect.sideEffect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.core.computation.Link;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorChain;
import dev.entail.core.event.Effect;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.BusinessOptions;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.SqlCodes;
import dev.entail.storage.sql.StorageException;
import dev.entail.testkit.jdbc.FaultInjector;
import dev.entail.wiring.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is tried again, how often, and what a failure tells of it. */
abstract class RetryContract extends RuntimeGroup {
    private static final RuntimeException MINE = new IllegalStateException("mine");

    private static EntailBuilder attempts(EntailBuilder how, int attempts) {
        return how.settings(new Settings(new RetryPolicy(attempts, List.of(Duration.ofMillis(1))), 1000));
    }

    /** A source that meets a conflict in its first {@code conflicts} attempts, wrapped as users wrap. */
    private CustomSource conflicting(AtomicInteger attempts, int conflicts, List<Entail> self) {
        return Till.source("Book").resolve(hook -> {
            if (attempts.incrementAndGet() <= conflicts) {
                faults(self.get(0)).failBefore(1, () -> new SQLException("injected", "40001"));
                Throwable conflict = catchThrowable(() -> hook.records().count(Query.of("Note")));
                throw new IllegalStateException(new IllegalArgumentException(new RuntimeException(conflict)));
            }
            return attempts.get();
        });
    }

    @Test
    @DisplayName("T-TRX-04 T-TRX-06 RTY-01 a conflict is tried again, however deeply it is wrapped")
    final void retried() {
        AtomicInteger attempts = new AtomicInteger();
        List<Entail> self = new ArrayList<>();
        CustomSource source = conflicting(attempts, 2, self);
        Entail entail = openFaulty(Till.model(source), how -> attempts(how, 3));
        self.add(entail);
        assertThat(Till.book(entail, source, 1).orThrow().data()).isEqualTo(3);
        assertThat(Till.events(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName("T-TRX-05 RTY-06 ERR-09 ERR-10 when attempts are exhausted the failure tells of all of them")
    final void exhausted() {
        AtomicInteger attempts = new AtomicInteger();
        List<Entail> self = new ArrayList<>();
        CustomSource source = conflicting(attempts, 9, self);
        Entail entail = openFaulty(Till.model(source), how -> attempts(how, 2));
        self.add(entail);
        EntailException refusal = Till.book(entail, source, 1).refusal();
        assertThat(attempts).hasValue(2);
        assertThat(refusal.code()).isEqualTo("TRANSACTION_RETRY_EXHAUSTED");
        assertThat(refusal.getMessage()).contains("'Book'").contains("2 attempts");
        assertThat(refusal.details())
                .containsEntry("transaction", "Book")
                .containsEntry("attempts", 2)
                .containsEntry("isolation", "READ_COMMITTED");
        assertThat(refusal.hasCode("CONCURRENCY_CONFLICT")).isTrue();
        assertThat(refusal.hasCode("40001")).as("the SQLSTATE").isTrue();
        assertThat(refusal.hasCode("40P01")).isFalse();
        assertThat(refusal.getSuppressed()).hasSize(1);
        assertThat(Till.isEmpty(entail)).isTrue();
    }

    @Test
    @DisplayName("T-TRX-07 RTY-07 a failure that is not retried comes through as it is, and tells of its transaction")
    final void notRetried() {
        EntailException mine = new EntailException("MINE", "mine", Map.of("a", 1, "attempts", "my own"));
        CustomSource source = Till.source("Book").resolve(hook -> {
            throw mine;
        });
        CustomSource broken = Till.source("Broken").resolve(hook -> {
            hook.records().requireSerializable();
            throw MINE;
        });
        Entail entail = open(Till.model(source, broken));
        assertThat(Till.book(entail, source, 1).refusal()).isSameAs(mine);
        assertThat(mine.details())
                .isEqualTo(Map.of("a", 1, "attempts", "my own", "transaction", "Book", "isolation", "READ_COMMITTED"));
        EntailException second = Till.book(entail, broken, 1).refusal();
        assertThat(second).hasCause(MINE);
        assertThat(second.details()).containsEntry("attempts", 2).containsEntry("isolation", "SERIALIZABLE");
    }

    @Test
    @DisplayName("T-TRX-08 RTY-04 conflicts and lost connections are retryable, whatever a program can mend is not")
    final void classes() {
        assertThat(attemptsOn("40001")).isEqualTo(3);
        assertThat(attemptsOn("08006")).isEqualTo(3);
        assertThat(attemptsOn("23505")).isEqualTo(1);
        assertThat(attemptsOn("28000")).as("authentication").isEqualTo(1);
        assertThat(attemptsOn("HY000")).isEqualTo(1);
    }

    private int attemptsOn(String state) {
        AtomicInteger attempts = new AtomicInteger();
        List<Entail> self = new ArrayList<>();
        CustomSource source = Till.source("Book").resolve(hook -> {
            attempts.incrementAndGet();
            faults(self.get(0)).failBefore(1, () -> new SQLException("injected", state));
            return hook.records().count(Query.of("Note"));
        });
        Entail entail = openFaulty(Till.model(source), how -> attempts(how, 3));
        self.add(entail);
        EntailException refusal = Till.book(entail, source, 1).refusal();
        assertThat(refusal.hasCode(state)).isTrue();
        return attempts.get();
    }

    @Test
    @DisplayName("ERR-08 ERR-09 ERR-10 codes of the database are found through everything that wraps them")
    final void codes() {
        CustomSource source = Till.source("Book").resolve(hook -> {
            RecordId ann = hook.records().create(Till.CLERK, Draft.of("name", "Ann"));
            RecordId note = hook.records().create(Till.NOTE, Draft.of("readers", List.of(ann)));
            hook.records().link(Till.READ, Link.between(ann, note));
            try {
                return hook.records().count(Query.of("Note"));
            } catch (EntailException e) {
                throw new IllegalStateException("wrapped", e);
            }
        });
        Entail entail = open(Till.model(source));
        EntailException refusal = Till.book(entail, source, 1).refusal();
        StorageException real =
                (StorageException) Objects.requireNonNull(ErrorChain.find(refusal, "UNIQUE_CONSTRAINT_VIOLATION"));
        assertThat(refusal.hasCode(real.error().vendorCode())).isTrue();
        assertThat(refusal.hasCode(String.valueOf(real.error().vendorCode())))
                .as("a number is no text")
                .isEqualTo(String.valueOf(real.error().vendorCode())
                        .equals(real.error().sqlState()));
        assertThat(SqlCodes.has(new RuntimeException(refusal), real.error().vendorCode()))
                .isTrue();
        assertThat(ConstraintViolation.in(refusal))
                .hasValueSatisfying(violation -> assertThat(violation.record()).isEqualTo("Read"));
    }

    @Test
    @DisplayName("T-TRX-09 T-TRX-16 SER-07 RTY-02 a step that needs SERIALIZABLE costs one more attempt, at once and at"
            + " that level")
    final void promoted() {
        List<String> seen = new ArrayList<>();
        CustomSource source = Till.source("Book").resolve(hook -> {
            seen.add("run");
            hook.records().requireSerializable();
            return seen.add("serializable");
        });
        Entail entail = open(Till.model(source));
        assertThat(Till.book(entail, source, 1).isAccepted()).isTrue();
        assertThat(seen).containsExactly("run", "run", "serializable");
    }

    @Test
    @DisplayName("T-TRX-18 TRX-09 a commit that conflicts is tried again; effects and side effects are those of the"
            + " attempt that was committed")
    final void commitFails() {
        List<Effect> heard = new ArrayList<>();
        CustomSource source = Till.source("Book");
        Entail entail = openFaulty(
                Till.model(source), how -> attempts(how, 3).sideEffect(sideEffect("hear", Till.BOOKING, heard::add)));
        Till.book(entail, source, 1).orThrow();
        FaultInjector faults = faults(entail);
        int points = pointsOf(entail, source);
        heard.clear();
        faults.failBefore(points, () -> new SQLException("injected", "40001"));

        DispatchResult result = Till.book(entail, source, 2).orThrow();

        assertThat(faults.fired()).isTrue();
        assertThat(Events.of(heard)).containsExactly("create Booking");
        assertThat(Events.of(result.effects()))
                .filteredOn(effect -> effect.startsWith("create"))
                .hasSize(2);
        faults.disarm();
        assertThat(Till.total(entail)).isEqualTo(1 + 5 + 2);
    }

    /** How many statements and commits a dispatch takes; the last one is the commit. Books 5 once. */
    private int pointsOf(Entail entail, CustomSource source) {
        for (int n = 1; ; n++) {
            faults(entail).failBefore(n, () -> new SQLException("injected", "HY000"));
            boolean accepted = Till.book(entail, source, 5).isAccepted();
            boolean fired = faults(entail).fired();
            faults(entail).disarm();
            if (!fired) {
                assertThat(accepted).isTrue();
                return n - 1;
            }
        }
    }

    @Test
    @DisplayName(
            "DSP-09 a connection cut at every point of a dispatch with hooks leaves all or nothing, and nothing runs"
                    + " after nothing")
    final void cutEverywhere() {
        CustomSource source = hooked();
        cutEverywhere(source, entail -> Till.book(entail, source, 4).isAccepted());
    }

    @Test
    @DisplayName("BTX-05 so does one cut at every point of a business transaction")
    final void cutBusinessEverywhere() {
        CustomSource source = hooked();
        cutEverywhere(
                source,
                entail -> catchThrowable(() -> entail.inBusinessTransaction(
                                BusinessOptions.DEFAULT.continuing().withIsolation(IsolationLevel.READ_COMMITTED),
                                tx -> {
                                    tx.dispatch(source, Till.amount(1)).orThrow();
                                    return tx.dispatch(source, Till.amount(3)).orThrow();
                                }))
                        == null);
    }

    private static CustomSource hooked() {
        return Till.source("Book")
                .guard(hook -> hook.reader().count(Query.of("Note")))
                .resolve(hook -> hook.records().create(Till.NOTE, Draft.of("text", "resolved")))
                .afterDispatch(hook -> Map.of("total", hook.records().count(Query.of("Booking"))));
    }

    private void cutEverywhere(CustomSource source, Predicate<Entail> work) {
        AtomicInteger heard = new AtomicInteger();
        Entail entail = openFaulty(
                Till.model(source),
                how -> attempts(how, 1).sideEffect(sideEffect("hear", Till.NOTE, effect -> heard.incrementAndGet())));
        FaultInjector faults = faults(entail);
        assertThat(work.test(entail)).isTrue();
        long each = Till.events(entail);
        List<IntConsumer> cuts = List.of(faults::cutBefore, faults::cutAfter);
        for (IntConsumer cut : cuts) {
            boolean fired = true;
            for (int n = 1; fired; n++) {
                long events = Till.events(entail);
                long total = Till.total(entail);
                heard.set(0);
                cut.accept(n);
                boolean accepted = work.test(entail);
                fired = faults.fired();
                faults.disarm();
                long stored = Till.events(entail) - events;
                assertThat(stored).as("point " + n).isIn(accepted ? List.of(each) : List.of(0L, each));
                assertThat(Till.total(entail) - total).as("point " + n).isEqualTo(stored == 0 ? 0 : 4);
                assertThat(Till.notes(entail)).as("point " + n).isEqualTo(events + stored);
                assertThat(heard).as("point " + n).hasValue(accepted ? (int) each : 0);
                assertThat(fired || n > 5).as("enough points").isTrue();
            }
        }
    }

    @Test
    @DisplayName("T-TRX-17 parallel dispatches both commit, with effects of their own")
    final void parallel() throws Exception {
        CustomSource source = Till.source("Book");
        Entail entail = open(Till.model(source));
        List<CompletableFuture<DispatchResult>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.supplyAsync(() -> Till.book(entail, source, 1)));
        }
        List<RecordId> events = new ArrayList<>();
        for (CompletableFuture<DispatchResult> each : all) {
            DispatchResult result = each.get().orThrow();
            assertThat(result.postCommit()).isEqualTo(PostCommit.of(List.of()));
            assertThat(Events.of(result.effects()))
                    .filteredOn(effect -> effect.equals("create TillEvent"))
                    .hasSize(1);
            events.add(result.effects().getFirst().mutation().id());
        }
        assertThat(events).doesNotHaveDuplicates();
        assertThat(Till.total(entail)).isEqualTo(4);
    }
}
