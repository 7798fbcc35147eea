package dev.entail.storage.read;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.Suggestion;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record in the FROM clause, and the records joined to it over single relations. */
final class Scope {
    private final Schema schema;
    private final Dialect dialect;
    private final Aliases aliases;
    private final StoredRecord record;
    private final String alias;
    private final @Nullable Scope parent;
    private final List<String> joins = new ArrayList<>();
    private final Map<String, Scope> single = new LinkedHashMap<>();

    private Scope(
            Schema schema,
            Dialect dialect,
            Aliases aliases,
            StoredRecord record,
            String alias,
            @Nullable Scope parent) {
        this.schema = schema;
        this.dialect = dialect;
        this.aliases = aliases;
        this.record = record;
        this.alias = alias;
        this.parent = parent;
    }

    static Scope root(Schema schema, Dialect dialect, Aliases aliases, StoredRecord record) {
        return new Scope(schema, dialect, aliases, record, aliases.next(), null);
    }

    StoredRecord record() {
        return record;
    }

    RecordModel model() {
        return record.model();
    }

    Schema schema() {
        return schema;
    }

    Dialect dialect() {
        return dialect;
    }

    Aliases aliases() {
        return aliases;
    }

    /** The FROM clause without its keyword. */
    String from() {
        return base() + String.join("", joins);
    }

    private String base() {
        return dialect.quote(record.table().name()) + " " + alias;
    }

    /** What must hold for a row of the table to be such a record: a host row without a link is none. */
    String presence() {
        return schemaLink() instanceof InHost ? id() + " IS NOT NULL" : "";
    }

    private @Nullable LinkPlacement schemaLink() {
        return model().relation().map(schema::link).orElse(null);
    }

    /** The id of the record. */
    String id() {
        return column(record.id());
    }

    String column(Column column) {
        return alias + "." + dialect.quote(column.name());
    }

    /** A value of the record. */
    String value(ValueModel value) {
        return column(Objects.requireNonNull(record.values().get(value.name()), value.name()));
    }

    /** The record behind a single relation, joined if it is not yet. */
    Scope single(Navigation navigation) {
        Scope known = single.get(navigation.name());
        if (known != null) {
            return known;
        }
        StoredRecord other = schema.record(navigation.targetRecord());
        Scope scope = new Scope(schema, dialect, aliases, other, aliases.next(), this);
        LinkPlacement link = schema.link(navigation.relation());
        String condition = holdsEnd(navigation)
                ? column(otherEnd(link, navigation)) + " = "
                        + scope.column(other.table().key())
                : scope.column(link.end(navigation.from())) + " = " + id();
        addJoin(" LEFT JOIN " + dialect.quote(other.table().name()) + " " + scope.alias + " ON " + condition);
        single.put(navigation.name(), scope);
        return scope;
    }

    /** The id behind a single relation as a column of this row, or null if it takes a join. */
    @Nullable
    String idWithoutJoin(Navigation navigation) {
        return holdsEnd(navigation) ? column(otherEnd(schema.link(navigation.relation()), navigation)) : null;
    }

    private void addJoin(String join) {
        if (parent == null) {
            joins.add(join);
        } else {
            parent.addJoin(join);
        }
    }

    /** Whether the row of this record itself says who is at the other end. */
    private boolean holdsEnd(Navigation navigation) {
        LinkPlacement link = schema.link(navigation.relation());
        return model().relation().isPresent() || link instanceof InHost host && host.hostEnd() == navigation.from();
    }

    /** For a link the end that is asked for, for a host the other end. */
    private Column otherEnd(LinkPlacement link, Navigation navigation) {
        return link.end(
                model().relation().isPresent()
                        ? navigation.from()
                        : navigation.from().opposite());
    }

    /** The records behind a relation attribute as a scope of its own, for a sub-select or a statement of its own. */
    Step step(Navigation navigation) {
        StoredRecord other = schema.record(navigation.targetRecord());
        Scope scope = Scope.root(schema, dialect, aliases, other);
        LinkPlacement link = schema.link(navigation.relation());
        if (link instanceof InHost host && host.hostEnd() != navigation.from()) {
            return new Step(scope, "", scope.column(host.other()));
        }
        String alias = aliases.next();
        if (navigation.relation().isSymmetric()) {
            return new Step(
                    scope,
                    bothDirections(link) + " " + alias + " JOIN " + scope.base() + " ON " + scope.id() + " = " + alias
                            + ".c",
                    alias + ".p");
        }
        String to = alias + "."
                + dialect.quote(link.end(navigation.from().opposite()).name());
        String parent = alias + "." + dialect.quote(link.end(navigation.from()).name());
        return new Step(
                scope,
                dialect.quote(link.table().name()) + " " + alias + " JOIN " + scope.base() + " ON " + scope.id() + " = "
                        + to,
                parent);
    }

    private String bothDirections(LinkPlacement link) {
        String table = dialect.quote(link.table().name());
        String source = dialect.quote(link.end(Navigation.End.SOURCE).name());
        String target = dialect.quote(link.end(Navigation.End.TARGET).name());
        return "(SELECT " + source + " AS p, " + target + " AS c FROM " + table + " UNION ALL SELECT " + target
                + " AS p, " + source + " AS c FROM " + table + " WHERE " + source + " <> " + target + ")";
    }

    /**
     * The way from a parent to the records behind a relation attribute.
     *
     * @param records those records
     * @param start what the FROM clause starts with; empty if the records themselves name their parent
     * @param parent the id of the parent
     */
    record Step(Scope records, String start, String parent) {
        /** The FROM clause with everything that has been joined to the records so far. */
        String from() {
            return (start.isEmpty() ? records.base() : start) + String.join("", records.joins);
        }
    }

    ValueModel requireValue(String name, String path) {
        ValueModel value = model().values().get(name);
        if (value == null) {
            throw unknown(name, path);
        }
        return value;
    }

    EntailException unknown(String name, String path) {
        List<String> names = new ArrayList<>(List.of("id"));
        names.addAll(model().values().keySet());
        names.addAll(model().navigations().keySet());
        return new EntailException(
                ErrorCode.UNKNOWN_NAME.name(),
                record.name() + " has no attribute '" + name + "'" + (path.equals(name) ? "" : " (in '" + path + "')")
                        + "; it has " + names + Suggestion.forName(name, names),
                Map.of("record", record.name(), "attribute", name),
                null);
    }

    /** How a value of the model is stored. */
    static ColumnType type(StoredRecord record, Property<?> property) {
        return Objects.requireNonNull(record.values().get(property.name()), property.name())
                .type();
    }
}
