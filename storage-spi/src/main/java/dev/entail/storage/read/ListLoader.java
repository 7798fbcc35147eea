package dev.entail.storage.read;

import dev.entail.core.query.Page;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Cursor;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.read.Columns.Cell;
import dev.entail.storage.read.Plan.Kind;
import dev.entail.storage.read.RowPlan.Single;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.sql.Jdbc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the lists of records that have been read: one statement for each list, whatever the number of records. */
final class ListLoader {
    private final Plan plan;
    private final Inputs inputs;
    private final Jdbc jdbc;
    private final ValueCodec codec;

    ListLoader(Plan plan, Inputs inputs, Jdbc jdbc, ValueCodec codec) {
        this.plan = plan;
        this.inputs = inputs;
        this.jdbc = jdbc;
        this.codec = codec;
    }

    /** Reads all lists of these records and of what is below them. */
    void load(RowPlan rows, List<Node> nodes) {
        if (nodes.isEmpty() || !rows.hasLists()) {
            return;
        }
        for (SelectionNode list : rows.lists()) {
            Selection.Recursion recursion = list.recursion();
            if (recursion == null) {
                loadList(list, nodes);
            } else {
                loadTree(list, recursion, nodes);
            }
        }
        for (Single single : rows.singles()) {
            List<Node> related = new ArrayList<>();
            for (Node node : nodes) {
                if (node.get(single.name()) instanceof Node other) {
                    related.add(other);
                }
            }
            load(single.plan(), related);
        }
    }

    /** A child as it was read. */
    private record Child(Node node, boolean end, List<@Nullable Object> cursor) {}

    /** Takes the children of a parent. */
    private interface Family {
        void add(long parent, Child child);
    }

    private void loadList(SelectionNode list, List<Node> parents) {
        String name = list.navigation().name();
        Map<Long, List<Node>> holders = new LinkedHashMap<>();
        for (Node parent : parents) {
            parent.put(name, new Node.Children());
            holders.computeIfAbsent(parent.id().value(), id -> new ArrayList<>())
                    .add(parent);
        }
        Map<Long, List<Child>> children = new LinkedHashMap<>();
        RowPlan rows = read(
                list,
                List.copyOf(holders.keySet()),
                Kind.PLAIN,
                (parent, child) -> children.computeIfAbsent(parent, id -> new ArrayList<>())
                        .add(child));
        List<Node> all = new ArrayList<>();
        children.forEach((parent, found) -> {
            Cursor next = cut(list, found);
            for (Node holder : Objects.requireNonNull(holders.get(parent))) {
                Node.Children kept = (Node.Children) Objects.requireNonNull(holder.get(name));
                found.forEach(child -> kept.nodes().add(child.node()));
                if (next != null) {
                    holder.goesOn(name, next);
                }
            }
            found.forEach(child -> all.add(child.node()));
        });
        load(rows, all);
    }

    /** Takes away the record that was read to see whether there is more, and tells where to go on. */
    private @Nullable Cursor cut(SelectionNode list, List<Child> found) {
        Page page = list.page();
        Long limit = page.limit();
        if (!page.keyset() || limit == null || found.size() <= inputs.number(limit.intValue())) {
            return null;
        }
        found.remove(found.size() - 1);
        return cursor(page, inputs, found.get(found.size() - 1).cursor());
    }

    static Cursor cursor(Page page, Inputs inputs, List<@Nullable Object> keys) {
        int fingerprint = Integer.parseInt(Objects.requireNonNull(page.after()).query());
        return Cursor.at((String) inputs.operand(fingerprint), keys);
    }

    private void loadTree(SelectionNode list, Selection.Recursion recursion, List<Node> parents) {
        Tree tree = new Tree(list, recursion, inputs);
        Set<Long> ids = new LinkedHashSet<>();
        for (Node parent : parents) {
            parent.put(list.navigation().name(), tree);
            ids.add(parent.id().value());
        }
        List<Node> all = new ArrayList<>();
        RowPlan rows = plan.kind(list) == Kind.RECURSIVE
                ? readTree(list, List.copyOf(ids), tree, all)
                : readLevels(list, recursion, List.copyOf(ids), tree, all);
        load(rows, all);
    }

    private RowPlan readTree(SelectionNode list, List<Long> ids, Tree tree, List<Node> all) {
        // A record may be found again from the parents of the next statement.
        return read(list, ids, Kind.RECURSIVE, new Family() {
            private final Set<Long> started = new LinkedHashSet<>();

            @Override
            public void add(long parent, Child child) {
                if (started.contains(parent) || !tree.knows(parent)) {
                    started.add(parent);
                    tree.add(parent, child.node(), child.end());
                    all.add(child.node());
                }
            }
        });
    }

    private RowPlan readLevels(
            SelectionNode list, Selection.Recursion recursion, List<Long> ids, Tree tree, List<Node> all) {
        Set<Long> seen = new LinkedHashSet<>(ids);
        List<Long> parents = ids;
        RowPlan rows = plan.list(list, 1, Kind.LEVEL).plan();
        for (int level = 1; level <= Tree.levels(recursion) && !parents.isEmpty(); level++) {
            List<Long> next = new ArrayList<>();
            rows = read(list, parents, Kind.LEVEL, (parent, child) -> {
                tree.add(parent, child.node(), child.end());
                all.add(child.node());
                if (!child.end() && seen.add(child.node().id().value())) {
                    next.add(child.node().id().value());
                }
            });
            parents = next;
        }
        return rows;
    }

    /**
     * Looks for the shortest way over a relation, level by level (STO-174).
     *
     * @return the ids on the way, both ends included; empty if there is none
     */
    List<Long> way(SelectionNode list, long start, long end) {
        Map<Long, Long> cameFrom = new LinkedHashMap<>();
        cameFrom.put(start, start);
        List<Long> parents = List.of(start);
        while (!parents.isEmpty() && !cameFrom.containsKey(end)) {
            List<Long> next = new ArrayList<>();
            read(list, parents, Kind.LEVEL, (parent, child) -> {
                long id = child.node().id().value();
                if (cameFrom.putIfAbsent(id, parent) == null) {
                    next.add(id);
                }
            });
            inputs.requireWithinBound(
                    cameFrom.size(), "What '" + list.navigation().name() + "' leads to");
            parents = next;
        }
        List<Long> way = new ArrayList<>();
        for (Long at = end; at != null && cameFrom.containsKey(at); at = at == start ? null : cameFrom.get(at)) {
            way.add(0, at);
        }
        return way;
    }

    /** Reads the children of many parents, with as few statements as the database allows. */
    private RowPlan read(SelectionNode list, List<Long> ids, Kind kind, Family family) {
        boolean together = plan.takesOneList(list, ids.size());
        int most = together ? ids.size() : ListCompiler.PARENTS;
        RowPlan rows = null;
        for (int from = 0; from < ids.size(); from += most) {
            List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + most));
            ListCompiler.Compiled compiled = plan.list(list, together ? 0 : padded(chunk.size()), kind);
            rows = compiled.plan();
            long count = readChunk(compiled, chunk, family);
            if (list.page().limit() == null && !list.page().unbounded()) {
                inputs.requireWithinBound(
                        count, "The list '" + list.navigation().name() + "' of these records");
            }
        }
        return Objects.requireNonNull(rows);
    }

    private long readChunk(ListCompiler.Compiled compiled, List<Long> parents, Family family) {
        RowPlan rows = compiled.plan();
        List<Integer> found = jdbc.query(
                compiled.statement().template(), compiled.statement().values(inputs.withParents(parents)), cells -> {
                    Long parent = (Long) Objects.requireNonNull(cells.get(1, ColumnType.ID));
                    Node child = Objects.requireNonNull(rows.read(cells, codec));
                    boolean end =
                            compiled.end() > 0 && Objects.equals(cells.get(compiled.end(), ColumnType.INTEGER), 1L);
                    family.add(parent, new Child(child, end, keys(compiled.cursor(), cells)));
                    return 1;
                });
        return found.size();
    }

    static List<@Nullable Object> keys(List<Cell> columns, Jdbc.Cells cells) throws SQLException {
        if (columns.isEmpty()) {
            return List.of();
        }
        List<@Nullable Object> keys = new ArrayList<>(columns.size());
        for (Cell column : columns) {
            keys.add(cells.get(column.position(), column.type()));
        }
        return keys;
    }

    /** The next power of two, so that few statement texts are needed. */
    static int padded(int parents) {
        return Integer.highestOneBit(Math.max(1, parents * 2 - 1));
    }
}
