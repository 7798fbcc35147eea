package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.storage.spi.Database;
import dev.entail.testkit.history.EntailFuzz;
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
    private static final int MODELS = 20;
    private static final int THREADS = 4;
    private static final RetryPolicy PATIENT = new RetryPolicy(
            20, List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10)));

    private static final FuzzOptions OPTIONS =
            FuzzOptions.standard().histories(2).transactions(10);

    @Test
    @DisplayName("STO-956 T-TRX-21 4 threads play random transactions on random models: what is derived follows from what"
            + " they left")
    final void threads() {
        assertEnough(EntailFuzz.checkConcurrently(
                MODELS, THREADS, builder -> open(builder, test().fresh().open()), OPTIONS));
    }

    @Test
    @DisplayName("T-ORA-04 STO-956 so it does when their statements and commits fail at random and are tried again")
    final void storm() {
        List<FaultStorm> storms = new ArrayList<>();
        FuzzOptions options = OPTIONS.seed(2);
        assertEnough(EntailFuzz.checkConcurrently(
                MODELS,
                THREADS,
                builder -> {
                    storms.add(new FaultStorm(
                            new SplittableRandom(options.seed()), 40, () -> new SQLException("injected", "40001")));
                    return open(
                            builder, new InterceptedDatabase(test().fresh().open(), storms.getLast()));
                },
                options));
        assertThat(storms.stream().mapToInt(FaultStorm::faults).sum())
                .as("faults")
                .isGreaterThan(options.replay() == null ? 100 : -1);
    }

    private static Entail open(EntailBuilder builder, Database database) {
        return builder.settings(new Settings(PATIENT, 100_000)).open(database);
    }

    /** Threads that are all refused would prove nothing, and those that meet must get through in the end. */
    private static void assertEnough(Played played) {
        if (OPTIONS.replay() == null) {
            System.err.println(played);
            assertThat(played.histories()).isEqualTo(MODELS * OPTIONS.histories());
            assertThat(played.accepted()).as("transactions that were not refused").isGreaterThan(1);
            assertThat(played.refusals().getOrDefault("TRANSACTION_RETRY_EXHAUSTED", 0))
                    .as("transactions that never got through")
                    .isLessThan(5);
        }
    }
}
