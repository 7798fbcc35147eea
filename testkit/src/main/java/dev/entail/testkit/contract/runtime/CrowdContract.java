package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.testkit.history.EntailFuzz;
import dev.entail.testkit.history.Feature;
import dev.entail.testkit.history.FuzzOptions;
import dev.entail.testkit.history.Played;
import dev.entail.testkit.jdbc.FaultStorm;
import dev.entail.testkit.jdbc.InterceptedDatabase;
import dev.entail.wiring.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The oracle under concurrency: whatever threads do to the same records at once, what is derived follows from the facts. */
abstract class CrowdContract extends RuntimeGroup {
    private static final int MODELS = 10;
    private static final int THREADS = 4;
    private static final int HISTORIES = 2;
    private static final int TRANSACTIONS = 10;
    private static final RetryPolicy PATIENT = new RetryPolicy(
            30, List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10)));

    /** Everything but what is known not to hold. */
    private FuzzOptions options() {
        FuzzOptions options = FuzzOptions.standard().histories(HISTORIES).transactions(TRANSACTIONS);
        TransactionCapability capability = test().database().getTransactionCapability();
        if (!capability.has(Capability.CONCURRENT_WRITERS)) {
            return options;
        }
        // What is read at READ COMMITTED may miss a link that another transaction makes at the same moment.
        FuzzOptions concurrent = options.without(Feature.UNGUARDED_READS);
        // Who begins again at SERIALIZABLE to change a global value reads from a snapshot which records have copied
        // it, and may miss one of that moment, unless it writes alone, as on H2. A foreign key of H2 does not see that
        // another open transaction deletes the row referred to, so a link can lose its end there.
        return capability.has(Capability.MANY_PROCESSES)
                ? concurrent.without(Feature.COPIED_GLOBALS)
                : concurrent.without(Feature.DELETIONS).without(Feature.LINK_ENDS);
    }

    /**
     * An empty database. Some resolve a deadlock only when the time for a lock is up, so it is short.
     */
    private Database fresh() {
        return DatabaseDrivers.fromClassPath().open(test().fresh().config().withLockTimeout(Duration.ofSeconds(1)));
    }

    @Test
    @DisplayName("STO-956 T-TRX-21 threads play random transactions on random models: what is derived follows from what"
            + " they left")
    final void threads() {
        assertEnough(EntailFuzz.checkConcurrently(MODELS, THREADS, builder -> open(builder, fresh()), options()), 5);
    }

    @Test
    @DisplayName("T-ORA-04 STO-956 so it does when their statements and commits fail at random and are tried again")
    final void storm() {
        List<FaultStorm> storms = new ArrayList<>();
        FuzzOptions options = options().seed(2);
        assertEnough(
                EntailFuzz.checkConcurrently(
                        MODELS,
                        THREADS,
                        builder -> {
                            storms.add(new FaultStorm(
                                    new SplittableRandom(options.seed()),
                                    80,
                                    () -> new SQLException("injected", "40001")));
                            return open(builder, new InterceptedDatabase(fresh(), storms.getLast()));
                        },
                        options),
                20);
        assertThat(storms.stream().mapToInt(FaultStorm::faults).sum())
                .as("faults")
                .isGreaterThan(options.replay() == null ? 5 : -1);
    }

    private static Entail open(EntailBuilder builder, Database database) {
        return builder.settings(new Settings(PATIENT, 100_000)).open(database);
    }

    /** Threads that are all refused would prove nothing, and those that meet must get through in the end, but for a few. */
    private void assertEnough(Played played, int few) {
        if (FuzzOptions.standard().replay() == null) {
            assertThat(played.histories()).isEqualTo(MODELS * HISTORIES);
            assertThat(played.accepted())
                    .as("transactions that were not refused")
                    .isGreaterThan(40 * THREADS);
            assertThat(played.refusals().getOrDefault("TRANSACTION_RETRY_EXHAUSTED", 0))
                    .as("transactions that never got through")
                    .isLessThan(few);
        }
    }
}
