package dev.entail.storage.schema;

import dev.entail.storage.spi.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table: a primary key, columns, indexes and foreign keys.
 *
 * @param name physical name, not quoted
 * @param key the primary key
 * @param columns all other columns, in order
 * @param indexes indexes apart from the one of the primary key
 * @param foreignKeys references to other tables
 * @param slots where what is added to hot columns is stored, or null if there are none
 */
public record Table(
        String name,
        Column key,
        List<Column> columns,
        List<Index> indexes,
        List<ForeignKey> foreignKeys,
        @Nullable Slots slots) {
    /** A table without hot columns. */
    public Table(String name, Column key, List<Column> columns, List<Index> indexes, List<ForeignKey> foreignKeys) {
        this(name, key, columns, indexes, foreignKeys, null);
    }

    public Table {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** Tables are the same if their names are: a schema has one of each name. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Table table && name.equals(table.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The primary key and all other columns. */
    public List<Column> allColumns() {
        List<Column> all = new ArrayList<>();
        all.add(key);
        all.addAll(columns);
        return all;
    }

    /** Whether a column is hot: its value is what stands in it and in all slots of the row. */
    public boolean isHot(Column column) {
        return slots != null && slots.columns().contains(column);
    }

    /**
     * A table beside another one: for each of its rows any number of slots, over which what is added to hot columns is
     * spread. It has the key of the row, {@link #SLOT}, and the hot columns; the first two are the primary key.
     *
     * @param name physical name
     * @param reference physical name of its foreign key
     * @param columns the hot columns, which stand in the other table as well
     */
    public record Slots(String name, String reference, List<Column> columns) {
        /** The column with the number of the slot. */
        public static final Column SLOT = new Column("slot", ColumnType.INTEGER, false, true);

        /** What names of such tables end with. */
        public static final String SUFFIX = "slots";

        public Slots {
            columns = List.copyOf(columns);
        }
    }

    /**
     * An index.
     *
     * @param name physical name
     * @param columns physical names of its columns
     * @param unique whether it refuses equal rows
     * @param condition which rows it holds, or null for all of them
     */
    public record Index(
            String name,
            List<String> columns,
            boolean unique,
            @Nullable Condition condition) {
        public Index {
            columns = List.copyOf(columns);
        }

        /** An index of all rows. */
        public Index(String name, List<String> columns, boolean unique) {
            this(name, columns, unique, null);
        }
    }

    /**
     * Which rows are in an index.
     *
     * @param sql the condition, with quoted columns and without parameters
     * @param columns physical names of the columns that it looks at
     * @param generated physical names for columns that stand for those of the index, where the database has no index of
     *     some rows only: they hold the key where the condition is true and null elsewhere
     */
    public record Condition(String sql, List<String> columns, List<String> generated) {
        public Condition {
            columns = List.copyOf(columns);
            generated = List.copyOf(generated);
        }
    }

    /**
     * A reference to the primary key of another table.
     *
     * @param name physical name
     * @param column physical name of the referring column
     * @param table physical name of the other table
     * @param required whether the column must not be null
     */
    public record ForeignKey(String name, String column, String table, boolean required) {}
}
