package dev.entail.testkit.contract.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running activity as the specification tells it (ACT-21..24), with moving parts: a line has a place, completing a node moves
 * it and tells the block that the line is in. Shares nothing with what it is compared to. Not thread-safe.
 */
final class ActivityModel {
    private final Line root;
    private int version;

    ActivityModel(List<Part> parts) {
        this.root = new Line(parts, null);
    }

    /** What stands in a line. */
    sealed interface Part {
        /** What it is called in states. */
        String name();
    }

    /** Something to do. */
    record Leaf(String name) implements Part {}

    /** Lines that are open at the same time. */
    record Fork(String kind, List<List<Part>> branches) implements Part {
        @Override
        public String name() {
            return kind + "(" + branches.get(0).get(0).name() + ")";
        }
    }

    /** Does something if it can be done now; answers whether it could. */
    boolean complete(String leaf) {
        Line line = root.waitingFor(leaf);
        if (line == null) {
            return false;
        }
        line.completed();
        version++;
        return true;
    }

    int version() {
        return version;
    }

    boolean isOver() {
        return root.isOver();
    }

    Map<String, Object> state() {
        return root.state();
    }

    /** What can be done now. */
    List<String> available() {
        List<String> names = new ArrayList<>();
        root.available(names);
        return names;
    }

    private static final class Line {
        private final List<Part> parts;
        private final @Nullable Block owner;
        private int place;
        private @Nullable Block block;

        Line(List<Part> parts, @Nullable Block owner) {
            this.parts = parts;
            this.owner = owner;
            enter();
        }

        private void enter() {
            block = !isOver() && parts.get(place) instanceof Fork fork ? new Block(fork, this) : null;
        }

        boolean isOver() {
            return place >= parts.size();
        }

        @Nullable
        Line waitingFor(String leaf) {
            if (block != null) {
                return block.lines.stream()
                        .map(line -> line.waitingFor(leaf))
                        .filter(found -> found != null)
                        .findFirst()
                        .orElse(null);
            }
            return !isOver() && parts.get(place).name().equals(leaf) ? this : null;
        }

        void completed() {
            boolean first = place == 0;
            place++;
            enter();
            if (owner != null) {
                owner.moved(this, first);
            }
        }

        void available(List<String> names) {
            if (block != null) {
                block.lines.forEach(line -> line.available(names));
            } else if (!isOver()) {
                names.add(parts.get(place).name());
            }
        }

        Map<String, Object> state() {
            if (isOver()) {
                return Map.of();
            }
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("uuid", parts.get(place).name());
            if (block != null) {
                node.put("children", block.lines.stream().map(Line::state).toList());
            }
            return Map.of("current", node);
        }
    }

    private static final class Block {
        private final String kind;
        private final Line host;
        private final List<Line> lines = new ArrayList<>();

        Block(Fork fork, Line host) {
            this.kind = fork.kind();
            this.host = host;
            fork.branches().forEach(branch -> lines.add(new Line(branch, this)));
        }

        void moved(Line line, boolean byFirstNode) {
            boolean done = kind.equals("every") ? lines.stream().allMatch(Line::isOver) : line.isOver();
            if (done) {
                host.completed();
            } else if (kind.equals("any") && byFirstNode) {
                lines.removeIf(other -> other != line);
            }
        }
    }
}
