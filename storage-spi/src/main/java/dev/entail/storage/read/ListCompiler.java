package dev.entail.storage.read;

import dev.entail.core.definition.Cardinality;
import dev.entail.core.match.Match;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Page;
import dev.entail.core.query.Selection;
import dev.entail.storage.json.JsonCodec;
import dev.entail.storage.read.Columns.Cell;
import dev.entail.storage.read.From.Context;
import dev.entail.storage.read.SqlBuilder.Statement;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the statements for lists: one for many parents, whatever the number of records (STO-906..908). */
final class ListCompiler {
    /** Up to this many parents have a parameter each; more are bound as one list, where the database can do that. */
    static final int PARENTS = 1024;

    private static final JsonCodec JSON = new JsonCodec();

    private final Schema schema;
    private final Dialect dialect;
    private final FirstOfEach limited;

    ListCompiler(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
        this.limited = new FirstOfEach(schema, dialect);
    }

    /**
     * A statement for a list and how to read its rows; column 1 is the id of the parent.
     *
     * @param end for a recursion the column that tells whether the record is not followed further, else 0
     * @param cursor the columns of a cursor, if one is wanted
     */
    record Compiled(Statement statement, RowPlan plan, int end, List<Cell> cursor) {}

    /** Whether so many parents come as one list, for which the statement is the same whatever their number. */
    boolean takesOneList(SelectionNode node, int parents) {
        return parents > PARENTS && idList("x").isPresent() || limited.takesOneList(node);
    }

    /** Where the database finds a record once for each way to it, only relations with one way are left to it. */
    boolean canRecurse(SelectionNode node) {
        return dialect.recursionIsDistinct() || node.navigation().relation().cardinality() != Cardinality.MANY_TO_MANY;
    }

    /**
     * The records of a list of many parents.
     *
     * @param parents how many parents have a parameter each; 0 if they come as one list
     */
    Compiled list(SelectionNode node, int parents) {
        if (limited.takes(node, parents)) {
            return limited.compile(node, parents);
        }
        Context context = new Context(schema, dialect);
        Step step = Step.one(context, node.navigation(), among(parents));
        return select(node, step, new SqlBuilder(), null);
    }

    /** One level of a recursion. */
    Compiled level(SelectionNode node, Selection.Recursion recursion, int parents) {
        Context context = new Context(schema, dialect);
        Step step = Step.one(context, node.navigation(), among(parents));
        return select(node, step, new SqlBuilder(), recursion.until());
    }

    /** All levels of a recursion: the ids that are followed in a recursive table expression, then their links, each once. */
    Compiled recursive(SelectionNode node, Selection.Recursion recursion, int parents) {
        Context context = new Context(schema, dialect);
        int levels = Tree.levels(recursion);
        Step.Parents start = among(parents);
        SqlBuilder with = SqlBuilder.of("WITH RECURSIVE r (id, lvl) AS (")
                .append(followed(node, recursion, Step.one(context, node.navigation(), start), "1", new SqlBuilder()))
                .append(" UNION ");
        Step deeper = Step.one(context, node.navigation(), parent -> SqlBuilder.of("1 = 1"));
        deeper.record().from().join(SqlBuilder.of(" JOIN r ON " + deeper.parent() + " = r.id"));
        SqlBuilder bounded = SqlBuilder.of("r.lvl < " + (levels - 1));
        with.append(followed(node, recursion, deeper, "r.lvl + 1", bounded)).append(") ");
        Step step = Step.one(
                context,
                node.navigation(),
                parent -> SqlBuilder.of("(")
                        .append(start.apply(parent))
                        .append(" OR " + parent + " IN (SELECT r.id FROM r WHERE r.lvl < " + levels + "))"));
        return select(node, step, with, recursion.until());
    }

    /** Records that are followed further: those that belong to the list and are no ends. */
    private static SqlBuilder followed(
            SelectionNode node, Selection.Recursion recursion, Step step, String level, SqlBuilder bound) {
        Scope scope = step.record();
        List<SqlBuilder> where = new ArrayList<>(List.of(step.where(), bound));
        if (!(node.match() instanceof Match.All)) {
            where.add(MatchCompiler.compile(scope, node.match()));
        }
        if (canEnd(recursion.until())) {
            where.add(end(scope, recursion.until()).append(" = 0"));
        }
        SqlBuilder condition = conjunction(where);
        return SqlBuilder.of("SELECT " + scope.id() + ", " + level + " FROM ")
                .append(scope.from().sql())
                .append(condition);
    }

    private static boolean canEnd(Match until) {
        return !(until instanceof Match.Or or && or.parts().isEmpty());
    }

    private static SqlBuilder end(Scope scope, Match until) {
        return SqlBuilder.of("CASE WHEN ")
                .append(MatchCompiler.compile(scope, until))
                .append(" THEN 1 ELSE 0 END");
    }

    /**
     * What the items of many parents add up to, a row for each parent that has any: the parent, and how many items there
     * are, how many of them have a true value, or the sum of a value.
     *
     * @param input name of a value, {@code &.} in front if it is one of the link; null to count all items
     */
    Statement totals(Navigation navigation, @Nullable String input, int parents) {
        Context context = new Context(schema, dialect);
        boolean ofLinks = input == null || ItemScope.isOfLink(input);
        Step step = ofLinks
                ? Step.links(context, navigation, among(parents))
                : Step.one(context, navigation, among(parents));
        return SqlBuilder.of("SELECT " + step.parent() + ", " + total(step, input) + " FROM ")
                .append(step.record().from().sql())
                .append(conjunction(List.of(step.where())))
                .append(" GROUP BY " + step.parent())
                .build(dialect);
    }

    private String total(Step step, @Nullable String input) {
        if (input == null) {
            return "COUNT(*)";
        }
        Scope scope = ItemScope.isOfLink(input) ? step.link() : step.record();
        ValueModel value = Objects.requireNonNull(scope.model().values().get(ItemScope.nameIn(input)), input);
        String column = scope.value(value);
        ColumnType type = scope.type(value);
        return type == ColumnType.BOOLEAN
                ? "COUNT(CASE WHEN " + column + " = " + dialect.literal(type, true) + " THEN 1 END)"
                : dialect.sum(column, type);
    }

    private Compiled select(SelectionNode node, Step step, SqlBuilder with, @Nullable Match until) {
        Scope scope = step.record();
        Columns columns = new Columns();
        columns.add(step.parent());
        RowPlan plan = RowPlan.layOut(node, scope, columns);
        int end = until == null || !canEnd(until) ? 0 : columns.add(end(scope, until));
        Page page = node.page();
        Sorting sorting = new Sorting(step, node.order());
        List<Cell> cursor = page.keyset() ? columns.addAll(sorting.columns(), sorting.types()) : List.of();
        List<SqlBuilder> where = new ArrayList<>(List.of(step.where()));
        if (!(node.match() instanceof Match.All)) {
            where.add(MatchCompiler.compile(scope, node.match()));
        }
        where.add(sorting.where(page.after()));
        SqlBuilder condition = conjunction(where);
        SqlBuilder from = SqlBuilder.of(" FROM ").append(scope.from().sql()).append(condition);
        SqlBuilder sql = new SqlBuilder().append(with);
        if (page.limit() == null && page.offset() == 0) {
            sql.append("SELECT ")
                    .append(columns.sql())
                    .append(from)
                    .append(" ORDER BY " + step.parent() + ", " + sorting.sql(true));
        } else {
            number(sql, columns, from, step.parent(), sorting.sql(true), page);
        }
        if (page.limit() == null) {
            boolean unbounded = page.unbounded();
            sql.append(" LIMIT ").number(inputs -> unbounded ? Long.MAX_VALUE : inputs.beyondBound());
        }
        return new Compiled(sql.build(dialect), plan, end, cursor);
    }

    /** Numbers the records of each parent and keeps those of the page, and one more if a cursor is wanted. */
    private static void number(
            SqlBuilder sql, Columns columns, SqlBuilder from, String parent, String order, Page page) {
        sql.append("SELECT " + columns.names("n.") + " FROM (SELECT ")
                .append(columns.named())
                .append(", ROW_NUMBER() OVER (PARTITION BY " + parent + " ORDER BY " + order + ") AS rn")
                .append(from)
                .append(") n WHERE n.rn > ")
                .number(inputs -> offset(page, inputs));
        Long limit = page.limit();
        if (limit != null) {
            int position = limit.intValue();
            long more = page.keyset() ? 1 : 0;
            sql.append(" AND n.rn <= ").number(inputs -> sum(sum(offset(page, inputs), inputs.number(position)), more));
        }
        sql.append(" ORDER BY n.c1, n.rn");
    }

    private static long offset(Page page, Inputs inputs) {
        return page.offset() == 0 ? 0 : inputs.number((int) page.offset());
    }

    static long sum(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }

    static SqlBuilder conjunction(List<SqlBuilder> parts) {
        List<SqlBuilder> present =
                parts.stream().filter(part -> !part.isEmpty()).toList();
        return present.isEmpty()
                ? new SqlBuilder()
                : SqlBuilder.of(" WHERE ").append(SqlBuilder.join(" AND ", present));
    }

    private Step.Parents among(int parents) {
        if (parents == 0) {
            return parent -> new SqlBuilder()
                    .parameter(idList(parent).orElseThrow(), ColumnType.TEXT, inputs -> JSON.write(inputs.parents()));
        }
        return parent -> {
            SqlBuilder sql = SqlBuilder.of(parent + " IN (");
            for (int i = 0; i < parents; i++) {
                int place = i;
                sql.append(i == 0 ? "" : ", ")
                        .parameter(
                                dialect.placeholder(ColumnType.ID),
                                ColumnType.ID,
                                inputs -> inputs.parents()
                                        .get(Math.min(place, inputs.parents().size() - 1)));
            }
            return sql.append(")");
        };
    }

    private Optional<String> idList(String parent) {
        return dialect.inList(parent, ColumnType.ID);
    }
}
