package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.activity.Activity.activity;
import static dev.entail.builtins.activity.Activity.any;
import static dev.entail.builtins.activity.Activity.graph;
import static dev.entail.builtins.activity.Activity.race;
import static dev.entail.builtins.activity.Activity.sequence;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.activity.ActivityGraph;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.activity.Assignees;
import dev.entail.builtins.activity.Group;
import dev.entail.builtins.activity.Node;
import dev.entail.builtins.activity.Sequence;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Activities that are refused, and those that are not. Nothing is stored. */
abstract class ActivityDeclarationContract extends RuntimeGroup {
    private static final Interaction A = interaction("a").anonymous();
    private static final Interaction B = interaction("b").anonymous();
    private static final Interaction C = interaction("c").anonymous();

    private static List<String> codes(ModelBuilder builder) {
        return problems(builder).stream().map(Problem::code).toList();
    }

    private static List<Problem> problems(ModelBuilder builder) {
        InvalidModelException invalid = catchThrowableOfType(InvalidModelException.class, builder::build);
        return invalid == null ? List.of() : invalid.problems();
    }

    private static List<String> codes(Activity... activities) {
        return codes(model("M").include(activities));
    }

    private static List<String> codes(ActivityGraph graph) {
        return codes(graph.build());
    }

    @Test
    @DisplayName("T-188 ACT-04 ACT-05 a graph that is no sequence is refused, each for its own reason")
    final void graphs() {
        Group group = any(B, C);
        Interaction last = interaction("last");
        Activity sound = graph("G")
                .nodes(last, A)
                .nodes(group)
                .transfer(group, last)
                .transfer(A, group)
                .build();
        assertThat(codes(sound)).isEmpty();
        assertThat(sound.root().nodes()).extracting(Node::id).containsExactly("a", "any(b)", "last");
        assertThat(codes(graph("G"))).containsExactly("DECL_ACTIVITY_EMPTY");
        assertThat(codes(graph("G").nodes(A, B))).containsExactly("DECL_ACTIVITY_UNCONNECTED");
        assertThat(codes(graph("G").nodes(A, B).transfer(A, B).transfer(B, A))).containsExactly("DECL_ACTIVITY_CYCLE");
        assertThat(codes(graph("G").nodes(A, B, C).transfer(A, B).transfer(A, C)))
                .containsExactly("DECL_ACTIVITY_TRANSFER");
        assertThat(codes(graph("G").nodes(A, B, C).transfer(A, C).transfer(B, C)))
                .containsExactly("DECL_ACTIVITY_TRANSFER");
        assertThat(codes(graph("G").nodes(A).transfer(A, B))).containsExactly("DECL_ACTIVITY_TRANSFER");
        assertThat(codes(graph("G").nodes(A).nodes(group).transfer(A, group).transfer(A, B)))
                .containsExactly("DECL_ACTIVITY_TRANSFER");
        assertThat(codes(graph("G").nodes(A, A))).contains("DECL_ACTIVITY_NODE_TWICE");
    }

    @Test
    @DisplayName("T-188 ACT-06 ACT-07 ACT-08 what can be declared and makes no sense is refused, all of it at once")
    final void declarations() {
        assertThat(codes(activity("Empty"))).containsExactly("DECL_ACTIVITY_EMPTY");
        assertThat(codes(activity("NoBranch").then(A).then(any(new Sequence[0]))))
                .containsExactly("DECL_ACTIVITY_EMPTY");
        assertThat(codes(activity("NoStep").then(A).then(race(sequence(B), sequence()))))
                .containsExactly("DECL_ACTIVITY_EMPTY");
        assertThat(codes(activity("Twice").then(A).then(any(sequence(B), sequence(C, A)))))
                .containsExactly("DECL_ACTIVITY_NODE_TWICE");
        Group group = any(B, C);
        assertThat(codes(activity("Groups").then(group).then(A).then(group))).contains("DECL_ACTIVITY_NODE_TWICE");
        assertThat(codes(activity("Rules")
                        .then(A)
                        .assigned(B, Assignees.actorOf(A))
                        .within(C, Duration.ofDays(1))
                        .within(Duration.ZERO)))
                .containsExactly("DECL_ACTIVITY_STEP_UNKNOWN", "DECL_ACTIVITY_STEP_UNKNOWN", "DECL_ACTIVITY_TIME");
        assertThat(codes(activity("a:b").then(A))).containsExactly("DECL_NAME_INVALID");
        assertThat(codes(activity("Same").then(A), activity("Same").then(B)))
                .containsExactly("DECL_ACTIVITY_DUPLICATE", "DECL_ACTIVITY_DUPLICATE");
        List<Problem> all = problems(
                model("M").include(activity("Empty"), activity("Twice").then(A).then(A)));
        assertThat(all).extracting(Problem::path).containsExactly("activities.Empty", "activities.Twice");
    }

    @Test
    @DisplayName("T-189 two interactions of one name in one activity are two event sources of one name")
    final void sameNames() {
        assertThat(codes(activity("Names").then(A).then(interaction("a").anonymous())))
                .containsExactly("SETUP_EVENT_SOURCE_DUPLICATE");
    }

    @Test
    @DisplayName("ACT-06 ACT-10 activities share interactions, the model has a source for each step and none for an"
            + " activity")
    final void sources() {
        Activity one = activity("One").then(A).then(any(sequence(B), sequence(C)));
        Activity two = activity("Two").then(A);
        assertThat(model("M").events(A).include(one, two).build().eventSources().keySet())
                .containsExactly("a", "One:a", "One:b", "One:c", "Two:a");
    }

    @Test
    @DisplayName("ACT-11 what is a step only can be derived from; what is no step of the model cannot")
    final void derivations() {
        Entity seen = Entity.entity("Seen", Property.text("x"));
        Activity line = activity("Line").then(A);
        Activity other = activity("Other").then(A);
        for (EventSource<?> known : List.of(A, line.step(A))) {
            assertThat(codes(model("M")
                            .facts(seen)
                            .include(line)
                            .derive(seen, Transform.toRecord(known, event -> Draft.empty()))))
                    .isEmpty();
        }
        for (EventSource<?> unknown : List.of(B, other.step(A))) {
            assertThat(codes(model("M")
                            .facts(seen)
                            .include(line)
                            .derive(seen, Transform.toRecord(unknown, event -> Draft.empty()))))
                    .containsExactly("DECL_UNKNOWN_EVENT_SOURCE");
        }
        assertThat(failureOf(() -> line.step(B)).code()).isEqualTo("UNKNOWN_NAME");
        assertThat(codes(model("M")
                        .include(line, other)
                        .derive(Property.integer("begun"), Count.of(ActivityRecord.ENTITY))))
                .isEmpty();
    }
}
