package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.spi.Capability;
import dev.entail.testkit.contract.driver.ClaimingDatabase;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.StatementLog;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * What scenarios share: a model of their own that is open, records in few words, and values as the specification writes them:
 * numbers rounded to two places, {@code T} and {@code F} for what is true and false.
 */
abstract class ScenarioGroup extends RuntimeGroup {
    private @Nullable Entail current;

    /** The facts of a scenario. */
    static ModelBuilder facts(RecordDefinition... facts) {
        return Model.model("Scenario").facts(facts);
    }

    /** Opens the model that the scenario is about. */
    final Entail play(ModelBuilder model, RecordDefinition... observed) {
        Entail opened = open(model.build(), observed);
        current = opened;
        return opened;
    }

    /** Plays a scenario on a database that claims to lack something, so whoever needs that is refused. */
    final void playWithout(Capability lacking, ModelBuilder builder, Consumer<StatementLog> scenario) {
        Model model = builder.build();
        TestDatabase database = test().fresh();
        open(model, database);
        CountingDatabase counting = database.open();
        try (Entail opened = Entail.with(model).open(ClaimingDatabase.without(counting, lacking))) {
            current = opened;
            scenario.accept(counting.log());
        }
    }

    final Entail entail() {
        return Objects.requireNonNull(current);
    }

    /** A draft of names and values in turn. */
    static Draft draft(@Nullable Object... values) {
        Draft draft = Draft.empty();
        for (int i = 0; i < values.length; i += 2) {
            draft = draft.set((String) Objects.requireNonNull(values[i]), values[i + 1]);
        }
        return draft;
    }

    final RecordId add(RecordDefinition record, @Nullable Object... values) {
        return entail().create(record, draft(values));
    }

    final void set(RecordDefinition record, RecordId id, @Nullable Object... values) {
        assertThat(entail().update(record, id, draft(values))).isTrue();
    }

    final void delete(RecordDefinition record, RecordId id) {
        assertThat(entail().delete(record, id)).isTrue();
    }

    final RecordId link(RecordDefinition relation, RecordId source, RecordId target, @Nullable Object... values) {
        return entail().link(relation, new Link(source, target, draft(values)));
    }

    final void unlink(RecordDefinition relation, RecordId source, RecordId target) {
        assertThat(entail().unlink(relation, source, target)).isTrue();
    }

    /** What a record has under some names, both separated by blanks. */
    final void expect(RecordDefinition record, RecordId id, String names, String values) {
        String[] each = names.split(" ");
        Row row = entail().query(record).select(each).byId(id).orElseThrow();
        assertThat(shown(each, row::get)).as(names).isEqualTo(values);
    }

    /** What global values there are under some names. */
    final void expect(String names, String values) {
        assertThat(shown(names.split(" "), this::global)).as(names).isEqualTo(values);
    }

    private @Nullable Object global(String name) {
        ValueModel value = Objects.requireNonNull(entail().model().globals().get(name));
        return entail().global(value.property());
    }

    private static String shown(String[] names, Function<String, @Nullable Object> values) {
        return Arrays.stream(names).map(name -> shown(values.apply(name))).collect(Collectors.joining(" "));
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case Boolean truth -> truth ? "T" : "F";
            case Long number -> number.toString();
            case Double number -> shown(BigDecimal.valueOf(number));
            case BigDecimal number ->
                number.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
            case null, default -> String.valueOf(value);
        };
    }

    /** The codes of what is wrong with a model. */
    static List<String> problems(ModelBuilder model) {
        InvalidModelException invalid = Assertions.catchThrowableOfType(InvalidModelException.class, model::build);
        return invalid.problems().stream().map(problem -> problem.code()).toList();
    }
}
