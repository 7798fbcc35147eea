package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.testkit.history.EntailFuzz;
import dev.entail.testkit.history.FuzzOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The oracle: random histories agree with an independent reference after each transaction. */
abstract class HistoryContract extends RuntimeGroup {
    private static final int MODELS = 26;
    private static final int HISTORIES = 20;

    @Test
    @DisplayName("STO-956 STO-374 AGG-11 random histories and questions on random models agree with the reference")
    final void randomModels() {
        FuzzOptions options = FuzzOptions.standard().histories(HISTORIES).transactions(6);
        int accepted = EntailFuzz.checkRandomModels(MODELS, this::fresh, options);
        assertThat(accepted).as("transactions that were not refused").isGreaterThan(MODELS * HISTORIES * 4);
    }

    @Test
    @DisplayName("STO-956 AGG-11 long random histories on a model with many derived values agree with the reference")
    final void manyDerivedValues() {
        FuzzOptions options = FuzzOptions.standard().histories(4).transactions(50);
        int accepted = EntailFuzz.check(Club.model(), this::fresh, options);
        assertThat(accepted).as("transactions that were not refused").isGreaterThan(120);
    }

    private Entail fresh(EntailBuilder builder) {
        return builder.open(test().fresh().open());
    }
}
