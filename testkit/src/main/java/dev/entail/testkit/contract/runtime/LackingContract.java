package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.storage.spi.Capability;
import dev.entail.testkit.contract.driver.ClaimingDatabase;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.StatementLog;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Dispatches on a database that cannot do what they need: refused before anything is sent, and not tried again. */
abstract class LackingContract extends RuntimeGroup {
    private final AtomicInteger runs = new AtomicInteger();
    private final CustomSource source = Till.source("Book").guard(hook -> runs.incrementAndGet());
    private final CustomSource strict = Till.source("Strict").resolve(hook -> {
        runs.incrementAndGet();
        hook.records().requireSerializable();
        return true;
    });

    /** Opens the model on a database on which it has been set up already, and which lacks something. */
    private void without(Capability capability, BiConsumer<Entail, StatementLog> test) {
        Model model = Till.model(source, strict);
        TestDatabase database = test().fresh();
        open(model, database);
        CountingDatabase counting = database.open();
        try (Entail entail = Entail.with(model).open(ClaimingDatabase.without(counting, capability))) {
            counting.log().clear();
            test.accept(entail, counting.log());
        }
    }

    @Test
    @DisplayName(
            "EVS-24 T-TRX-12 CAP-04 CAP-06 CAP-07 without transactions a dispatch is refused, no guard asked, nothing"
                    + " sent")
    final void transactions() {
        without(Capability.TRANSACTIONS, (entail, log) -> {
            DispatchResult result = Till.book(entail, source, 1);
            assertThat(result.refusal().hasCode("CAPABILITY_MISSING")).isTrue();
            assertThat(result.refusal().details())
                    .containsEntry("capability", "TRANSACTIONS")
                    .containsEntry("attempts", 1);
            assertThat(log.statements()).isEmpty();
            assertThat(failureOf(() -> entail.inBusinessTransaction(tx -> runs.incrementAndGet()))
                            .details())
                    .containsEntry("capability", "TRANSACTIONS");
            assertThat(runs).hasValue(0);
        });
    }

    @Test
    @DisplayName("T-TRX-13 CAP-05 without SERIALIZABLE a step that asks for it is refused, and does not run again")
    final void serializable() {
        without(Capability.SERIALIZABLE, (entail, log) -> {
            EntailException refusal = Till.book(entail, strict, 1).refusal();
            assertThat(refusal.details()).containsEntry("capability", "SERIALIZABLE");
            assertThat(runs).hasValue(1);
            assertThat(Till.isEmpty(entail)).isTrue();
        });
    }

    @Test
    @DisplayName(
            "BTX-02 without savepoints a business transaction is refused before it runs; dispatches do without them")
    final void savepoints() {
        without(Capability.SAVEPOINTS, (entail, log) -> {
            assertThat(failureOf(() -> entail.inBusinessTransaction(tx -> runs.incrementAndGet()))
                            .details())
                    .containsEntry("capability", "SAVEPOINTS");
            assertThat(log.statements()).isEmpty();
            assertThat(runs).hasValue(0);
            assertThat(Till.book(entail, source, 1).isAccepted()).isTrue();
        });
    }
}
