package dev.entail.builtins.activity;

import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** States as they are stored (ACT-21): {@code {"current": {"uuid": node, "children": [...]}}}, and {@code {}} when done. */
final class StateFormat {
    private static final String CURRENT = "current";
    private static final String NODE = "uuid";
    private static final String CHILDREN = "children";

    private StateFormat() {}

    static Map<String, Object> write(Progress progress) {
        if (progress.isDone()) {
            return Map.of();
        }
        Map<String, Object> node = new LinkedHashMap<>();
        node.put(NODE, progress.current().id());
        if (progress.current() instanceof Group) {
            node.put(
                    CHILDREN,
                    progress.children().stream().map(StateFormat::write).toList());
        }
        return Map.of(CURRENT, node);
    }

    /**
     * How far a sequence is.
     *
     * @throws Unfit if the state is not one of this sequence
     */
    static Progress read(Sequence sequence, @Nullable Object stored) throws Unfit {
        if (!(stored instanceof Map<?, ?> state) || !List.of(CURRENT).containsAll(state.keySet())) {
            throw new Unfit("it is no state");
        }
        if (state.isEmpty()) {
            return Progress.at(sequence, sequence.nodes().size());
        }
        if (!(state.get(CURRENT) instanceof Map<?, ?> current)) {
            throw new Unfit("it is no state");
        }
        int position = position(sequence, current);
        return switch (sequence.nodes().get(position)) {
            case Node.Call call -> Progress.at(sequence, position);
            case Group group -> new Progress(sequence, position, children(group, current.get(CHILDREN)));
        };
    }

    /** Whether a stored state is one of a sequence. */
    static boolean fits(Sequence sequence, Row row) {
        try {
            read(sequence, row.get(ActivityRecord.STATE));
            return true;
        } catch (Unfit e) {
            return false;
        }
    }

    private static int position(Sequence sequence, Map<?, ?> current) throws Unfit {
        return IntStream.range(0, sequence.nodes().size())
                .filter(i -> sequence.nodes().get(i).id().equals(current.get(NODE)))
                .findFirst()
                .orElseThrow(() -> new Unfit("it is at '" + current.get(NODE) + "', where " + sequence + " never is"));
    }

    private static List<Progress> children(Group group, @Nullable Object stored) throws Unfit {
        List<Sequence> branches = group.branches();
        if (!(stored instanceof List<?> states)) {
            throw new Unfit("it has no branches for " + group);
        }
        boolean decided = group.kind() == Group.Kind.ANY && states.size() == 1;
        if (states.size() != branches.size() && !decided) {
            throw new Unfit("it has " + states.size() + " branches for " + group);
        }
        List<Progress> children = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            children.add(decided ? survivor(branches, states.get(i)) : read(branches.get(i), states.get(i)));
        }
        return children;
    }

    /** The one branch that is left of a group. */
    private static Progress survivor(List<Sequence> branches, @Nullable Object state) throws Unfit {
        Unfit last = new Unfit("it has no branches");
        for (Sequence branch : branches) {
            try {
                return read(branch, state);
            } catch (Unfit e) {
                last = e;
            }
        }
        throw last;
    }

    /** A state does not belong to a definition (ACT-40). */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }
}
