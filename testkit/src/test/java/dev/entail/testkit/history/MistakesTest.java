package dev.entail.testkit.history;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.builtins.reading.DataPolicy;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.match.Match;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Mistakes are found wherever they stand, and only mistakes are. */
final class MistakesTest {
    private static final int MODELS = 40;
    private static final Entity Z = entity("Zz", text("name"), integer("size"));
    private static final Entity Y = entity("Yy", text("name"));
    private static final Relation ZY = manyToOne(Z, "y", Y, "zs");
    private static final Interaction CALL =
            interaction("CallZz").payload(PayloadField.text("name").required());
    private static final Interaction LOOK = interaction("LookZz").reading(Z, DataPolicy.allRows("name"));

    private record Mistake(String code, Consumer<ModelBuilder> wrong, Consumer<ModelBuilder> right) {}

    private static Consumer<ModelBuilder> facts(Entity... entities) {
        return builder -> builder.facts(entities);
    }

    private static Consumer<ModelBuilder> both(Consumer<ModelBuilder> more) {
        return builder -> more.accept(builder.facts(Z, Y, ZY));
    }

    private static Mistake mistake(String code, Consumer<ModelBuilder> wrong, Consumer<ModelBuilder> right) {
        return new Mistake(code, wrong, right);
    }

    /** The cases of 9.1 that the types of Java do not exclude, each with what is right instead. */
    private static List<Mistake> declarations() {
        return List.of(
                mistake("DECL_NAME_INVALID", facts(entity("Z z")), facts(entity("Z_z"))),
                mistake("DECL_NAME_INVALID", facts(entity("Zz", text("a-b"))), facts(entity("Zz", text("a_b")))),
                mistake("DECL_PROPERTY_RESERVED", facts(entity("Zz", text("id"))), facts(entity("Zz", text("key")))),
                mistake(
                        "DECL_PROPERTY_RESERVED",
                        both(all -> all.facts(
                                manyToMany(Z, "a", Y, "b").with(text("source")).named("Zl"))),
                        both(all -> all.facts(
                                manyToMany(Z, "a", Y, "b").with(text("origin")).named("Zl")))),
                mistake(
                        "DECL_PROPERTY_DUPLICATE",
                        facts(entity("Zz", text("a"), integer("a"))),
                        facts(entity("Zz", text("a"), integer("b")))),
                mistake("SETUP_RECORD_DUPLICATE", facts(Z, entity("Zz")), facts(Z, entity("Zy"))),
                mistake("DECL_NAME_CASE_CLASH", facts(Z, entity("ZZ")), facts(Z, entity("Z2"))),
                mistake(
                        "SETUP_RECORD_DUPLICATE",
                        both(all -> all.facts(entity("_Interaction_")).events(CALL)),
                        both(all -> all.events(CALL))),
                mistake(
                        "DECL_SYMMETRIC_TYPE",
                        both(all -> all.facts(oneToMany(Z, "peer", Z, "peer"))),
                        both(all -> all.facts(manyToMany(Z, "peers", Z, "peers")))),
                mistake(
                        "SETUP_NAMESPACE_CONFLICT",
                        both(all -> all.facts(manyToOne(Z, "name", Y, "others"))),
                        both(all -> all.facts(manyToOne(Z, "other", Y, "others")))),
                mistake("DECL_UNKNOWN_RECORD", builder -> builder.facts(Z, ZY), builder -> builder.facts(Z, Y, ZY)),
                mistake(
                        "DECL_ENTITY_SHAPE",
                        both(all -> all.facts(Union.of("Zu"))),
                        both(all -> all.facts(Union.of("Zu", Z, Y)))),
                mistake(
                        "DECL_UNKNOWN_ATTRIBUTE",
                        both(all -> all.facts(View.of("Zv", Z, Match.eq("nmae", "x")))),
                        both(all -> all.facts(View.of("Zv", Z, Match.eq("name", "x"))))),
                mistake(
                        "DECL_CONSTRAINT",
                        both(all -> all.constrain(Z, Constraint.unique("u"))),
                        both(all -> all.constrain(Z, Constraint.unique("u", "name")))),
                mistake(
                        "DECL_CONSTRAINT",
                        both(all -> all.constrain(Z, Constraint.unique("u", "name", "name"))),
                        both(all -> all.constrain(Z, Constraint.unique("u", "name", "size")))),
                mistake(
                        "DECL_NAME_INVALID",
                        both(all -> all.constrain(Z, Constraint.unique("u-1", "name"))),
                        both(all -> all.constrain(Z, Constraint.unique("u1", "name")))),
                mistake(
                        "DECL_UNKNOWN_ATTRIBUTE",
                        both(all -> all.constrain(Z, Constraint.required("r", "nmae"))),
                        both(all -> all.constrain(Z, Constraint.required("r", "name")))),
                mistake(
                        "SETUP_CONSTRAINT_DUPLICATE",
                        both(all -> all.constrain(Z, Constraint.unique("u", "name"), Constraint.required("u", "size"))),
                        both(all ->
                                all.constrain(Z, Constraint.unique("u", "name"), Constraint.required("r", "size")))));
    }

    private static List<Mistake> derivations() {
        return List.of(
                mistake(
                        "DECL_TWO_WRITERS",
                        both(all -> all.derive(Y, integer("n").defaultTo(1L), Count.of("zs"))),
                        both(all -> all.derive(Y, integer("n"), Count.of("zs")))),
                mistake(
                        "DECL_UNKNOWN_ATTRIBUTE",
                        both(all -> all.derive(Y, integer("n"), Count.of("z"))),
                        both(all -> all.derive(Y, integer("n"), Count.of("zs")))),
                mistake(
                        "SETUP_COMPUTATION_CONTEXT",
                        both(all -> all.derive(Y, integer("n"), Count.of(Z))),
                        both(all -> all.derive(integer("zzCount"), Count.of(Z)))),
                mistake(
                        "DECL_TYPE_MISMATCH",
                        both(all -> all.derive(Y, text("n"), Summation.of("zs", "size"))),
                        both(all -> all.derive(Y, integer("n"), Summation.of("zs", "size")))),
                mistake(
                        "DERIVATION_CYCLE",
                        both(all -> all.derive(Y, integer("a"), Computed.from("b", row -> 1L))
                                .derive(Y, integer("b"), Computed.from("a", row -> 1L))),
                        both(all -> all.derive(Y, integer("a"), Computed.from("b", row -> 1L))
                                .derive(Y, integer("b"), Count.of("zs")))),
                mistake(
                        "DECL_STATE_MACHINE",
                        both(all -> all.events(CALL).derive(Z, text("state"), machine("lost"))),
                        both(all -> all.events(CALL).derive(Z, text("state"), machine("done")))),
                mistake(
                        "DECL_UNKNOWN_EVENT_SOURCE",
                        both(all -> all.derive(Z, Transform.toRecord(CALL, event -> Draft.empty()))),
                        both(all -> all.events(CALL).derive(Z, Transform.toRecord(CALL, event -> Draft.empty())))),
                mistake(
                        "DECL_EVENT_NOT_STORED",
                        both(all -> all.events(LOOK).derive(Y, Transform.toRecord(LOOK, event -> Draft.empty()))),
                        both(all -> {
                            Interaction recorded = LOOK.recorded();
                            all.events(recorded).derive(Y, Transform.toRecord(recorded, event -> Draft.empty()));
                        })));
    }

    private static StateMachine machine(String last) {
        return StateMachine.of("open", "done")
                .with(Transfer.from("open").to(last).on(CALL, event -> event.user()));
    }

    private static List<Mistake> interactions() {
        return List.of(
                mistake(
                        "SETUP_EVENT_SOURCE_DUPLICATE",
                        both(all -> all.events(CALL, interaction("CallZz"))),
                        both(all -> all.events(CALL, interaction("CallZy")))),
                mistake(
                        "DECL_PAYLOAD_DUPLICATE",
                        both(all -> all.events(interaction("Q").payload(field("x"), field("x")))),
                        both(all -> all.events(interaction("Q").payload(field("x"), field("y"))))),
                mistake(
                        "DECL_UNKNOWN_RECORD",
                        builder -> builder.events(LOOK),
                        builder -> builder.facts(Z).events(LOOK)),
                mistake(
                        "DECL_UNKNOWN_ATTRIBUTE",
                        both(all -> all.events(interaction("Q").reading(Z, DataPolicy.allRows("nmae")))),
                        both(all -> all.events(interaction("Q").reading(Z, DataPolicy.allRows("name"))))));
    }

    private static PayloadField field(String name) {
        return PayloadField.text(name);
    }

    @Test
    @DisplayName(
            "PBT-04 each mistake is found in random valid models with its code and place; what is right instead is not")
    void everywhere() {
        ModelGenerator generator = new ModelGenerator(EnumSet.allOf(Feature.class));
        for (int seed = 0; seed < MODELS; seed++) {
            for (List<Mistake> kind : List.of(declarations(), derivations(), interactions())) {
                for (Mistake mistake : kind) {
                    String where = mistake.code() + " in random model " + seed;
                    ModelBuilder wrong = generator.declarations(seed);
                    mistake.wrong().accept(wrong);
                    assertThat(catchThrowableOfType(InvalidModelException.class, wrong::build))
                            .as(where)
                            .isNotNull()
                            .satisfies(failure -> assertThat(failure.problems()).anySatisfy(problem -> {
                                assertThat(problem.code()).isEqualTo(mistake.code());
                                assertThat(problem.path()).isNotBlank();
                                assertThat(problem.hint()).isNotBlank();
                            }));
                    ModelBuilder right = generator.declarations(seed);
                    mistake.right().accept(right);
                    assertThatCode(right::build)
                            .as("the legal twin of " + where)
                            .doesNotThrowAnyException();
                }
            }
        }
    }
}
