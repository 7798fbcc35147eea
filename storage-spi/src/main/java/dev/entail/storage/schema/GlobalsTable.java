package dev.entail.storage.schema;

import dev.entail.core.value.ValueType;
import dev.entail.storage.spi.ColumnType;
import java.util.List;

/** The table of global values: one row a value, one column for each type of value. */
public final class GlobalsTable {
    private static final Column KEY = new Column("key", ColumnType.KEY_TEXT, false);
    private static final Column INTEGER = new Column("integerValue", ColumnType.INTEGER, true);
    private static final Column DECIMAL = new Column("decimalValue", ColumnType.DECIMAL, true);
    private static final Column NUMBER = new Column("numberValue", ColumnType.NUMBER, true);

    private final Table table;

    GlobalsTable(String name) {
        this.table = new Table(name, KEY, List.of(INTEGER, DECIMAL, NUMBER), List.of(), List.of());
    }

    /** The table. */
    public Table table() {
        return table;
    }

    /** The column that holds values of a numeric type. */
    public Column column(ValueType type) {
        return switch (type) {
            case INTEGER -> INTEGER;
            case DECIMAL -> DECIMAL;
            case NUMBER -> NUMBER;
            case TEXT, BOOLEAN, TIMESTAMP, JSON ->
                throw new IllegalArgumentException("Global values are numbers, not " + type);
        };
    }
}
