package dev.entail.storage.schema;

import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Describes a schema. */
final class CatalogCompiler {
    private final Schema schema;
    private final Dialect dialect;

    CatalogCompiler(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    Catalog compile(Map<String, ConstraintInfo> constraints) {
        Model model = schema.model();
        List<Catalog.ConstraintEntry> refusing = new ArrayList<>();
        for (Table table : schema.tables()) {
            List<String> names = new ArrayList<>();
            table.indexes().forEach(index -> names.add(index.name()));
            table.foreignKeys().forEach(key -> names.add(key.name()));
            names.stream()
                    .filter(constraints::containsKey)
                    .forEach(name -> refusing.add(
                            new Catalog.ConstraintEntry(name, Objects.requireNonNull(constraints.get(name)))));
            String key = Schema.key(table.name(), List.of(table.key().name()));
            if (constraints.containsKey(key)) {
                refusing.add(new Catalog.ConstraintEntry(
                        table.name() + "." + table.key().name(), Objects.requireNonNull(constraints.get(key))));
            }
        }
        Map<String, List<String>> owners = owners();
        return new Catalog(
                model.name(),
                model.records().values().stream().map(this::record).toList(),
                schema.tables().stream()
                        .flatMap(table -> Stream.concat(Stream.of(table(table, owners)), slots(table, owners)))
                        .toList(),
                refusing);
    }

    private Catalog.RecordEntry record(RecordModel record) {
        StoredRecord stored = schema.record(record.name());
        List<Catalog.AttributeEntry> attributes = new ArrayList<>();
        for (ValueModel value : record.values().values()) {
            if (value.isHidden()) {
                continue;
            }
            attributes.add(new Catalog.AttributeEntry(
                    value.name(),
                    (value.property().isList() ? "list of " : "")
                            + value.property().type(),
                    "",
                    value.isDerived(),
                    Objects.requireNonNull(stored.values().get(value.name())).name()));
        }
        record.navigations().values().forEach(navigation -> attributes.add(attribute(record, navigation)));
        return new Catalog.RecordEntry(
                record.name(),
                kind(record),
                stored.table().name(),
                List.copyOf(record.concrete()),
                record.membership() instanceof Match.All
                        ? ""
                        : record.membership().toString(),
                attributes);
    }

    private Catalog.AttributeEntry attribute(RecordModel record, Navigation navigation) {
        LinkPlacement placement = schema.link(navigation.relation());
        String column = "";
        if (navigation.isEnd()) {
            column = placement.end(navigation.from()).name();
        } else if (placement instanceof InHost host && host.hostEnd() == navigation.from()) {
            column = host.other().name();
        }
        return new Catalog.AttributeEntry(
                navigation.name(),
                (navigation.many() ? "list of " : "") + navigation.targetRecord(),
                navigation.relation().name(),
                false,
                column);
    }

    private static Catalog.Kind kind(RecordModel record) {
        return switch (record.definition()) {
            case Entity entity -> Catalog.Kind.ENTITY;
            case Relation relation -> Catalog.Kind.RELATION;
            case View view -> Catalog.Kind.VIEW;
            case RelationView view -> Catalog.Kind.RELATION_VIEW;
            case Union union -> Catalog.Kind.UNION;
            case RelationUnion union -> Catalog.Kind.RELATION_UNION;
        };
    }

    private Catalog.TableEntry table(Table table, Map<String, List<String>> owners) {
        return new Catalog.TableEntry(
                table.name(),
                table.allColumns().stream()
                        .map(column -> new Catalog.ColumnEntry(
                                column.name(),
                                column.equals(table.key()) ? dialect.primaryKey() : dialect.columnType(column.type()),
                                owners.getOrDefault(table.name() + "." + column.name(), List.of())))
                        .toList(),
                table.indexes().stream().map(Table.Index::name).toList());
    }

    /** The table with the slots of hot columns, which hold a part of the same. */
    private Stream<Catalog.TableEntry> slots(Table table, Map<String, List<String>> owners) {
        Table.Slots slots = table.slots();
        if (slots == null) {
            return Stream.empty();
        }
        List<Column> columns = new ArrayList<>(List.of(table.key(), Table.Slots.SLOT));
        columns.addAll(slots.columns());
        return Stream.of(new Catalog.TableEntry(
                slots.name(),
                columns.stream()
                        .map(column -> new Catalog.ColumnEntry(
                                column.name(),
                                dialect.columnType(column.type()),
                                owners.getOrDefault(table.name() + "." + column.name(), List.of())))
                        .toList(),
                List.of()));
    }

    /** By table and column what of the model stands there. */
    private Map<String, List<String>> owners() {
        Map<String, List<String>> owners = new LinkedHashMap<>();
        for (RecordModel record : schema.model().records().values()) {
            if (record.isConcrete()) {
                StoredRecord stored = schema.record(record.name());
                own(owners, stored.table(), stored.id(), record.name() + ".id");
                stored.values()
                        .forEach((name, column) -> own(owners, stored.table(), column, record.name() + "." + name));
                record.relation().ifPresent(relation -> {
                    LinkPlacement placement = schema.link(relation);
                    for (End end : End.values()) {
                        own(owners, placement.table(), placement.end(end), record.name() + "." + end.attribute());
                    }
                });
            }
        }
        Table globals = schema.globals().table();
        globals.allColumns().forEach(column -> own(owners, globals, column, Model.GLOBALS + "." + column.name()));
        return owners;
    }

    private static void own(Map<String, List<String>> owners, Table table, Column column, String owner) {
        owners.computeIfAbsent(table.name() + "." + column.name(), key -> new ArrayList<>())
                .add(owner);
    }
}
