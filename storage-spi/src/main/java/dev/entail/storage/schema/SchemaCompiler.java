package dev.entail.storage.schema;

import dev.entail.core.computation.Computed;
import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.LinkPlacement.OwnTable;
import dev.entail.storage.schema.Table.ForeignKey;
import dev.entail.storage.schema.Table.Index;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Decides placement: one table an entity, one an n:n relation; other links are columns of the many side. */
final class SchemaCompiler {
    private static final String ID = "id";

    /** Part of the names of indexes that enforce what users declare. */
    private static final String CONSTRAINT = "constraint";

    private final Model model;
    private final PhysicalNames names;
    private final Map<String, StoredRecord> records = new LinkedHashMap<>();
    private final Map<String, LinkPlacement> links = new LinkedHashMap<>();
    private final Map<String, ConstraintInfo> constraints = new LinkedHashMap<>();
    private final Map<String, Index> uniqueIndexes = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();

    SchemaCompiler(Model model, Dialect dialect) {
        this.model = model;
        this.names = new PhysicalNames(dialect.maxIdentifierLength());
    }

    Schema compile() {
        for (RecordModel record : model.records().values()) {
            if (record.definition() instanceof Entity) {
                placeEntity(record);
            }
        }
        for (RecordModel record : model.records().values()) {
            record.relation()
                    .filter(relation -> relation.cardinality() == Cardinality.MANY_TO_MANY)
                    .ifPresent(relation -> placeOwnTable(record, relation));
        }
        GlobalsTable globals = new GlobalsTable(Model.GLOBALS);
        tables.add(globals.table());
        return new Schema(model, tables, records, links, globals, constraints, uniqueIndexes);
    }

    private void placeEntity(RecordModel entity) {
        TableParts parts = new TableParts(names.of(entity.name()));
        Map<String, Column> values = new LinkedHashMap<>();
        entity.values().values().forEach(value -> values.put(value.name(), parts.add(valueColumn(entity, value, ""))));
        List<HostedLink> hosted = new ArrayList<>();
        for (RecordModel other : model.records().values()) {
            other.relation()
                    .filter(relation -> isHostedBy(relation, entity.name()))
                    .ifPresent(relation -> hosted.add(hostedColumns(other, relation, parts)));
        }
        Map<String, Column> attributes = new LinkedHashMap<>(values);
        hosted.forEach(link -> attributes.put(link.attribute(), link.end()));
        constrain(entity, attributes, parts);
        hosted.forEach(link -> constrain(link.record(), attributes(link, parts.key), parts));
        Table table = parts.table();
        tables.add(table);
        primaryKey(table, entity.name(), parts.key.name());
        records.put(
                entity.name(), new StoredRecord(entity, table, parts.key, values, names.of(entity.name(), "sequence")));
        hosted.forEach(link -> placeInHost(link, table, parts.key));
    }

    /** The source holds the link unless it may have many targets (STO-021). */
    private static End hostEnd(Relation relation) {
        return relation.cardinality() == Cardinality.ONE_TO_MANY ? End.TARGET : End.SOURCE;
    }

    private static boolean isHostedBy(Relation relation, String entity) {
        Entity host = hostEnd(relation) == End.SOURCE ? relation.source() : relation.target();
        return relation.cardinality() != Cardinality.MANY_TO_MANY && host.name().equals(entity);
    }

    private HostedLink hostedColumns(RecordModel link, Relation relation, TableParts parts) {
        boolean atSource = hostEnd(relation) == End.SOURCE;
        String attribute = atSource ? relation.sourceProperty() : relation.targetProperty();
        Entity other = atSource ? relation.target() : relation.source();
        Column end = parts.add(Column.nullable(names.of(attribute), ColumnType.ID));
        Column id = parts.add(Column.nullable(names.of(attribute, ID), ColumnType.ID));
        Map<String, Column> values = new LinkedHashMap<>();
        link.values()
                .values()
                .forEach(value -> values.put(value.name(), parts.add(valueColumn(link, value, attribute))));
        boolean unique = relation.cardinality() == Cardinality.ONE_TO_ONE;
        String otherEnd = (atSource ? End.TARGET : End.SOURCE).attribute();
        index(parts, relation.name(), List.of(end.name()), List.of(otherEnd), unique);
        index(parts, relation.name(), List.of(id.name()), List.of(ID), true);
        reference(parts, relation.name(), end, other, otherEnd, false);
        return new HostedLink(link, relation, attribute, end, id, values);
    }

    private void placeInHost(HostedLink link, Table table, Column hostKey) {
        Relation relation = link.relation();
        End hostEnd = hostEnd(relation);
        String host = (hostEnd == End.SOURCE ? relation.source() : relation.target()).name();
        links.put(
                relation.name(),
                new InHost(relation, table, host, hostEnd, hostKey, link.id(), link.end(), link.values()));
        records.put(
                relation.name(),
                new StoredRecord(
                        link.record(), table, link.id(), link.values(), names.of(relation.name(), "sequence")));
    }

    private void placeOwnTable(RecordModel record, Relation relation) {
        TableParts parts = new TableParts(names.of(relation.name()));
        Column source = parts.add(Column.nullable(End.SOURCE.attribute(), ColumnType.ID));
        Column target = parts.add(Column.nullable(End.TARGET.attribute(), ColumnType.ID));
        Map<String, Column> values = new LinkedHashMap<>();
        record.values().values().forEach(value -> values.put(value.name(), parts.add(valueColumn(record, value, ""))));
        index(
                parts,
                relation.name(),
                List.of(source.name(), target.name()),
                List.of(source.name(), target.name()),
                true);
        index(
                parts,
                relation.name(),
                List.of(target.name(), source.name()),
                List.of(target.name(), source.name()),
                false);
        reference(parts, relation.name(), source, relation.source(), source.name(), true);
        reference(parts, relation.name(), target, relation.target(), target.name(), true);
        Map<String, Column> attributes = new LinkedHashMap<>(values);
        attributes.put(End.SOURCE.attribute(), source);
        attributes.put(End.TARGET.attribute(), target);
        constrain(record, attributes, parts);
        Table table = parts.table();
        tables.add(table);
        primaryKey(table, relation.name(), parts.key.name());
        links.put(relation.name(), new OwnTable(relation, table, parts.key, source, target, values));
        records.put(
                relation.name(),
                new StoredRecord(record, table, parts.key, values, names.of(relation.name(), "sequence")));
    }

    private static ConstraintInfo unique(String name, String record, List<String> attributes) {
        return unique(name, ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name(), record, attributes);
    }

    private static ConstraintInfo unique(String name, String code, String record, List<String> attributes) {
        return new ConstraintInfo(ConstraintInfo.Kind.UNIQUE, name, code, record, attributes, "");
    }

    /** Indexes for what the user declares unique; the columns must be laid out already. */
    private void constrain(RecordModel record, Map<String, Column> attributes, TableParts parts) {
        for (Constraint constraint : record.constraints()) {
            if (constraint instanceof Constraint.Unique unique) {
                List<String> columns = unique.attributes().stream()
                        .map(attribute -> Objects.requireNonNull(attributes.get(attribute), attribute)
                                .name())
                        .toList();
                String name = names.of(parts.name, CONSTRAINT, unique.name());
                ConstraintInfo info = unique(unique.name(), unique.code(), record.name(), unique.attributes());
                Index index = new Index(name, columns, true);
                parts.indexes.add(index);
                uniqueIndexes.put(unique.name(), index);
                constraints.put(name, info);
                constraints.putIfAbsent(Schema.key(parts.name, columns), info);
            }
        }
    }

    /** The ends of a link that lives in the row of a host, and its values. */
    private static Map<String, Column> attributes(HostedLink link, Column hostKey) {
        Map<String, Column> attributes = new LinkedHashMap<>(link.values());
        boolean atSource = hostEnd(link.relation()) == End.SOURCE;
        attributes.put(End.SOURCE.attribute(), atSource ? hostKey : link.end());
        attributes.put(End.TARGET.attribute(), atSource ? link.end() : hostKey);
        return attributes;
    }

    /** Whether a value is part of a key, and so must be short enough to be indexed on every database. */
    private static boolean isKey(RecordModel record, ValueModel value) {
        return record.constraints().stream()
                .anyMatch(constraint -> constraint instanceof Constraint.Unique
                        && constraint.attributes().contains(value.name()));
    }

    private void primaryKey(Table table, String record, String key) {
        constraints.put(Schema.key(table.name(), List.of(key)), unique("", record, List.of(ID)));
    }

    private void index(TableParts parts, String record, List<String> columns, List<String> attributes, boolean unique) {
        List<String> nameParts = new ArrayList<>();
        nameParts.add(parts.name);
        nameParts.addAll(columns);
        nameParts.add(unique ? "unique" : "index");
        String name = names.of(nameParts.toArray(String[]::new));
        parts.indexes.add(new Index(name, columns, unique));
        if (unique) {
            ConstraintInfo info = unique("", record, attributes);
            constraints.put(name, info);
            constraints.put(Schema.key(parts.name, columns), info);
        }
    }

    private void reference(
            TableParts parts, String record, Column column, Entity other, String attribute, boolean required) {
        String name = names.of(parts.name, column.name(), "reference");
        parts.foreignKeys.add(new ForeignKey(name, column.name(), names.of(other.name()), required));
        constraints.put(
                name,
                new ConstraintInfo(
                        ConstraintInfo.Kind.REFERENCE,
                        "",
                        ErrorCode.REFERENCE_NOT_FOUND.name(),
                        record,
                        List.of(attribute),
                        other.name()));
    }

    private Column valueColumn(RecordModel record, ValueModel value, String prefix) {
        Property<?> property = value.property();
        String name = prefix.isEmpty() ? names.of(property.name()) : names.of(prefix, property.name());
        boolean counter = value.isDerived() && !(value.computation() instanceof Computed);
        ColumnType type = columnType(property);
        ColumnType stored = type == ColumnType.TEXT && isKey(record, value) ? ColumnType.KEY_TEXT : type;
        return new Column(name, stored, counter);
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
            RecordModel record,
            Relation relation,
            String attribute,
            Column end,
            Column id,
            Map<String, Column> values) {}

    /** A table in the making. */
    private static final class TableParts {
        final String name;
        final Column key = new Column(ID, ColumnType.ID, false);
        final List<Column> columns = new ArrayList<>();
        final List<Index> indexes = new ArrayList<>();
        final List<ForeignKey> foreignKeys = new ArrayList<>();

        TableParts(String name) {
            this.name = name;
        }

        Column add(Column column) {
            columns.add(column);
            return column;
        }

        Table table() {
            return new Table(name, key, columns, indexes, foreignKeys);
        }
    }
}
