package dev.entail.testkit.contract.runtime;

import static dev.entail.runtime.sideeffect.SideEffect.sideEffect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.BusinessTransaction;
import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.BusinessOptions;
import dev.entail.runtime.dispatch.BusinessResult;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.storage.spi.IsolationLevel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Dispatches and writes that share one commit. */
abstract class BusinessContract extends RuntimeGroup {
    private final List<String> steps = new ArrayList<>();

    /** Lets in whoever has a clerk; books. */
    private final CustomSource source = Till.source("Book")
            .guard(hook -> {
                if (!hook.reader().exists(Query.of(Till.CLERK.name()))) {
                    throw new EntailException("NO_CLERK", "There is no clerk", Map.of());
                }
            })
            .postCommit(hook ->
                    Map.of("posted", steps.add("posted " + hook.call().payload().get("amount"))));

    private Entail open() {
        return open(
                Till.model(source),
                how -> how.sideEffect(
                        sideEffect("hear", Till.BOOKING, effect -> steps.add("heard " + effect.index()))));
    }

    private DispatchResult book(BusinessTransaction tx, long amount) {
        return tx.dispatch(source, Till.amount(amount));
    }

    @Test
    @DisplayName(
            "T-153 EVS-40 T-BTX-01 BTX-01 BTX-05 BTX-06 each dispatch sees what came before; what follows the commit"
                    + " runs after it")
    final void together() {
        Entail entail = open();
        List<DispatchResult> early = new ArrayList<>();

        BusinessResult<Long> result = entail.inBusinessTransaction(tx -> {
            tx.writes().create(Till.CLERK, Draft.of("name", "Ann"));
            early.add(book(tx, 3));
            early.add(book(tx, 4));
            assertThat(steps).isEmpty();
            return Objects.requireNonNull(tx.writes().global(Till.TOTAL));
        });

        assertThat(result.value()).isEqualTo(7);
        assertThat(early).extracting(each -> each.postCommit().status()).containsOnly(PostCommit.Status.NOT_RUN);
        assertThat(steps).containsExactly("posted 3", "heard 1", "posted 4", "heard 1");
        assertThat(result.dispatches()).allSatisfy(each -> {
            assertThat(each.postCommit().isComplete()).isTrue();
            assertThat(each.context()).isEqualTo(Map.of("posted", true));
        });
        assertThat(Till.bookings(entail)).isEqualTo(2);
        assertThat(Till.total(entail)).isEqualTo(7);
    }

    @Test
    @DisplayName("BTX-05 RSP-04 the effects of each dispatch are its own, counted from its beginning")
    final void effects() {
        Entail entail = open();
        BusinessResult<RecordId> result = entail.inBusinessTransaction(tx -> {
            RecordId ann = tx.writes().create(Till.CLERK, Draft.of("name", "Ann"));
            book(tx, 3);
            tx.writes().create(Till.NOTE, Draft.of("text", "between"));
            book(tx, 4);
            return ann;
        });
        DispatchResult alone = Till.book(entail, source, 5).orThrow();
        assertThat(result.dispatches()).hasSize(2).allSatisfy(each -> {
            assertThat(Events.of(each.effects())).isEqualTo(Events.of(alone.effects()));
            assertThat(each.effects()).extracting(effect -> effect.index()).isSorted();
            assertThat(each.effects().get(0).causedBy()).isEmpty();
            assertThat(each.effects().get(1).causedBy()).hasValue(0);
        });
    }

    @Test
    @DisplayName("T-BTX-02 a failure of the work leaves nothing, and nothing runs")
    final void workFails() {
        Entail entail = open();
        EntailException mine = new EntailException("MINE", "mine", Map.of());
        assertThat(failureOf(() -> entail.inBusinessTransaction(tx -> {
                    tx.writes().create(Till.CLERK, Draft.of("name", "Ann"));
                    book(tx, 3);
                    throw mine;
                })))
                .isSameAs(mine);
        assertThat(Till.isEmpty(entail)).isTrue();
        assertThat(entail.query(Till.CLERK).count()).isZero();
        assertThat(steps).isEmpty();
    }

    @Test
    @DisplayName("T-154 EVS-41 T-BTX-03 T-BTX-05 a refused dispatch aborts everything, even if somebody catches it")
    final void abort() {
        Entail entail = open();
        List<String> codes = new ArrayList<>();
        EntailException failure = failureOf(() -> entail.inBusinessTransaction(tx -> {
            tx.writes().create(Till.CLERK, Draft.of("name", "Ann"));
            book(tx, 3);
            codes.add(failureOf(() -> book(tx, Till.UNLUCKY)).code());
            EntailException after = failureOf(() -> book(tx, 4));
            codes.add(after.code());
            assertThat(after.hasCode(codes.get(0))).isTrue();
            return true;
        }));
        assertThat(codes).hasSize(2).endsWith("BUSINESS_TRANSACTION_ABORTED");
        assertThat(failure.code()).isEqualTo(codes.get(0));
        assertThat(Till.isEmpty(entail)).isTrue();
        assertThat(steps).isEmpty();
    }

    @Test
    @DisplayName(
            "T-154 T-BTX-03 BTX-03 BTX-04 when asked to go on, a refusal is a result, and only its dispatch is undone")
    final void goOn() {
        Entail entail = open();
        BusinessResult<Boolean> result = entail.inBusinessTransaction(BusinessOptions.DEFAULT.continuing(), tx -> {
            assertThat(book(tx, 1).refusal().code()).isEqualTo("NO_CLERK");
            tx.writes().create(Till.CLERK, Draft.of("name", "Ann"));
            assertThat(book(tx, Till.UNLUCKY).isAccepted()).isFalse();
            return book(tx, 5).isAccepted();
        });
        assertThat(result.value()).isTrue();
        assertThat(result.dispatches()).extracting(DispatchResult::isAccepted).containsExactly(false, false, true);
        assertThat(result.dispatches().get(1).postCommit()).isEqualTo(PostCommit.NOT_RUN);
        assertThat(steps).containsExactly("posted 5", "heard 1");
        assertThat(Till.events(entail)).isEqualTo(1);
        assertThat(Till.total(entail)).isEqualTo(5);
    }

    @Test
    @DisplayName("BTX-05 a dispatch that was accepted and then undone with the part around it leads to nothing")
    final void undoneWithItsPart() {
        Entail entail = open();
        BusinessResult<Boolean> result = entail.inBusinessTransaction(tx -> {
            tx.writes().create(Till.CLERK, Draft.of("name", "Ann"));
            assertThat(failureOf(() -> tx.writes().attempt(() -> {
                                book(tx, 3).orThrow();
                                throw new EntailException("MINE", "mine", Map.of());
                            }))
                            .code())
                    .isEqualTo("MINE");
            return book(tx, 4).isAccepted();
        });
        assertThat(result.dispatches()).hasSize(1);
        assertThat(steps).containsExactly("posted 4", "heard 1");
        assertThat(Till.events(entail)).isEqualTo(1);
        assertThat(Till.total(entail)).isEqualTo(4);
    }

    @Test
    @DisplayName("BTX-04 a refusal aborts also when the part around it is undone and caught")
    final void abortInPart() {
        Entail entail = open();
        EntailException failure = failureOf(() -> entail.inBusinessTransaction(tx -> {
            tx.writes().create(Till.NOTE, Draft.of("text", "kept?"));
            return failureOf(() -> tx.writes().attempt(() -> book(tx, 1))).code();
        }));
        assertThat(failure.code()).isEqualTo("NO_CLERK");
        assertThat(Till.isEmpty(entail)).isTrue();
    }

    @Test
    @DisplayName("T-BTX-04 a conflict or a lost connection in a dispatch makes everything run again; it counts once")
    final void conflict() {
        AtomicInteger runs = new AtomicInteger();
        Entail entail = openFaulty(Till.model(source), how -> how);
        entail.create(Till.CLERK, Draft.of("name", "Ann"));
        Runnable work = () -> entail.inBusinessTransaction(BusinessOptions.DEFAULT.continuing(), tx -> {
            runs.incrementAndGet();
            return book(tx, 3).orThrow();
        });
        faults(entail).failBefore(3, () -> new SQLException("injected", "40001"));
        work.run();
        assertThat(runs).hasValue(2);
        faults(entail).cutBefore(2);
        work.run();
        assertThat(runs).hasValue(4);
        assertThat(steps).containsExactly("posted 3", "posted 3");
        assertThat(Till.events(entail)).isEqualTo(2);
        assertThat(Till.total(entail)).isEqualTo(6);
    }

    @Test
    @DisplayName(
            "T-155 EVS-42 T-BTX-05 BTX-02 it is refused inside another one and inside any transaction, before the work"
                    + " runs")
    final void inside() {
        Entail entail = open();
        AtomicInteger runs = new AtomicInteger();
        assertThat(failureOf(() -> entail.inBusinessTransaction(
                                tx -> entail.inBusinessTransaction(inner -> runs.incrementAndGet())))
                        .code())
                .isEqualTo("BUSINESS_TRANSACTION_NESTED");
        assertThat(failureOf(() -> entail.inTransaction(
                                writes -> entail.inBusinessTransaction(inner -> runs.incrementAndGet())))
                        .code())
                .isEqualTo("TRANSACTION_MISUSED");
        assertThat(failureOf(() -> entail.inBusinessTransaction(tx -> entail.inTransaction(writes -> 1)))
                        .code())
                .isEqualTo("TRANSACTION_MISUSED");
        assertThat(failureOf(() -> entail.inBusinessTransaction(tx -> Till.book(entail, source, 1)))
                        .code())
                .as("dispatch through the transaction itself")
                .isEqualTo("DISPATCH_IN_TRANSACTION");
        assertThat(runs).hasValue(0);
    }

    @Test
    @DisplayName("BTX-06 DSP-02 a dispatch inside a dispatch is refused here, too")
    final void nested() {
        List<BusinessTransaction> self = new ArrayList<>();
        CustomSource outer = CustomSource.source("Outer", Till.EVENT).resolve(hook -> book(self.get(0), 1));
        Entail entail = open(Till.model(source, outer));
        EntailException failure = failureOf(() -> entail.inBusinessTransaction(tx -> {
            self.add(tx);
            return tx.dispatch(outer, call -> call);
        }));
        assertThat(failure.code()).isEqualTo("NESTED_DISPATCH");
        assertThat(Till.isEmpty(entail)).isTrue();
    }

    @Test
    @DisplayName("T-BTX-06 a dispatch that needs SERIALIZABLE makes everything run again at that level, once")
    final void serializable() {
        CustomSource strict = CustomSource.source("Strict", Till.EVENT).resolve(hook -> {
            hook.records().requireSerializable();
            return "strict";
        });
        Entail entail = open(Till.model(source, strict));
        for (IsolationLevel level : List.of(IsolationLevel.READ_COMMITTED, IsolationLevel.SERIALIZABLE)) {
            AtomicInteger runs = new AtomicInteger();
            BusinessResult<DispatchResult> result =
                    entail.inBusinessTransaction(BusinessOptions.DEFAULT.withIsolation(level), tx -> {
                        runs.incrementAndGet();
                        return tx.dispatch(strict, call -> call);
                    });
            assertThat(result.value().data()).isEqualTo("strict");
            assertThat(runs).hasValue(level == IsolationLevel.SERIALIZABLE ? 1 : 2);
        }
        assertThat(Till.events(entail)).isEqualTo(2);
    }

    @Test
    @DisplayName("BTX-02 TRX-05 the transaction ends with the work")
    final void over() {
        Entail entail = open();
        List<BusinessTransaction> kept = new ArrayList<>();
        entail.inBusinessTransaction(tx -> kept.add(tx));
        assertThat(failureOf(() -> book(kept.get(0), 1)).code()).isEqualTo("TRANSACTION_MISUSED");
    }
}
