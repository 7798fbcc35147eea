package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.Suggestion;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.read.From.Context;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record of a FROM clause: where its values are, and what it leads to. */
final class Scope {
    private final From from;
    private final StoredRecord record;
    private final String alias;
    private final @Nullable Scope link;
    private final boolean optional;
    private final Map<String, Edge> edges = new LinkedHashMap<>();

    private Scope(From from, StoredRecord record, String alias, @Nullable Scope link, boolean optional) {
        this.from = from;
        this.record = record;
        this.alias = alias;
        this.link = link;
        this.optional = optional;
    }

    /** A record that a FROM clause starts with. */
    static Scope root(Context context, StoredRecord record) {
        From from = new From(context);
        Scope scope = new Scope(from, record, context.aliases().next(), null, false);
        from.start(SqlBuilder.of(scope.table()), 1);
        return scope;
    }

    /**
     * A record of a FROM clause.
     *
     * @param link the link over which it was reached
     */
    static Scope of(From from, StoredRecord record, String alias, @Nullable Scope link) {
        return new Scope(from, record, alias, link, false);
    }

    /** A link in the row of a host that may have none. */
    static Scope optionalLink(From from, StoredRecord record, String alias) {
        return new Scope(from, record, alias, null, true);
    }

    /** The same record under another alias of another FROM clause. */
    Scope in(From other, String otherAlias) {
        Scope moved = link == null ? null : link.in(other, link.alias.equals(alias) ? otherAlias : link.alias);
        return new Scope(other, record, otherAlias, moved, optional);
    }

    From from() {
        return from;
    }

    Context context() {
        return from.context();
    }

    Dialect dialect() {
        return context().dialect();
    }

    StoredRecord record() {
        return record;
    }

    RecordModel model() {
        return record.model();
    }

    String alias() {
        return alias;
    }

    /** The link over which the record was reached, or null. */
    @Nullable
    Scope link() {
        return link;
    }

    /** The table with the alias. */
    String table() {
        return dialect().quote(record.table().name()) + " " + alias;
    }

    /** The id of the record; null where a row of the table is none. */
    String id() {
        return optional ? ifPresent(column(record.id())) : column(record.id());
    }

    /** The primary key of the row. */
    String key() {
        return column(record.table().key());
    }

    String column(Column column) {
        return alias + "." + dialect().quote(column.name());
    }

    /** The record at an end of this link. */
    String end(End end) {
        LinkPlacement placement = placement();
        String column = column(placement.end(end));
        return optional && placement instanceof InHost host && host.hostEnd() == end ? ifPresent(column) : column;
    }

    /** What a host row tells of its link if it has one, else null. */
    private String ifPresent(String column) {
        return "CASE WHEN " + column(Objects.requireNonNull(record.presence())) + " IS NULL THEN NULL ELSE " + column
                + " END";
    }

    private LinkPlacement placement() {
        return context().schema().link(model().relation().orElseThrow());
    }

    /** What must hold for a row of the table to be such a record: a host row without a link is none. */
    SqlBuilder presence() {
        Column presence = record.presence();
        return SqlBuilder.of(presence == null ? "" : column(presence) + " IS NOT NULL");
    }

    /** A value of the record: its column, to which a hot one adds what stands in its slots. */
    String value(ValueModel value) {
        Column column = valueColumn(value);
        Table.Slots slots = record.table().slots();
        if (slots == null || !slots.columns().contains(column)) {
            return column(column);
        }
        from.addsUp();
        String inner = alias + "s";
        String added = inner + "." + dialect().quote(column.name());
        return dialect()
                .plus(
                        column(column),
                        "COALESCE((SELECT " + dialect().sum(added, column.type()) + " FROM "
                                + dialect().quote(slots.name()) + " " + inner + " WHERE " + inner + "."
                                + dialect().quote(record.table().key().name()) + " = " + key() + "), "
                                + dialect()
                                        .literal(
                                                column.type(),
                                                value.property().type().zero()) + ")",
                        column.type());
    }

    Column valueColumn(ValueModel value) {
        return Objects.requireNonNull(record.values().get(value.name()), value.name());
    }

    /** What a single relation leads to, joined if it is not yet. */
    Edge edge(Navigation navigation) {
        return edges.computeIfAbsent(navigation.name(), name -> Edge.from(this, navigation, Match.all()));
    }

    /** Tells this link that the record at one end is there already. */
    void knowsEnd(End end, Scope known) {
        edges.put(end.attribute(), Edge.to(known));
    }

    /** Whether an attribute is an end of this link. */
    boolean isEnd(Navigation navigation) {
        return navigation.relation().name().equals(record.name())
                && navigation.name().equals(navigation.from().attribute());
    }

    EntailException unknown(String name, String path) {
        return unknown(model(), name, path);
    }

    static EntailException unknown(RecordModel record, String name, String path) {
        List<String> names = new ArrayList<>(List.of("id"));
        names.addAll(record.visibleNames());
        names.addAll(record.navigations().keySet());
        return new EntailException(
                ErrorCode.UNKNOWN_NAME.name(),
                record.name() + " has no attribute '" + name + "'" + (path.equals(name) ? "" : " (in '" + path + "')")
                        + "; it has " + names + Suggestion.forName(name, names),
                Map.of("record", record.name(), "attribute", name),
                null);
    }

    /** How a value of the record is stored. */
    ColumnType type(ValueModel value) {
        return valueColumn(value).type();
    }
}
