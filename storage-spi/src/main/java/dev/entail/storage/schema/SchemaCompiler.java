package dev.entail.storage.schema;

import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.LinkPlacement.OwnTable;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decides placement (STO-021): one table for each family of entities and for each relation whose links are records of their
 * own; other links are columns of the many side.
 */
final class SchemaCompiler {
    private static final String ID = "id";

    private final Model model;
    private final PhysicalNames names;
    private final Map<String, StoredRecord> roots = new LinkedHashMap<>();
    private final Map<String, LinkPlacement> links = new LinkedHashMap<>();
    private final ConstraintCompiler constraints;
    private final List<Table> tables = new ArrayList<>();

    SchemaCompiler(Model model, Dialect dialect) {
        this.model = model;
        this.names = new PhysicalNames(dialect.maxIdentifierLength());
        this.constraints = new ConstraintCompiler(names, dialect);
    }

    Schema compile() {
        model.roots().values().stream().filter(this::hasTable).forEach(this::placeTable);
        Map<String, StoredRecord> members = new LinkedHashMap<>();
        Map<String, LinkPlacement> memberLinks = new LinkedHashMap<>();
        for (RecordModel record : model.records().values()) {
            members.put(
                    record.name(),
                    Objects.requireNonNull(roots.get(record.root()), record.root())
                            .as(record));
            record.relation()
                    .ifPresent(relation -> memberLinks.put(
                            relation.name(),
                            Objects.requireNonNull(links.get(record.root()), record.root())
                                    .as(relation)));
        }
        GlobalsTable globals = new GlobalsTable(Model.GLOBALS);
        tables.add(globals.table());
        return new Schema(
                model,
                tables,
                roots,
                members,
                links,
                memberLinks,
                globals,
                constraints.meanings(),
                constraints.declared());
    }

    private boolean hasTable(RecordModel root) {
        return root.relation().map(model::linksStandAlone).orElse(true);
    }

    private void placeTable(RecordModel root) {
        TableParts parts = new TableParts(names.of(root.name()), ID);
        Map<String, Column> ends = new LinkedHashMap<>();
        root.relation().ifPresent(relation -> ends.putAll(endColumns(root, relation, parts)));
        Map<String, Column> values = new LinkedHashMap<>();
        root.values().values().forEach(value -> values.put(value.name(), placeValue(root, value, "", parts)));
        List<HostedLink> hosted = new ArrayList<>();
        for (RecordModel other : model.roots().values()) {
            other.relation()
                    .filter(relation -> !hasTable(other) && hostRoot(relation).equals(root.name()))
                    .ifPresent(relation -> hosted.add(hostedColumns(other, relation, parts)));
        }
        Map<String, Column> attributes = new LinkedHashMap<>(values);
        attributes.putAll(ends);
        hosted.forEach(link -> attributes.put(link.attribute(), link.end()));
        members(root).forEach(member -> constraints.declare(member, attributes, parts));
        hosted.forEach(link -> constraints.declare(link.record(), attributes(link, parts.key), parts));
        Table table = parts.table(names);
        tables.add(table);
        constraints.slots(table, root.name());
        constraints.primaryKey(table, root.name(), parts.key.name());
        roots.put(
                root.name(),
                new StoredRecord(root, root.name(), table, parts.key, null, values, sequence(root.name())));
        root.relation()
                .ifPresent(relation -> links.put(
                        root.name(),
                        new OwnTable(
                                relation,
                                table,
                                parts.key,
                                Objects.requireNonNull(ends.get(End.SOURCE.attribute())),
                                Objects.requireNonNull(ends.get(End.TARGET.attribute())),
                                values,
                                root.isTyped() ? values.get(Model.TYPE) : null)));
        hosted.forEach(link -> placeInHost(root, link, table, parts.key));
    }

    /** The entities or relations whose records are stored together. */
    private List<RecordModel> members(RecordModel root) {
        return model.records().values().stream()
                .filter(record -> record.isConcrete() && record.root().equals(root.name()))
                .toList();
    }

    private void reference(
            TableParts parts,
            String record,
            Column column,
            RecordDefinition other,
            String attribute,
            boolean required) {
        String table = names.of(model.record(other).root());
        constraints.reference(parts, record, column, table, other.name(), attribute, required);
    }

    private String sequence(String root) {
        return names.of(root, "sequence");
    }

    /** Name of the family whose rows hold the links of a relation (STO-021). */
    private String hostRoot(Relation relation) {
        RecordDefinition host = End.host(relation) == End.SOURCE ? relation.source() : relation.target();
        return model.record(host).root();
    }

    private HostedLink hostedColumns(RecordModel link, Relation relation, TableParts parts) {
        boolean atSource = End.host(relation) == End.SOURCE;
        String attribute = atSource ? relation.sourceProperty() : relation.targetProperty();
        RecordDefinition other = atSource ? relation.target() : relation.source();
        Column end = parts.add(Column.nullable(names.of(attribute), ColumnType.ID));
        Map<String, Column> values = new LinkedHashMap<>();
        link.values().values().forEach(value -> values.put(value.name(), placeValue(link, value, attribute, parts)));
        boolean unique = relation.cardinality() == Cardinality.ONE_TO_ONE;
        String otherEnd = (atSource ? End.TARGET : End.SOURCE).attribute();
        if (unique) {
            constraints.index(parts, relation.name(), List.of(end.name()), List.of(otherEnd), true);
        } else {
            constraints.list(parts, end.name());
        }
        reference(parts, relation.name(), end, other, otherEnd, false);
        return new HostedLink(link, relation, attribute, end, values);
    }

    private void placeInHost(RecordModel host, HostedLink link, Table table, Column hostKey) {
        Relation relation = link.relation();
        links.put(
                relation.name(),
                new InHost(
                        relation,
                        table,
                        host.name(),
                        End.host(relation),
                        hostKey,
                        link.end(),
                        link.values(),
                        link.record().isTyped() ? link.values().get(Model.TYPE) : null));
        roots.put(
                relation.name(),
                new StoredRecord(
                        link.record(),
                        relation.name(),
                        table,
                        hostKey,
                        link.end(),
                        link.values(),
                        sequence(host.name())));
    }

    /** The columns of both ends of a link with a row of its own, with the indexes that keep its cardinality. */
    private Map<String, Column> endColumns(RecordModel root, Relation relation, TableParts parts) {
        Map<String, Column> ends = new LinkedHashMap<>();
        for (End end : End.values()) {
            Column column = parts.add(Column.nullable(end.attribute(), ColumnType.ID));
            ends.put(end.attribute(), column);
            reference(
                    parts,
                    root.name(),
                    column,
                    end == End.SOURCE ? relation.source() : relation.target(),
                    end.attribute(),
                    true);
        }
        String source = End.SOURCE.attribute();
        String target = End.TARGET.attribute();
        if (relation.cardinality() == Cardinality.MANY_TO_MANY) {
            List<String> pair = new ArrayList<>(List.of(source, target));
            if (root.isTyped()) {
                pair.add(Model.TYPE);
            }
            constraints.index(parts, root.name(), pair, List.of(source, target), true);
            constraints.index(parts, root.name(), List.of(target, source), List.of(target, source), false);
        } else {
            constraints.index(
                    parts,
                    root.name(),
                    List.of(source),
                    List.of(source),
                    relation.cardinality().singleTarget());
            constraints.index(
                    parts,
                    root.name(),
                    List.of(target),
                    List.of(target),
                    relation.cardinality().singleSource());
        }
        return ends;
    }

    /** The ends of a link that lives in the row of a host, and its values. */
    private static Map<String, Column> attributes(HostedLink link, Column hostKey) {
        Map<String, Column> attributes = new LinkedHashMap<>(link.values());
        boolean atSource = End.host(link.relation()) == End.SOURCE;
        attributes.put(End.SOURCE.attribute(), atSource ? hostKey : link.end());
        attributes.put(End.TARGET.attribute(), atSource ? link.end() : hostKey);
        return attributes;
    }

    private Column placeValue(RecordModel record, ValueModel value, String prefix, TableParts parts) {
        Column column = parts.add(valueColumn(record, value, prefix));
        if (value.property().isHot()) {
            parts.hot.add(column);
        }
        if (value.isDueTime()) {
            constraints.index(parts, record.name(), List.of(column.name()), List.of(value.name()), false);
        }
        return column;
    }

    private Column valueColumn(RecordModel record, ValueModel value, String prefix) {
        Property<?> property = value.property();
        String name = prefix.isEmpty() ? names.of(property.name()) : names.of(prefix, property.name());
        boolean counter = value.isCounter();
        ColumnType type = columnType(property);
        boolean key = ConstraintCompiler.isKey(record, value);
        ColumnType stored = type == ColumnType.TEXT && key ? ColumnType.KEY_TEXT : type;
        return new Column(name, stored, counter, ConstraintCompiler.isIdentity(record, value));
    }

    private static ColumnType columnType(Property<?> property) {
        if (property.isList()) {
            return ColumnType.JSON;
        }
        return switch (property.type()) {
            case TEXT -> ColumnType.TEXT;
            case INTEGER -> ColumnType.INTEGER;
            case DECIMAL -> ColumnType.DECIMAL;
            case NUMBER -> ColumnType.NUMBER;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
            case JSON -> ColumnType.JSON;
        };
    }

    private record HostedLink(
            RecordModel record, Relation relation, String attribute, Column end, Map<String, Column> values) {}
}
