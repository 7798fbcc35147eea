package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Turns queries into statements: one for the root and what is joined to it, one for each list. */
final class QueryCompiler {
    private final Schema schema;
    private final Dialect dialect;

    QueryCompiler(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    /** A statement and how to read its rows; for a list, column 1 is the id of the parent. */
    record Compiled(SqlBuilder sql, RowPlan plan) {}

    Compiled root(Query query, SelectionNode selection) {
        Scope scope = Scope.root(schema, dialect, new Aliases(), schema.record(query.record()));
        List<String> columns = new ArrayList<>();
        RowPlan plan = RowPlan.layOut(selection, scope, columns);
        SqlBuilder where = where(scope, query.match());
        String order = order(scope, query.order(), !query.page().isAll());
        SqlBuilder sql = new SqlBuilder()
                .append("SELECT " + String.join(", ", columns) + " FROM " + scope.from())
                .append(where)
                .append(order.isEmpty() ? "" : " ORDER BY " + order)
                .append(page(query.page()));
        return new Compiled(sql, plan);
    }

    SqlBuilder count(Query query) {
        Scope scope = Scope.root(schema, dialect, new Aliases(), schema.record(query.record()));
        SqlBuilder where = where(scope, query.match());
        return new SqlBuilder().append("SELECT COUNT(*) FROM " + scope.from()).append(where);
    }

    /** The records of a list relation of many parents. */
    Compiled list(SelectionNode selection, List<Long> parents) {
        Navigation navigation = selection.navigation();
        Scope holder = Scope.root(schema, dialect, new Aliases(), schema.record(holder(navigation)));
        Scope.Step step = holder.step(navigation);
        Scope scope = step.records();
        List<String> columns = new ArrayList<>(List.of(step.parent()));
        RowPlan plan = RowPlan.layOut(selection, scope, columns);
        SqlBuilder match = MatchCompiler.compile(scope, selection.match());
        String order = order(scope, selection.order(), true);
        SqlBuilder where = new SqlBuilder().append(" WHERE " + step.parent() + " IN (");
        String separator = "";
        for (Long parent : parents) {
            where.append(separator).parameter(dialect.placeholder(ColumnType.ID), ColumnType.ID, parent);
            separator = ", ";
        }
        where.append(")");
        if (!(selection.match() instanceof Match.All)) {
            where.append(" AND ").append(match);
        }
        String from = " FROM " + step.from();
        Page page = selection.page();
        SqlBuilder sql = page.isAll()
                ? new SqlBuilder()
                        .append("SELECT " + String.join(", ", columns) + from)
                        .append(where)
                        .append(" ORDER BY " + step.parent() + ", " + order)
                : numbered(columns, from, where, step.parent(), order, page);
        return new Compiled(sql, plan);
    }

    /** Numbers the records of each parent and keeps those of the page. */
    private static SqlBuilder numbered(
            List<String> columns, String from, SqlBuilder where, String parent, String order, Page page) {
        List<String> named = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            named.add(columns.get(i) + " AS c" + i);
            names.add("n.c" + i);
        }
        String upper = page.limit() == null ? "" : " AND n.rn <= " + Math.addExact(page.offset(), page.limit());
        return new SqlBuilder()
                .append("SELECT " + String.join(", ", names) + " FROM (SELECT " + String.join(", ", named)
                        + ", ROW_NUMBER() OVER (PARTITION BY " + parent + " ORDER BY " + order + ") AS rn" + from)
                .append(where)
                .append(") n WHERE n.rn > " + page.offset() + upper + " ORDER BY n.c0, n.rn");
    }

    private static SqlBuilder where(Scope scope, Match match) {
        String presence = scope.presence();
        SqlBuilder condition = MatchCompiler.compile(scope, match);
        if (match instanceof Match.All) {
            return new SqlBuilder().append(presence.isEmpty() ? "" : " WHERE " + presence);
        }
        return new SqlBuilder()
                .append(" WHERE ")
                .append(presence.isEmpty() ? "" : presence + " AND ")
                .append(condition);
    }

    private String order(Scope scope, List<Order> order, boolean total) {
        List<String> keys = new ArrayList<>();
        for (Order key : order) {
            keys.add(dialect.order(sortKey(scope, key.path(), key.path()), key.ascending()));
        }
        if (total) {
            keys.add(scope.id());
        }
        return String.join(", ", keys);
    }

    private static String sortKey(Scope scope, String path, String whole) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        Navigation navigation = scope.model().navigations().get(head);
        if (dot < 0 && navigation == null) {
            if (path.equals("id")) {
                return scope.id();
            }
            ValueModel value = scope.requireValue(path, whole);
            return scope.value(value);
        }
        if (navigation == null) {
            throw scope.unknown(head, whole);
        }
        if (navigation.many() || dot < 0) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "Cannot sort by '" + whole + "': '" + head + "' is a relation"
                            + (navigation.many() ? " that leads to a list" : "; sort by a value of it"));
        }
        return sortKey(scope.single(navigation), path.substring(dot + 1), whole);
    }

    private String page(Page page) {
        return page.isAll() ? "" : dialect.page(page.limit(), page.offset() == 0 ? null : page.offset());
    }

    private static String holder(Navigation navigation) {
        return switch (navigation.from()) {
            case SOURCE -> navigation.relation().source().name();
            case TARGET -> navigation.relation().target().name();
        };
    }

    /** Fills a list of ids up to a power of two by repeating its last one, so that few statement texts are needed. */
    static List<Long> padded(List<Long> ids) {
        List<Long> padded = new ArrayList<>(ids);
        int size = Integer.highestOneBit(Math.max(1, ids.size() * 2 - 1));
        padded.addAll(Collections.nCopies(size - ids.size(), ids.get(ids.size() - 1)));
        return padded;
    }
}
