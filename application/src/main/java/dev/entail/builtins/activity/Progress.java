package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a sequence is (ACT-21..24). Immutable and without any knowledge of where it is kept.
 *
 * @param sequence what is to be done
 * @param position the node that it is at; the number of nodes when it is done
 * @param children how far the branches are, if it is at a group; abandoned ones are missing
 */
record Progress(Sequence sequence, int position, List<Progress> children) {
    Progress {
        children = List.copyOf(children);
    }

    /** At the first node. */
    static Progress start(Sequence sequence) {
        return at(sequence, 0);
    }

    /** At a node, at the beginning of everything in it. */
    static Progress at(Sequence sequence, int position) {
        return new Progress(
                sequence,
                position,
                position < sequence.nodes().size() && sequence.nodes().get(position) instanceof Group group
                        ? group.branches().stream().map(Progress::start).toList()
                        : List.of());
    }

    boolean isDone() {
        return position == sequence.nodes().size();
    }

    /** The node that it is at. */
    Node current() {
        return sequence.nodes().get(position);
    }

    /** What can be done now, in the order of declaration (ACT-22). */
    List<Interaction> available() {
        if (isDone()) {
            return List.of();
        }
        return switch (current()) {
            case Node.Call call -> List.of(call.interaction());
            case Group group ->
                children.stream().flatMap(child -> child.available().stream()).toList();
        };
    }

    /** How far it is when an interaction has been done; empty if it cannot be done now. */
    Optional<Progress> complete(Interaction interaction) {
        if (isDone()) {
            return Optional.empty();
        }
        return switch (current()) {
            case Node.Call call -> call.interaction() == interaction ? Optional.of(next()) : Optional.empty();
            case Group group -> {
                for (int i = 0; i < children.size(); i++) {
                    Progress before = children.get(i);
                    Optional<Progress> after = before.complete(interaction);
                    if (after.isPresent()) {
                        yield Optional.of(advanced(group.kind(), i, before, after.get()));
                    }
                }
                yield Optional.empty();
            }
        };
    }

    /** What becomes of the group when one of its children has advanced. */
    private Progress advanced(Group.Kind kind, int index, Progress before, Progress after) {
        List<Progress> all = new ArrayList<>(children);
        all.set(index, after);
        return switch (kind) {
            case EVERY -> all.stream().allMatch(Progress::isDone) ? next() : with(all);
            case RACE -> after.isDone() ? next() : with(all);
            case ANY -> {
                if (after.isDone()) {
                    yield next();
                }
                // Progress inside a group that is the first node of a branch does not decide yet.
                yield with(before.position == 0 && after.position > 0 ? List.of(after) : all);
            }
        };
    }

    private Progress next() {
        return at(sequence, position + 1);
    }

    private Progress with(List<Progress> others) {
        return new Progress(sequence, position, others);
    }
}
