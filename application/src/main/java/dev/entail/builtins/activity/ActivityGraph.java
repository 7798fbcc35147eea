package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts an activity together from nodes and transfers, for those who read it from elsewhere (ACT-01). Whatever is not a
 * sequence is reported with the problems of the model (ACT-04, ACT-05). Not thread-safe.
 */
public final class ActivityGraph {
    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    ActivityGraph(String name) {
        this.name = name;
    }

    private record Transfer(Node source, Node target) {}

    /** Adds interactions. */
    public ActivityGraph nodes(Interaction... interactions) {
        for (Interaction interaction : interactions) {
            nodes.add(new Node.Call(interaction));
        }
        return this;
    }

    /** Adds groups. */
    public ActivityGraph nodes(Group... groups) {
        nodes.addAll(List.of(groups));
        return this;
    }

    /** After an interaction comes another. */
    public ActivityGraph transfer(Interaction source, Interaction target) {
        return transfer(new Node.Call(source), new Node.Call(target));
    }

    /** After an interaction comes a group. */
    public ActivityGraph transfer(Interaction source, Group target) {
        return transfer(new Node.Call(source), target);
    }

    /** After a group comes an interaction. */
    public ActivityGraph transfer(Group source, Interaction target) {
        return transfer(source, new Node.Call(target));
    }

    /** After a group comes another. */
    public ActivityGraph transfer(Group source, Group target) {
        return transfer((Node) source, target);
    }

    private ActivityGraph transfer(Node source, Node target) {
        transfers.add(new Transfer(source, target));
        return this;
    }

    /** The activity; what is wrong with it is told by the model. */
    public Activity build() {
        problems.clear();
        Map<Node, Node> next = new HashMap<>();
        Set<Node> starts = new LinkedHashSet<>(nodes);
        for (Transfer transfer : transfers) {
            if (areNodes(transfer)) {
                if (next.putIfAbsent(transfer.source(), transfer.target()) != null) {
                    problem("DECL_ACTIVITY_TRANSFER", transfer.source(), "has two transfers to others");
                } else if (!starts.remove(transfer.target())) {
                    problem("DECL_ACTIVITY_TRANSFER", transfer.target(), "has two transfers from others");
                }
            }
        }
        List<Node> sorted = nodes;
        if (problems.isEmpty() && !nodes.isEmpty()) {
            sorted = sorted(starts, next);
        }
        return new Activity(name, new Sequence(sorted), Rules.NONE, problems);
    }

    private boolean areNodes(Transfer transfer) {
        for (Node end : List.of(transfer.source(), transfer.target())) {
            if (!nodes.contains(end)) {
                problem(
                        "DECL_ACTIVITY_TRANSFER",
                        end,
                        "is an end of a transfer, but no node of this level; what is in a group belongs to its"
                                + " branches");
                return false;
            }
        }
        return true;
    }

    /** Every node has at most one transfer to and one from it, so there are only chains and cycles. */
    private List<Node> sorted(Set<Node> starts, Map<Node, Node> next) {
        Set<Node> reached = new HashSet<>();
        List<Node> sorted = new ArrayList<>();
        for (Node start : starts) {
            for (Node node = start; node != null; node = next.get(node)) {
                reached.add(node);
                sorted.add(node);
            }
        }
        nodes.stream()
                .filter(node -> !reached.contains(node))
                .findFirst()
                .ifPresent(node -> problem("DECL_ACTIVITY_CYCLE", node, "comes after itself"));
        if (starts.size() > 1) {
            problem(
                    "DECL_ACTIVITY_UNCONNECTED",
                    List.copyOf(starts).get(1),
                    "is not connected with what comes before it; there must be one first node and one last");
        }
        // A node that was added twice is reported by the check of all activities.
        boolean isSequence = problems.isEmpty() && new HashSet<>(nodes).size() == nodes.size();
        return isSequence ? sorted : nodes;
    }

    private void problem(String code, Node node, String message) {
        problems.add(new Problem(
                code,
                "activities." + name,
                "'" + node.id() + "' " + message,
                "Connect the nodes of a level to one sequence; what is open at the same time is a group"));
    }
}
