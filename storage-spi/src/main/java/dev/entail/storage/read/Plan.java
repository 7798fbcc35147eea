package dev.entail.storage.read;

import dev.entail.core.match.Match;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.storage.read.SqlBuilder.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Everything compiled for one shape of query; each statement when it is first needed (STO-922). Thread-safe. */
final class Plan {
    private final Query shape;
    private final SelectionNode selection;
    private final QueryCompiler queries;
    private final ListCompiler lists;
    private final Map<Purpose, List<QueryCompiler.Compiled>> roots = new ConcurrentHashMap<>();
    private final Map<Object, Statement> statements = new ConcurrentHashMap<>();
    private final Map<ListKey, ListCompiler.Compiled> listStatements = new ConcurrentHashMap<>();
    private final Map<Purpose, Optional<QueryCompiler.Compiled>> locked = new ConcurrentHashMap<>();
    private final Map<RowPlan, List<Statement>> checked = new ConcurrentHashMap<>();

    Plan(Query shape, SelectionNode selection, QueryCompiler queries, ListCompiler lists) {
        this.shape = shape;
        this.selection = selection;
        this.queries = queries;
        this.lists = lists;
    }

    /** What a statement is for. */
    private enum Purpose {
        ROWS,
        STREAM,
        LOCK,
        COUNT,
        EXISTS
    }

    /** Compared by identity of the node: a node belongs to one plan. */
    private record ListKey(SelectionNode node, int parents, Kind kind) {}

    /** How a list is read. */
    enum Kind {
        /** The records of the list. */
        PLAIN,
        /** One level of a recursion. */
        LEVEL,
        /** All levels of a recursion. */
        RECURSIVE
    }

    SelectionNode selection() {
        return selection;
    }

    /** The page of the root, in the form of a shape. */
    Page page() {
        return shape.page();
    }

    /** The statements that read the records, each for those that come behind the ones of the statement before. */
    List<QueryCompiler.Compiled> rows() {
        return roots.computeIfAbsent(
                Purpose.ROWS,
                purpose -> queries.ranges(shape).stream()
                        .map(range -> queries.rows(shape, selection, range, true))
                        .toList());
    }

    /** The same as one statement for any number of records. */
    QueryCompiler.Compiled stream() {
        return roots.computeIfAbsent(
                        Purpose.STREAM, purpose -> List.of(queries.rows(shape, selection, Sorting.Range.ALL, false)))
                .get(0);
    }

    /** The records with their rows locked, if that is possible with one statement. */
    Optional<QueryCompiler.Compiled> lockedRows() {
        return locked.computeIfAbsent(Purpose.LOCK, purpose -> queries.lockedRows(shape, selection));
    }

    Statement lockedIds() {
        return statements.computeIfAbsent(Purpose.LOCK, purpose -> queries.lockedIds(shape));
    }

    Statement count() {
        return statements.computeIfAbsent(Purpose.COUNT, purpose -> queries.count(shape));
    }

    Statement exists() {
        return statements.computeIfAbsent(Purpose.EXISTS, purpose -> queries.exists(shape));
    }

    Statement aggregate(List<Aggregate> aggregates) {
        return statements.computeIfAbsent(List.copyOf(aggregates), key -> queries.aggregate(shape, aggregates));
    }

    /** How a list of a selection is read. */
    Kind kind(SelectionNode node) {
        if (node.recursion() == null) {
            return Kind.PLAIN;
        }
        return lists.canRecurse(node) ? Kind.RECURSIVE : Kind.LEVEL;
    }

    /** The statement for a list of so many parents; 0 if they come as one parameter. */
    ListCompiler.Compiled list(SelectionNode node, int parents, Kind kind) {
        return listStatements.computeIfAbsent(new ListKey(node, parents, kind), key -> switch (kind) {
            case PLAIN -> lists.list(node, parents);
            case LEVEL -> lists.level(node, java.util.Objects.requireNonNull(node.recursion()), parents);
            case RECURSIVE -> lists.recursive(node, java.util.Objects.requireNonNull(node.recursion()), parents);
        });
    }

    /** Whether so many parents of a list come as one parameter. */
    boolean takesOneList(SelectionNode node, int parents) {
        return lists.takesOneList(node, parents);
    }

    /** Compiles all lists and checks their operands, so that mistakes show before anything is sent. */
    void check(RowPlan rows, Inputs inputs) {
        if (!rows.hasLists()) {
            return;
        }
        List<Statement> all = checked.get(rows);
        if (all == null) {
            all = new ArrayList<>();
            collect(rows, all);
            checked.put(rows, all);
        }
        Inputs any = inputs.withParents(List.of(1L));
        all.forEach(statement -> statement.values(any));
    }

    private void collect(RowPlan rows, List<Statement> found) {
        for (SelectionNode node : rows.lists()) {
            ListCompiler.Compiled compiled = list(node, takesOneList(node, 1) ? 0 : 1, kind(node));
            if (!(node.match() instanceof Match.All) || node.recursion() != null) {
                found.add(compiled.statement());
            }
            collect(compiled.plan(), found);
        }
        rows.singles().forEach(single -> collect(single.plan(), found));
    }
}
