package dev.entail.core.model;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.event.Trigger;
import dev.entail.core.value.Draft;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Paths, state machines, projections and triggers of a model")
final class ReactionCheckTest {
    private static final Entity TEAM = entity("Team", text("name"), integer("budget"));
    private static final Entity USER = entity("User", text("name"), bool("active"));
    private static final Relation MEMBERSHIP =
            manyToOne(USER, "team", TEAM, "members").with(integer("since"));

    @Test
    @DisplayName("SUM-01 EVY-09 paths over single relations and to links lead somewhere, or say where they end")
    void paths() {
        assertThat(problems(facts().derive(TEAM, integer("n"), Summation.of("members", "team.bugdet"))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("DECL_UNKNOWN_ATTRIBUTE");
                    assertThat(problem.message()).contains("team.bugdet", "did you mean 'budget'?");
                });
        assertThat(codes(facts().derive(TEAM, integer("n"), Summation.of("members", "&.until"))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(facts().derive(integer("n"), Summation.of(USER, "&.since"))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(facts().derive(TEAM, text("n"), Computed.from("members.name", row -> ""))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(codes(facts().derive(USER, bool("n"), Every.of("team", List.of("name"), row -> true))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(codes(facts().derive(USER, text("n"), Lookup.of("team.budget"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(facts().derive(USER, text("n"), Lookup.of("name")))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
    }

    @Test
    @DisplayName("AVG-01 EVY-03 CNT-01 composite values have the type that suits them")
    void types() {
        assertThat(codes(facts().derive(TEAM, integer("n"), Average.of("members", "&.since"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(facts().derive(TEAM, integer("n"), Any.of("members", "active"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(facts().derive(TEAM, bool("n"), Any.of("members", "name"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(facts().derive(TEAM, text("n"), WeightedSummation.of("members", "&.since", "&.since"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(facts().derive(TEAM, number("w"), WeightedSummation.of("members", "&.since", "name"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThatCode(() -> facts().derive(TEAM, number("mean"), Average.of("members", "&.since"))
                        .derive(TEAM, decimal("w"), WeightedSummation.of("members", "&.since", "team.budget"))
                        .derive(TEAM, integer("on"), Count.of("members").where("active"))
                        .build())
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("DERIVATION_CYCLE a value that depends on itself over a path is found out")
    void cycle() {
        assertThat(codes(facts().derive(TEAM, integer("total"), Summation.of("members", "share"))
                        .derive(USER, integer("share"), Lookup.of("team.total"))))
                .containsExactly("DERIVATION_CYCLE");
    }

    @Test
    @DisplayName("T-STM-16 STM-01 STM-03 states, steps and triggers of a machine exist")
    void machines() {
        assertThat(codes(facts().derive(USER, text("s"), StateMachine.of("a", "b", "a"))))
                .containsExactly("DECL_STATE_MACHINE");
        assertThat(codes(facts().derive(
                                USER,
                                text("s"),
                                machine(Transfer.from("a").to("c").on(created(), id())))))
                .containsExactly("DECL_STATE_MACHINE");
        assertThat(codes(facts().derive(
                                USER,
                                text("s"),
                                machine(Transfer.from("a").to("b").on(created())))))
                .containsExactly("DECL_STATE_MACHINE");
        assertThat(codes(facts().derive(
                                text("s"), machine(Transfer.from("a").to("b").on(created(), id())))))
                .containsExactly("DECL_STATE_MACHINE");
        assertThat(codes(facts().derive(text("s"), StateMachine.of("a").deletingIn("a"))))
                .containsExactly("DECL_STATE_MACHINE");
        assertThat(codes(facts().derive(USER, integer("s"), StateMachine.of("a", "b"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(facts().derive(
                                USER,
                                text("s"),
                                machine(Transfer.from("a").to("b").on(Trigger.updated(USER, "nmae"), id())))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
    }

    @Test
    @DisplayName("T-CUS-12 SET-06 BUG-15 a trigger that can never fire is refused")
    void triggers() {
        assertThat(codes(facts().derive(USER, log(Trigger.created(entity("Other", text("x")))))))
                .containsExactly("DECL_UNKNOWN_RECORD");
        assertThat(codes(facts().derive(USER, log(Trigger.created(TEAM).like(Map.of("naem", "x"))))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(facts().derive(USER, log(Trigger.changed(text("mode"))))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(facts().derive(integer("users"), Count.of(USER))
                        .derive(USER, log(Trigger.changed(integer("users"))))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThatCode(() -> facts().globals(text("mode"))
                        .derive(USER, log(Trigger.changed(text("mode"))))
                        .build())
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("T-TRF-15 TRF-02 a projection looks at something that its source has")
    void projections() {
        assertThat(codes(facts().derive(TEAM, Projection.toRecord(USER, List.of(), row -> Draft.empty()))))
                .containsExactly("DECL_PROJECTION");
        assertThat(codes(facts().derive(TEAM, Projection.toRecord(USER, List.of("nick"), row -> Draft.empty()))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(facts().derive(
                                TEAM, Projection.toRecord(entity("Other"), List.of("nick"), row -> Draft.empty()))))
                .containsExactly("DECL_UNKNOWN_RECORD");
        assertThatCode(() -> facts().derive(
                                TEAM,
                                Projection.toRecord(
                                        MEMBERSHIP, List.of("since", "source", "target.name"), row -> Draft.empty()))
                        .build())
                .doesNotThrowAnyException();
    }

    private static StateMachine machine(Transfer<?> transfer) {
        return StateMachine.of("a", "b").with(transfer);
    }

    private static Trigger.Mutated created() {
        return Trigger.created(USER);
    }

    private static java.util.function.Function<dev.entail.core.event.Mutation, Object> id() {
        return mutation -> mutation.id();
    }

    private static Transform<?> log(Trigger.Mutated trigger) {
        return Transform.toRecord(trigger, mutation -> Draft.empty());
    }

    private static ModelBuilder facts() {
        return Model.model("M").facts(TEAM, USER, MEMBERSHIP);
    }

    private static List<Problem> problems(ModelBuilder builder) {
        InvalidModelException refused = catchThrowableOfType(InvalidModelException.class, builder::build);
        assertThat(refused).as("the model was accepted").isNotNull();
        return refused.problems();
    }

    private static List<String> codes(ModelBuilder builder) {
        return problems(builder).stream().map(Problem::code).toList();
    }
}
