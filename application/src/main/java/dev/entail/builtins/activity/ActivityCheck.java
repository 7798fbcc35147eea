package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.definition.ModelPart;
import dev.entail.core.error.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds mistakes in the declaration of an activity (ACT-04..08). */
final class ActivityCheck {
    private final Activity activity;
    private final List<Problem> problems;
    private final Set<Node> seen = new HashSet<>();

    ActivityCheck(Activity activity, List<Problem> graphProblems) {
        this.activity = activity;
        this.problems = new ArrayList<>(graphProblems);
    }

    List<Problem> problems(Collection<ModelPart> parts) {
        checkName(activity.name());
        if (parts.stream()
                .anyMatch(part -> part != activity
                        && part instanceof Activity
                        && part.name().equals(activity.name()))) {
            problem("DECL_ACTIVITY_DUPLICATE", "Two activities have this name", "Give one of them another name");
        }
        check(activity.root(), "The activity");
        Rules rules = activity.rules();
        Set<Interaction> named = new LinkedHashSet<>(rules.assignees().keySet());
        named.addAll(rules.limits().keySet());
        activity.steps().forEach(step -> named.remove(step.interaction()));
        named.forEach(interaction -> problem(
                "DECL_ACTIVITY_STEP_UNKNOWN",
                interaction + " is assigned or has a time limit, but is no step",
                "Name an interaction of the activity"));
        if (Stream.concat(rules.limits().values().stream(), Optional.ofNullable(rules.limit()).stream())
                .anyMatch(limit -> !limit.isPositive())) {
            problem("DECL_ACTIVITY_TIME", "A time limit is not positive", "Give a time of at least a millisecond");
        }
        return problems;
    }

    private void checkName(String name) {
        if (name.isBlank() || name.contains(":")) {
            problem(
                    "DECL_NAME_INVALID",
                    "'" + name + "' is not a name",
                    "Use a name that is not blank and has no colon");
        }
    }

    private void check(Sequence sequence, String what) {
        if (sequence.nodes().isEmpty()) {
            problem("DECL_ACTIVITY_EMPTY", what + " has no steps", "Give it at least one interaction");
        }
        for (Node node : sequence.nodes()) {
            if (!seen.add(node)) {
                problem(
                        "DECL_ACTIVITY_NODE_TWICE",
                        "'" + node.id() + "' stands at two places",
                        "Use an interaction or group once; declare another one under another name");
            }
            switch (node) {
                case Node.Call call -> checkName(call.interaction().name());
                case Group group -> {
                    if (group.branches().isEmpty()) {
                        problem("DECL_ACTIVITY_EMPTY", "A group has no branches", "Give it at least one");
                    }
                    group.branches().forEach(branch -> check(branch, "A branch of '" + group.id() + "'"));
                }
            }
        }
    }

    private void problem(String code, String message, String hint) {
        problems.add(new Problem(code, "activities." + activity.name(), message, hint));
    }
}
