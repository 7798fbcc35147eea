package dev.entail.storage.read;

import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.storage.read.From.Context;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.StoredRecord;
import java.util.List;
import java.util.function.Function;

/**
 * The way from parents to the records behind a relation attribute, as a FROM clause of its own.
 *
 * @param record the related records
 * @param link the links that lead to them
 * @param parent the id of the parent
 * @param where which parents, and which links are meant
 */
record Step(Scope record, Scope link, String parent, SqlBuilder where) {
    /**
     * Which parents are meant.
     */
    @FunctionalInterface
    interface Parents extends Function<String, SqlBuilder> {}

    /** All ways: one, or one in each direction where links have none. */
    static List<Step> all(Context context, Navigation navigation, Parents parents) {
        return navigation.relation().isSymmetric()
                ? List.of(of(context, navigation, End.SOURCE, parents), of(context, navigation, End.TARGET, parents))
                : List.of(of(context, navigation, navigation.from(), parents));
    }

    /** One way with all links, also where links have no direction. */
    static Step one(Context context, Navigation navigation, Parents parents) {
        return navigation.relation().isSymmetric()
                ? bothDirections(context, navigation, parents)
                : of(context, navigation, navigation.from(), parents);
    }

    /**
     * The links alone, for what asks nothing of the records behind them: that these exist is what foreign keys are for. The same
     * as {@link #one} where a link is not a row of its own, or has no direction.
     */
    static Step links(Context context, Navigation navigation, Parents parents) {
        LinkPlacement placement = context.schema().link(navigation.relation());
        if (placement instanceof InHost || navigation.relation().isSymmetric()) {
            return one(context, navigation, parents);
        }
        From from = new From(context);
        StoredRecord links = context.schema().record(navigation.relation().name());
        Scope link = Scope.of(from, links, context.aliases().next(), null);
        String parent = link.column(placement.end(navigation.from()));
        from.start(SqlBuilder.of(link.table()), 1);
        return new Step(link, link, parent, where(parents.apply(parent), link));
    }

    private static Step of(Context context, Navigation navigation, End start, Parents parents) {
        LinkPlacement placement = context.schema().link(navigation.relation());
        StoredRecord links = context.schema().record(navigation.relation().name());
        StoredRecord records = context.schema().record(navigation.targetRecord());
        From from = new From(context);
        String alias = context.aliases().next();
        Scope link = Scope.of(from, links, alias, null);
        String parent = link.column(placement.end(start));
        Scope record;
        if (placement instanceof InHost host && host.hostEnd() != start) {
            record = Scope.of(from, records, alias, link);
            from.start(SqlBuilder.of(record.table()), 1);
        } else {
            record = Scope.of(from, records, context.aliases().next(), link);
            String other = link.column(placement.end(start.opposite()));
            from.start(
                    SqlBuilder.of(link.table() + " JOIN " + record.table() + " ON " + record.id() + " = " + other), 2);
        }
        if (!navigation.relation().isSymmetric()) {
            link.knowsEnd(start.opposite(), record);
        }
        return new Step(record, link, parent, where(parents.apply(parent), link));
    }

    /** Each link twice, once for each of its ends, with the parents looked up by index in both columns. */
    private static Step bothDirections(Context context, Navigation navigation, Parents parents) {
        LinkPlacement placement = context.schema().link(navigation.relation());
        StoredRecord links = context.schema().record(navigation.relation().name());
        From from = new From(context);
        String both = context.aliases().next();
        Scope link = Scope.of(from, links, context.aliases().next(), null);
        Scope record = Scope.of(
                from,
                context.schema().record(navigation.targetRecord()),
                context.aliases().next(),
                link);
        Scope inner = Scope.of(from, links, "e", null);
        String source = inner.column(placement.end(End.SOURCE));
        String target = inner.column(placement.end(End.TARGET));
        from.start(
                SqlBuilder.of("(SELECT " + inner.id() + " AS i, " + source + " AS p, " + target + " AS c FROM "
                                + inner.table() + " WHERE ")
                        .append(parents.apply(source))
                        .append(" UNION ALL SELECT " + inner.id() + ", " + target + ", " + source + " FROM "
                                + inner.table() + " WHERE ")
                        .append(parents.apply(target))
                        .append(" AND " + source + " <> " + target + ") " + both + " JOIN " + link.table() + " ON "
                                + link.id() + " = " + both + ".i JOIN " + record.table() + " ON " + record.id() + " = "
                                + both + ".c"),
                3);
        return new Step(record, link, both + ".p", where(new SqlBuilder(), link));
    }

    private static SqlBuilder where(SqlBuilder parents, Scope link) {
        SqlBuilder where = new SqlBuilder().append(parents);
        if (!(link.model().membership() instanceof Match.All)) {
            where.append(where.isEmpty() ? "" : " AND ").append(MatchCompiler.membership(link));
        }
        return where;
    }
}
