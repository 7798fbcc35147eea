package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.model.Model;
import dev.entail.testkit.history.EntailFuzz;
import dev.entail.testkit.history.FuzzOptions;
import dev.entail.testkit.history.Played;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The oracle: random histories agree with an independent reference after each transaction. On each database 1,264 are played
 * (84 models with 15 each, and 4 long ones), which makes 5,056 on four.
 */
abstract class HistoryContract extends RuntimeGroup {
    private static final int MODELS = EntailFuzz.MODELS;
    private static final int HISTORIES = 15;
    private static final int LONG_HISTORIES = 4;

    @Test
    @DisplayName("STO-956 STO-374 AGG-11 PBT-02 PBT-03 random histories and questions on random models agree with the"
            + " reference")
    final void randomModels() {
        FuzzOptions options = FuzzOptions.standard().histories(HISTORIES).transactions(3);
        Played played = EntailFuzz.checkRandomModels(MODELS, this::fresh, options);
        assertEnough(played, options, MODELS * HISTORIES, MODELS * HISTORIES * 3 / 2);
    }

    @Test
    @DisplayName(
            "STO-956 AGG-11 PBT-02 long random histories on a model with many derived values agree with the reference")
    final void manyDerivedValues() {
        FuzzOptions options = FuzzOptions.standard().histories(LONG_HISTORIES).transactions(50);
        assertEnough(EntailFuzz.check(Club.model(), this::fresh, options), options, LONG_HISTORIES, 120);
    }

    @Test
    @DisplayName("STO-956 a history that went wrong is told with its seed, made small, and can be played again")
    final void replay() {
        AtomicLong calls = new AtomicLong();
        Entity odd = Entity.entity("Odd", Property.integer("n").defaultTo(row -> calls.incrementAndGet()));
        Model model = Model.model("Replay").facts(odd).build();
        FuzzOptions options =
                FuzzOptions.standard().seed(1).replay(null).histories(5).transactions(2);
        String first = failure(model, options);
        assertThat(first).contains("seed " + options.seed(), "Odd");
        Matcher file = Pattern.compile("-Dentail.replay=(.*)").matcher(first);
        assertThat(file.find()).as(first).isTrue();
        String again = failure(model, options.replay(Path.of(file.group(1))));
        assertThat(again).contains("Odd");
    }

    private String failure(Model model, FuzzOptions options) {
        return String.valueOf(
                catchThrowableOfType(AssertionError.class, () -> EntailFuzz.check(model, this::fresh, options))
                        .getMessage());
    }

    /** Histories that are all refused would prove nothing. */
    private static void assertEnough(Played played, FuzzOptions options, int histories, int enough) {
        if (options.replay() == null) {
            assertThat(played.histories()).isEqualTo(histories);
            assertThat(played.accepted())
                    .as("transactions that were not refused")
                    .isGreaterThan(enough);
        }
    }

    private Entail fresh(EntailBuilder builder) {
        return builder.open(test().fresh().open());
    }
}
