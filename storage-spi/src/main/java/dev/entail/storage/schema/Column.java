package dev.entail.storage.schema;

import dev.entail.storage.spi.ColumnType;

/**
 * A column of a table.
 *
 * @param name physical name, not quoted
 * @param type its type
 * @param counter whether it is a number that starts at zero, is never null and is added to
 * @param required whether it is never null because it says which record it is
 */
public record Column(String name, ColumnType type, boolean counter, boolean required) {
    /** A column that may be null unless it counts. */
    public Column(String name, ColumnType type, boolean counter) {
        this(name, type, counter, false);
    }

    /** Columns are keys of many maps, and names tell nearly all of them apart. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** A column that may be null. */
    public static Column nullable(String name, ColumnType type) {
        return new Column(name, type, false, false);
    }
}
