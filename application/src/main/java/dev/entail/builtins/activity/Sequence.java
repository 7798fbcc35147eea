package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Nodes that are done one after the other. Immutable.
 *
 * @param nodes the first one first
 */
public record Sequence(List<Node> nodes) {
    static final Sequence EMPTY = new Sequence(List.of());

    public Sequence {
        nodes = List.copyOf(nodes);
    }

    /** The same with an interaction at the end. */
    public Sequence then(Interaction interaction) {
        return with(new Node.Call(interaction));
    }

    /** The same with a group at the end. */
    public Sequence then(Group group) {
        return with(group);
    }

    private Sequence with(Node node) {
        List<Node> all = new ArrayList<>(nodes);
        all.add(node);
        return new Sequence(all);
    }

    /** All interactions, those of groups included, in the order of declaration. */
    List<Interaction> interactions() {
        List<Interaction> all = new ArrayList<>();
        for (Node node : nodes) {
            switch (node) {
                case Node.Call call -> all.add(call.interaction());
                case Group group -> group.branches().forEach(branch -> all.addAll(branch.interactions()));
            }
        }
        return all;
    }

    /** The nodes as pieces of JSON: names of interactions, and groups as a kind with its branches. */
    List<Object> describe() {
        List<Object> all = new ArrayList<>();
        for (Node node : nodes) {
            switch (node) {
                case Node.Call call -> all.add(call.interaction().name());
                case Group group ->
                    all.add(Map.of(
                            group.kind().name().toLowerCase(Locale.ROOT),
                            group.branches().stream().map(Sequence::describe).toList()));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return String.join(
                " -> ",
                nodes.stream()
                        .map(node -> node instanceof Group group ? group.toString() : node.id())
                        .toList());
    }
}
