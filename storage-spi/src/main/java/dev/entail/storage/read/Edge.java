package dev.entail.storage.read;

import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way over a single relation to the record at its other end. Which links are meant, for a view or a member of a union of
 * relations, is part of the join: where the link is not meant there is no record.
 */
final class Edge {
    private final @Nullable Scope link;
    private final @Nullable String targetId;
    private final Supplier<Scope> join;
    private @Nullable Scope record;

    private Edge(@Nullable Scope link, @Nullable String targetId, Supplier<Scope> join) {
        this.link = link;
        this.targetId = targetId;
        this.join = join;
    }

    /** A way to a record that is there already. */
    static Edge to(Scope known) {
        return new Edge(null, known.id(), () -> known);
    }

    /** The way from a record; a record that does not satisfy the condition is left out. */
    static Edge from(Scope holder, Navigation navigation, Match condition) {
        Schema schema = holder.context().schema();
        StoredRecord other = schema.record(navigation.targetRecord());
        boolean unconditional = condition instanceof Match.All;
        if (holder.isEnd(navigation)) {
            String id = holder.end(navigation.from());
            return new Edge(null, unconditional ? id : null, () -> join(holder, other, null, id, condition));
        }
        LinkPlacement placement = schema.link(navigation.relation());
        if (placement instanceof InHost host && host.hostEnd() != navigation.from()) {
            Scope record = joinHolderOfLink(holder, navigation, other, host, condition);
            return new Edge(record.link(), record.id(), () -> record);
        }
        Scope link = link(holder, navigation, placement);
        String id = link.column(placement.end(navigation.from().opposite()));
        return new Edge(link, unconditional ? id : null, () -> join(holder, other, link, id, condition));
    }

    /** The link of an edge that is not held by the record at the other end. */
    private static Scope link(Scope holder, Navigation navigation, LinkPlacement placement) {
        StoredRecord links =
                holder.context().schema().record(navigation.relation().name());
        Match membership = links.model().membership();
        if (placement instanceof InHost && membership instanceof Match.All) {
            return Scope.optionalLink(holder.from(), links, holder.alias());
        }
        Scope link = Scope.of(holder.from(), links, holder.context().aliases().next(), null);
        SqlBuilder join = SqlBuilder.of(" LEFT JOIN " + link.table() + " ON "
                + link.column(placement.end(navigation.from())) + " = " + holder.id());
        SqlBuilder presence = link.presence();
        if (!presence.isEmpty()) {
            join.append(" AND ").append(presence);
        }
        holder.from().join(join.append(membership(link)));
        return link;
    }

    /** The record at the other end, whose row holds the link. */
    private static Scope joinHolderOfLink(
            Scope holder, Navigation navigation, StoredRecord other, InHost host, Match condition) {
        String alias = holder.context().aliases().next();
        StoredRecord links =
                holder.context().schema().record(navigation.relation().name());
        Scope link = Scope.of(holder.from(), links, alias, null);
        Scope record = Scope.of(holder.from(), other, alias, link);
        holder.from()
                .join(SqlBuilder.of(" LEFT JOIN " + record.table() + " ON " + link.column(host.other()) + " = "
                                + holder.id())
                        .append(membership(link))
                        .append(and(record, condition)));
        return record;
    }

    private static Scope join(Scope holder, StoredRecord other, @Nullable Scope link, String id, Match condition) {
        Scope record = Scope.of(holder.from(), other, holder.context().aliases().next(), link);
        holder.from()
                .join(SqlBuilder.of(" LEFT JOIN " + record.table() + " ON " + record.id() + " = " + id)
                        .append(and(record, condition)));
        return record;
    }

    /** A condition as part of the join of the record that it is about. */
    private static SqlBuilder and(Scope scope, Match condition) {
        return condition instanceof Match.All
                ? new SqlBuilder()
                : SqlBuilder.of(" AND ").append(inPlace(scope, copy -> MatchCompiler.compile(copy, condition)));
    }

    /** Which links are meant, as part of their join. */
    private static SqlBuilder membership(Scope link) {
        return link.model().membership() instanceof Match.All
                ? new SqlBuilder()
                : SqlBuilder.of(" AND ").append(inPlace(link, MatchCompiler::membership));
    }

    /**
     * A condition on a record for a place where nothing can be joined: as it is if nothing needs to be, else as a search for
     * the same row.
     */
    private static SqlBuilder inPlace(Scope scope, Function<Scope, SqlBuilder> condition) {
        From none = new From(scope.context());
        SqlBuilder plain = condition.apply(scope.in(none, scope.alias()));
        if (!none.isJoined()) {
            return plain;
        }
        From from = new From(scope.context());
        Scope same = scope.in(from, scope.context().aliases().next());
        from.start(SqlBuilder.of(same.table()), 1);
        SqlBuilder where = condition.apply(same);
        return SqlBuilder.of("EXISTS (SELECT 1 FROM ")
                .append(from.sql())
                .append(" WHERE " + same.key() + " = " + scope.key() + " AND ")
                .append(where)
                .append(")");
    }

    /** The link, or null where the way started at one. */
    @Nullable
    Scope link() {
        return link;
    }

    /** The record at the other end, joined now if it is not yet. */
    Scope record() {
        Scope known = record;
        if (known == null) {
            known = join.get();
            record = known;
        }
        return known;
    }

    /** The id of the record at the other end, without a join where the link tells. */
    String id() {
        return targetId != null ? targetId : record().id();
    }
}
