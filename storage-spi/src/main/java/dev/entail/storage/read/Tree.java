package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records that a relation leads to when it is followed again and again: each link once, expanded on demand. */
final class Tree {
    private final String name;
    private final boolean many;
    private final Selection.Recursion recursion;
    private final Inputs inputs;
    private final Map<Long, List<Node>> children = new HashMap<>();
    private final Set<Node> ends = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    private long rows;

    Tree(SelectionNode node, Selection.Recursion recursion, Inputs inputs) {
        this.name = node.navigation().name();
        this.many = node.navigation().many();
        this.recursion = recursion;
        this.inputs = inputs;
    }

    /** How often the relation must be followed: once more than asked for where going deeper is an error. */
    static int levels(Selection.Recursion recursion) {
        return recursion.depth() + (recursion.strict() ? 1 : 0);
    }

    /** Adds a link; an end is not followed further. */
    void add(long parent, Node child, boolean end) {
        children.computeIfAbsent(parent, id -> new ArrayList<>()).add(child);
        if (end) {
            ends.add(child);
        }
    }

    /** The records that a record leads to directly. */
    List<Node> children(long parent) {
        return children.getOrDefault(parent, List.of());
    }

    /** Whether the links of a record are known already. */
    boolean knows(long parent) {
        return children.containsKey(parent);
    }

    boolean isEnd(Node child) {
        return ends.contains(child);
    }

    /** What a record leads to: rows, or one row or null for a single relation. */
    @Nullable
    Object below(RecordId start) {
        Set<RecordId> path = new HashSet<>();
        path.add(start);
        return shaped(expand(start, path, 1));
    }

    private @Nullable Object shaped(List<Row> found) {
        if (many) {
            return found;
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private List<Row> expand(RecordId parent, Set<RecordId> path, int level) {
        List<Node> next = children(parent.value());
        if (level > recursion.depth()) {
            requireEnd(next);
            return List.of();
        }
        List<Row> found = new ArrayList<>(next.size());
        for (Node child : next) {
            inputs.requireWithinBound(++rows, "'" + name + "', followed recursively,");
            boolean entered = !isEnd(child) && path.add(child.id());
            List<Row> below = entered ? expand(child.id(), path, level + 1) : List.of();
            if (entered) {
                path.remove(child.id());
            }
            Map<String, @Nullable Object> again = new HashMap<>();
            again.put(name, shaped(below));
            found.add(child.toRow(again));
        }
        return found;
    }

    private void requireEnd(List<Node> next) {
        if (recursion.strict() && !next.isEmpty()) {
            throw new EntailException(
                    ErrorCode.QUERY_TOO_LARGE,
                    "'" + name + "' goes on below a depth of " + recursion.depth()
                            + "; say with depth(n) how deep to follow it");
        }
    }
}
