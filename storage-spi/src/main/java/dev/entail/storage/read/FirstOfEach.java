package dev.entail.storage.read;

import dev.entail.core.match.Match;
import dev.entail.core.query.Page;
import dev.entail.storage.json.JsonCodec;
import dev.entail.storage.read.Columns.Cell;
import dev.entail.storage.read.From.Context;
import dev.entail.storage.read.ListCompiler.Compiled;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.LimitedLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Writes the statements for lists of which only the beginning is wanted, or a page. They take what is wanted of each parent
 * from an index, where ranking would look at everything that each parent has (STO-906..908).
 */
final class FirstOfEach {
    /** Up to this many parents a query of its own for each of them pays, if the database is good at nothing else. */
    private static final int QUERIES = 64;

    /** So many parameters a query for one parent may have, so that all of them together do not have too many. */
    private static final int PARAMETERS = 128;

    private static final JsonCodec JSON = new JsonCodec();

    private final Schema schema;
    private final Dialect dialect;

    FirstOfEach(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    /** Whether a list is one of these. */
    boolean takes(SelectionNode node, int parents) {
        if (node.page().limit() == null || node.recursion() != null) {
            return false;
        }
        return switch (dialect.limitedLists()) {
            case LimitedLists.Ranked ranked -> false;
            case LimitedLists.Lateral lateral -> true;
            // A link without direction belongs to two parents, so that its key does not tell which is meant.
            case LimitedLists.Keys keys -> !node.navigation().relation().isSymmetric();
            case LimitedLists.Arrays arrays -> !node.navigation().relation().isSymmetric();
            case LimitedLists.Queries queries ->
                parents > 0 && parents <= QUERIES && query(node, 0).sql().size() <= PARAMETERS;
        };
    }

    /** Whether the parents of such a list come as one list, whatever their number. */
    boolean takesOneList(SelectionNode node) {
        return takes(node, 0) && dialect.inList("x", ColumnType.ID).isPresent();
    }

    /**
     * The records of a list of many parents.
     *
     * @param parents how many parents have a parameter each; 0 if they come as one list
     */
    Compiled compile(SelectionNode node, int parents) {
        return switch (dialect.limitedLists()) {
            case LimitedLists.Ranked ranked -> throw new IllegalStateException("Asked for although it is not taken");
            case LimitedLists.Lateral lateral -> lateral(node, ids(lateral, parents));
            case LimitedLists.Keys keys -> keys(node, ids(keys, parents), false);
            case LimitedLists.Arrays arrays -> keys(node, ids(arrays, parents), true);
            case LimitedLists.Queries queries -> queries(node, parents);
        };
    }

    /** A query with a limit that is run for each parent. */
    private Compiled lateral(SelectionNode node, SqlBuilder parents) {
        Context context = new Context(schema, dialect);
        String parent = context.aliases().next();
        Selected selected = select(node, Step.one(context, node.navigation(), of(parent)));
        String alias = context.aliases().next() + ".";
        SqlBuilder sql = SqlBuilder.of("SELECT " + selected.columns().names(alias) + " FROM ")
                .append(parents)
                .append(" " + parent + " CROSS JOIN LATERAL (")
                .append(selected.sql())
                .append(") " + alias.substring(0, alias.length() - 1) + " ORDER BY " + selected.order(alias));
        return selected.compiled(sql, node);
    }

    /** The rows whose keys a query with a limit tells for each parent. */
    private Compiled keys(SelectionNode node, SqlBuilder parents, boolean arrays) {
        Context context = new Context(schema, dialect);
        String parent = context.aliases().next();
        Step chosen = Step.one(context, node.navigation(), of(parent));
        SqlBuilder keys = cut(
                node,
                chosen,
                new Sorting(chosen, node.order()),
                SqlBuilder.of(chosen.link().key()));
        Step step = Step.one(context, node.navigation(), any -> new SqlBuilder());
        Columns columns = new Columns();
        columns.add(step.parent());
        RowPlan plan = RowPlan.layOut(node, step.record(), columns);
        Sorting sorting = new Sorting(step, node.order());
        List<Cell> cursor = node.page().keyset() ? columns.addAll(sorting.columns(), sorting.types()) : List.of();
        SqlBuilder from = parents.append(" " + parent);
        SqlBuilder among = SqlBuilder.of(" IN (").append(keys).append(")");
        if (arrays) {
            from = SqlBuilder.of("(SELECT " + parent + ".id, ARRAY(")
                    .append(keys)
                    .append(") AS k FROM ")
                    .append(from)
                    .append(") " + parent);
            among = SqlBuilder.of(" = ANY(" + parent + ".k)");
        }
        SqlBuilder sql = SqlBuilder.of("SELECT ")
                .append(columns.sql())
                .append(" FROM ")
                .append(from)
                .append(" CROSS JOIN ")
                .append(step.record().from().sql())
                .append(" WHERE " + step.link().key())
                .append(among)
                .append(" ORDER BY " + step.parent() + ", " + sorting.sql(true));
        return new Compiled(sql.build(dialect), plan, 0, cursor);
    }

    /** A query with a limit for each parent. */
    private Compiled queries(SelectionNode node, int parents) {
        List<Selected> each = IntStream.range(0, parents)
                .mapToObj(place -> query(node, place))
                .toList();
        SqlBuilder sql = SqlBuilder.join(
                        " UNION ALL ",
                        each.stream()
                                .map(one -> SqlBuilder.of("(").append(one.sql()).append(")"))
                                .toList())
                .append(" ORDER BY " + each.get(0).order(""));
        return each.get(0).compiled(sql, node);
    }

    private Selected query(SelectionNode node, int place) {
        Step.Parents parents = parent -> id(SqlBuilder.of(parent + " = "), dialect.placeholder(ColumnType.ID), place);
        return select(node, Step.one(new Context(schema, dialect), node.navigation(), parents));
    }

    /**
     * The wanted records of one parent.
     *
     * @param keys the columns that tell their order
     */
    private record Selected(SqlBuilder sql, Columns columns, RowPlan plan, Sorting sorting, List<Cell> keys) {
        /** The order of the records of several parents, where the columns have their names. */
        String order(String alias) {
            List<String> names = keys.stream()
                    .map(key -> Columns.name(alias, key.position()))
                    .toList();
            return Columns.name(alias, 1) + ", " + sorting.sql(names);
        }

        Compiled compiled(SqlBuilder statement, SelectionNode node) {
            return new Compiled(
                    statement.build(sorting.dialect()), plan, 0, node.page().keyset() ? keys : List.of());
        }
    }

    private Selected select(SelectionNode node, Step step) {
        Columns columns = new Columns();
        columns.add(step.parent());
        RowPlan plan = RowPlan.layOut(node, step.record(), columns);
        Sorting sorting = new Sorting(step, node.order());
        List<Cell> keys = columns.addAll(sorting.columns(), sorting.types());
        return new Selected(cut(node, step, sorting, columns.named()), columns, plan, sorting, keys);
    }

    /** A query for the page of one parent. */
    private SqlBuilder cut(SelectionNode node, Step step, Sorting sorting, SqlBuilder columns) {
        Page page = node.page();
        List<SqlBuilder> where = new ArrayList<>(List.of(step.where()));
        if (!(node.match() instanceof Match.All)) {
            where.add(MatchCompiler.compile(step.record(), node.match()));
        }
        where.add(sorting.where(page.after()));
        int limit = Objects.requireNonNull(page.limit()).intValue();
        long more = page.keyset() ? 1 : 0;
        SqlBuilder sql = SqlBuilder.of("SELECT ")
                .append(columns)
                .append(" FROM ")
                .append(step.record().from().sql())
                .append(ListCompiler.conjunction(where))
                .append(" ORDER BY " + order(step, sorting) + " LIMIT ")
                .append(number(inputs -> ListCompiler.sum(inputs.number(limit), more)));
        return page.offset() == 0
                ? sql
                : sql.append(" OFFSET ").append(number(inputs -> inputs.number((int) page.offset())));
    }

    /** H2 uses an index that begins with the parent only if the order does so too; for SQLite it must not. */
    private String order(Step step, Sorting sorting) {
        return dialect.limitedLists() instanceof LimitedLists.Arrays
                ? sorting.within(step.parent())
                : sorting.sql(true);
    }

    /**
     * A number of rows. PostgreSQL would take a plain parameter for a tenth of all rows in the plan that it keeps and for what it
     * is in others, so that it would plan anew each time.
     */
    private SqlBuilder number(SqlBuilder.Source source) {
        return dialect.limitedLists() instanceof LimitedLists.Lateral
                ? new SqlBuilder()
                        .append("(SELECT ")
                        .parameter(
                                "CAST(? AS " + dialect.columnType(ColumnType.INTEGER) + "))",
                                ColumnType.INTEGER,
                                source)
                : new SqlBuilder().number(source);
    }

    private static Step.Parents of(String alias) {
        return parent -> SqlBuilder.of(parent + " = " + alias + ".id");
    }

    /** A table with the parents. */
    private static SqlBuilder ids(LimitedLists.OfParents way, int parents) {
        String table = way.parents().apply(parents);
        if (parents == 0) {
            return new SqlBuilder().parameter(table, ColumnType.TEXT, inputs -> JSON.write(inputs.parents()));
        }
        SqlBuilder sql = SqlBuilder.of(table);
        for (int i = 0; i < parents; i++) {
            id(sql, "", i);
        }
        return sql;
    }

    /** A parent; those that only fill up the statement have no id, so that nothing is found for them. */
    private static SqlBuilder id(SqlBuilder sql, String placeholder, int place) {
        return sql.parameter(
                placeholder,
                ColumnType.ID,
                inputs -> place < inputs.parents().size() ? inputs.parents().get(place) : null);
    }
}
