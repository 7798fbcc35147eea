package dev.entail.builtins.activity;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Sequences that are open at the same time (ACT-02, ACT-07). Immutable; one group stands at one place of an activity only. */
public final class Group implements Node {
    private final Kind kind;
    private final List<Sequence> branches;

    Group(Kind kind, List<Sequence> branches) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.branches = List.copyOf(branches);
    }

    /** When a group is done (ACT-23). */
    public enum Kind {
        /** The first branch that gets past its first node is the only one from then on; the group is done with it. */
        ANY,
        /** All branches must be done. */
        EVERY,
        /** One branch must be done; the others are abandoned. */
        RACE
    }

    /** When the group is done. */
    public Kind kind() {
        return kind;
    }

    /** What is open at the same time. */
    public List<Sequence> branches() {
        return branches;
    }

    /** The kind and the first interaction of the first branch, such as {@code any(Approve)}. */
    @Override
    public String id() {
        String first = branches.isEmpty() || branches.get(0).nodes().isEmpty()
                ? ""
                : branches.get(0).nodes().get(0).id();
        return kind.name().toLowerCase(Locale.ROOT) + "(" + first + ")";
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + branches;
    }
}
