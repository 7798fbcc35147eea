package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.ValueType;
import dev.entail.testkit.history.Choices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random declarations, most of which make no sense. */
abstract class DeclarationScenarios extends RuntimeGroup {
    private static final int DECLARATIONS = 1500;
    private static final int OPENED = 8;

    @Test
    @DisplayName(
            "T-ORA-05 a random declaration is refused with coded problems that name the place, or it works; nothing"
                    + " else comes out")
    final void anything() {
        List<Model> valid = new ArrayList<>();
        int refused = 0;
        long first = Long.getLong("entail.seed", 1L);
        for (long seed = first; seed < first + DECLARATIONS; seed++) {
            Optional<Model> model = build(seed);
            model.ifPresent(valid::add);
            refused += model.isPresent() ? 0 : 1;
        }
        assertThat(refused).as("refused").isGreaterThan(DECLARATIONS / 10);
        assertThat(valid).as("valid").hasSizeGreaterThan(DECLARATIONS / 20);
        int step = valid.size() / OPENED;
        for (int i = 0; i < OPENED; i++) {
            use(valid.get(i * step));
        }
    }

    /** The declaration of a seed, or nothing if it is refused as it should be. */
    private static Optional<Model> build(long seed) {
        try {
            return Optional.of(new DeclarationGenerator(new Choices(seed)).build());
        } catch (InvalidModelException e) {
            assertThat(e.problems()).as("seed %s", seed).isNotEmpty().allSatisfy(problem -> assertTold(problem));
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + " led to something that is no refusal", e);
        }
    }

    private static void assertTold(Problem problem) {
        assertThat(problem.code()).matches("(DECL|SETUP|DERIVATION)_[A-Z_]+");
        assertThat(problem.path()).isNotBlank();
        assertThat(problem.message()).isNotBlank();
        assertThat(problem.hint()).isNotBlank();
    }

    /** Keys, identities and scopes may refuse a record. Nothing else may, and what was written is followed. */
    private void use(Model model) {
        Entail entail;
        try {
            entail = open(model);
        } catch (EntailException e) {
            throw new AssertionError("a valid model could not be opened: " + model.explain(), e);
        }
        for (RecordModel record : model.records().values()) {
            if (record.definition() instanceof Entity entity && !record.name().equals("_Interaction_")) {
                for (int i = 0; i < 3; i++) {
                    Draft draft = draft(record, i);
                    attempt(() -> entail.create(entity, draft));
                }
                entail.query(entity)
                        .list()
                        .forEach(row -> attempt(() -> entail.update(entity, row.id(), draft(record, 5))));
                attempt(() -> entail.inTransaction(writes -> writes.deleteAll(entity, Match.eq("n", 1L))));
            }
        }
        close(entail);
    }

    private static Draft draft(RecordModel record, int n) {
        Draft draft = Draft.empty();
        for (Property<?> property : ((Entity) record.definition()).properties()) {
            if (property.type() == ValueType.INTEGER && !property.isList()) {
                draft = draft.set(property.name(), n);
            } else if (property.type() == ValueType.TEXT && !property.isList()) {
                draft = draft.set(property.name(), "t" + n);
            }
        }
        return draft;
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (EntailException e) {
            assertThat(e.code())
                    .as(e.getMessage())
                    .isIn(
                            "UNIQUE_CONSTRAINT_VIOLATION",
                            "NON_NULL_CONSTRAINT_VIOLATION",
                            "IDENTITY_IMMUTABLE",
                            "SEQUENCE_SCOPE_MISSING",
                            "SEQUENCE_SCOPE_IMMUTABLE");
        }
    }
}
