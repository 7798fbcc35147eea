package dev.entail.storage.read;

import dev.entail.core.match.Match;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.value.Cursor;
import dev.entail.storage.read.Columns.Cell;
import dev.entail.storage.read.From.Context;
import dev.entail.storage.read.SqlBuilder.Statement;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the statement for the root of a query and everything joined to it. */
final class QueryCompiler {
    private final Schema schema;
    private final Dialect dialect;

    QueryCompiler(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    /**
     * A statement and how to read its rows.
     *
     * @param cursor the columns of a cursor, if one is wanted
     */
    record Compiled(Statement statement, RowPlan plan, List<Cell> cursor) {}

    /**
     * The records of a query.
     *
     * @param range which part of them
     * @param bounded whether the bound of the store holds if the query has no limit
     */
    Compiled rows(Query query, SelectionNode selection, Sorting.Range range, boolean bounded) {
        Scope scope = root(query);
        Columns columns = new Columns();
        RowPlan plan = RowPlan.layOut(selection, scope, columns);
        Page page = query.page();
        Sorting sorting = new Sorting(scope, query.order(), range);
        List<Cell> cursor = page.keyset() ? columns.addAll(sorting.columns(), sorting.types()) : List.of();
        SqlBuilder where = where(scope, query, sorting);
        SqlBuilder sql = SqlBuilder.of("SELECT ")
                .append(columns.sql())
                .append(" FROM ")
                .append(scope.from().sql())
                .append(where)
                .append(orderBy(sorting.sql(!page.isAll())));
        limit(sql, page, bounded);
        return new Compiled(sql.build(dialect), plan, cursor);
    }

    /** The parts in which the records of a query are read; one unless it is read page by page. */
    List<Sorting.Range> ranges(Query query) {
        Cursor place = query.page().after();
        return place == null || !query.page().keyset()
                ? List.of(Sorting.Range.ALL)
                : Sorting.ranges(root(query), query.order(), place);
    }

    /**
     * The records of a query with their rows locked in the order of their ids. Only rows of the root may be locked, so there
     * is such a statement only for queries that join and add up nothing and whose order is that of the ids (STO-180).
     */
    Optional<Compiled> lockedRows(Query query, SelectionNode selection) {
        Scope scope = root(query);
        Columns columns = new Columns();
        RowPlan plan = RowPlan.layOut(selection, scope, columns);
        SqlBuilder where = where(scope, query, new Sorting(scope, List.of()));
        boolean inOrder = query.order().isEmpty()
                && query.page().offset() == 0
                && query.page().after() == null;
        if (!scope.from().isAlone() || !inOrder || !isLocal(query.match())) {
            return Optional.empty();
        }
        SqlBuilder sql = SqlBuilder.of("SELECT ")
                .append(columns.sql())
                .append(" FROM ")
                .append(scope.from().sql())
                .append(where)
                .append(" ORDER BY " + scope.id());
        limit(sql, query.page(), true);
        return Optional.of(new Compiled(sql.append(dialect.forUpdate()).build(dialect), plan, List.of()));
    }

    /** Whether a condition looks at the row alone; a database may not look at other rows again after it has waited for a lock. */
    private static boolean isLocal(Match match) {
        return switch (match) {
            case Match.All all -> true;
            case Match.And and -> and.parts().stream().allMatch(QueryCompiler::isLocal);
            case Match.Or or -> or.parts().stream().allMatch(QueryCompiler::isLocal);
            case Match.Not not -> isLocal(not.part());
            case Match.Comparison comparison -> comparison.path().indexOf('.') < 0;
            case Match.Exists exists -> false;
        };
    }

    /** The ids of a query, with their rows locked in the order of the ids. */
    Statement lockedIds(Query query) {
        Scope scope = root(query);
        Page page = query.page();
        Sorting sorting = new Sorting(scope, query.order());
        SqlBuilder where = where(scope, query, sorting);
        SqlBuilder ids = SqlBuilder.of("SELECT " + scope.id() + " AS i FROM ")
                .append(scope.from().sql())
                .append(where)
                .append(orderBy(sorting.sql(!page.isAll())));
        limit(ids, page, true);
        Scope locked = Scope.root(scope.context(), scope.record());
        return SqlBuilder.of("SELECT " + locked.id() + " FROM " + locked.table() + " WHERE " + locked.id()
                        + " IN (SELECT p.i FROM (")
                .append(ids)
                .append(") p) ORDER BY " + locked.id() + dialect.forUpdate())
                .build(dialect);
    }

    /** How many records, whatever the page. */
    Statement count(Query query) {
        Scope scope = root(query);
        SqlBuilder where = where(scope, query.paged(Page.ALL), new Sorting(scope, List.of()));
        return SqlBuilder.of("SELECT COUNT(*) FROM ")
                .append(scope.from().sql())
                .append(where)
                .build(dialect);
    }

    /** One row if there is any record. */
    Statement exists(Query query) {
        Scope scope = root(query);
        SqlBuilder where = where(scope, query.paged(Page.ALL), new Sorting(scope, List.of()));
        return SqlBuilder.of("SELECT 1 FROM ")
                .append(scope.from().sql())
                .append(where)
                .append(" LIMIT 1")
                .build(dialect);
    }

    /** Numbers about all records, whatever the page: for each the columns that {@link Aggregates} reads. */
    Statement aggregate(Query query, List<Aggregate> aggregates) {
        Scope scope = root(query);
        Columns columns = new Columns();
        for (Aggregate aggregate : aggregates) {
            Aggregates.columns(scope, aggregate).forEach(columns::add);
        }
        SqlBuilder where = where(scope, query.paged(Page.ALL), new Sorting(scope, List.of()));
        return SqlBuilder.of("SELECT ")
                .append(columns.sql())
                .append(" FROM ")
                .append(scope.from().sql())
                .append(where)
                .build(dialect);
    }

    private Scope root(Query query) {
        return Scope.root(new Context(schema, dialect), schema.record(query.record()));
    }

    /** Which rows: those that are such records, belong to the view or union, and satisfy the match (STO-104). */
    private static SqlBuilder where(Scope scope, Query query, Sorting sorting) {
        List<SqlBuilder> parts = new ArrayList<>();
        parts.add(scope.presence());
        if (!(scope.model().membership() instanceof Match.All)) {
            parts.add(MatchCompiler.membership(scope));
        }
        if (!(query.match() instanceof Match.All)) {
            parts.add(MatchCompiler.compile(scope, query.match()));
        }
        parts.add(sorting.where(query.page().after()));
        List<SqlBuilder> present =
                parts.stream().filter(part -> !part.isEmpty()).toList();
        return present.isEmpty()
                ? new SqlBuilder()
                : SqlBuilder.of(" WHERE ").append(SqlBuilder.join(" AND ", present));
    }

    private static String orderBy(String order) {
        return order.isEmpty() ? "" : " ORDER BY " + order;
    }

    private static void limit(SqlBuilder sql, Page page, boolean bounded) {
        Long limit = page.limit();
        if (limit != null) {
            int position = limit.intValue();
            long more = page.keyset() ? 1 : 0;
            sql.append(" LIMIT ").number(inputs -> plus(inputs.number(position), more));
        } else if (bounded) {
            sql.append(" LIMIT ").number(Inputs::beyondBound);
        } else if (page.offset() > 0) {
            sql.append(" LIMIT ").number(inputs -> Long.MAX_VALUE);
        }
        if (page.offset() > 0) {
            sql.append(" OFFSET ").number(inputs -> inputs.number((int) page.offset()));
        }
    }

    private static long plus(long number, long more) {
        return number == Long.MAX_VALUE ? number : number + more;
    }
}
