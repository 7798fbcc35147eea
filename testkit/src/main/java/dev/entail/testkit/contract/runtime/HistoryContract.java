package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.testkit.history.EntailFuzz;
import dev.entail.testkit.history.Feature;
import dev.entail.testkit.history.FuzzOptions;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The oracle: random models and random histories agree with an independent reference after each transaction. */
abstract class HistoryContract extends RuntimeGroup {
    private static final Set<Feature> FEATURES = EnumSet.allOf(Feature.class);

    @Test
    @DisplayName("STO-956 STO-374 AGG-11 random histories on random models agree with the reference after each step")
    final void randomModels() {
        FuzzOptions options =
                FuzzOptions.standard().features(FEATURES).histories(50).transactions(6);
        int accepted = EntailFuzz.checkRandomModels(10, this::fresh, options, test().title());
        assertThat(accepted).as("transactions that were not refused").isGreaterThan(500);
    }

    @Test
    @DisplayName("STO-956 AGG-11 long random histories on one model agree with the reference after each step")
    final void oneModel() {
        FuzzOptions options =
                FuzzOptions.standard().features(FEATURES).histories(4).transactions(60);
        EntailFuzz.check(Club.model(), () -> fresh(Club.model()), options);
    }

    private Entail fresh(Model model) {
        RecordDefinition[] views = model.records().values().stream()
                .filter(record -> !record.isConcrete())
                .map(RecordModel::definition)
                .toArray(RecordDefinition[]::new);
        return Entail.with(model).observing(views).open(test().fresh().open());
    }
}
