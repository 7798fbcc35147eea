package dev.entail.storage.schema;

import dev.entail.storage.schema.Table.ForeignKey;
import dev.entail.storage.schema.Table.Index;
import dev.entail.storage.spi.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** A table in the making. */
final class TableParts {
    final String name;
    final Column key;
    final List<Column> columns = new ArrayList<>();
    final List<Index> indexes = new ArrayList<>();
    final List<ForeignKey> foreignKeys = new ArrayList<>();
    final List<Column> hot = new ArrayList<>();

    TableParts(String name, String keyName) {
        this.name = name;
        this.key = new Column(keyName, ColumnType.ID, false);
    }

    Column add(Column column) {
        columns.add(column);
        return column;
    }

    Table table(PhysicalNames names) {
        Table.Slots slots = hot.isEmpty()
                ? null
                : new Table.Slots(
                        names.of(name, Table.Slots.SUFFIX), names.of(name, Table.Slots.SUFFIX, "reference"), hot);
        return new Table(name, key, columns, indexes, foreignKeys, slots);
    }
}
