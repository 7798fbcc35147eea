package dev.entail.storage.schema;

import dev.entail.core.computation.Computed;
import dev.entail.core.definition.Property;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import dev.entail.storage.spi.ColumnType;
import java.util.List;

/**
 * The table of global values: one row a value, one column for each type of value. Derived ones are added to and never null,
 * so they have columns of their own.
 */
public final class GlobalsTable {
    private static final Column KEY = new Column("key", ColumnType.KEY_TEXT, false);
    private static final Column INTEGER = new Column("integerValue", ColumnType.INTEGER, true);
    private static final Column DECIMAL = new Column("decimalValue", ColumnType.DECIMAL, true);
    private static final Column NUMBER = new Column("numberValue", ColumnType.NUMBER, true);
    private static final Column GIVEN_TEXT = Column.nullable("givenText", ColumnType.TEXT);
    private static final Column GIVEN_INTEGER = Column.nullable("givenInteger", ColumnType.INTEGER);
    private static final Column GIVEN_DECIMAL = Column.nullable("givenDecimal", ColumnType.DECIMAL);
    private static final Column GIVEN_NUMBER = Column.nullable("givenNumber", ColumnType.NUMBER);
    private static final Column GIVEN_BOOLEAN = Column.nullable("givenBoolean", ColumnType.BOOLEAN);
    private static final Column GIVEN_TIMESTAMP = Column.nullable("givenTimestamp", ColumnType.TIMESTAMP);
    private static final Column GIVEN_JSON = Column.nullable("givenJson", ColumnType.JSON);

    private final Table table;

    GlobalsTable(String name) {
        this.table = new Table(
                name,
                KEY,
                List.of(
                        INTEGER,
                        DECIMAL,
                        NUMBER,
                        GIVEN_TEXT,
                        GIVEN_INTEGER,
                        GIVEN_DECIMAL,
                        GIVEN_NUMBER,
                        GIVEN_BOOLEAN,
                        GIVEN_TIMESTAMP,
                        GIVEN_JSON),
                List.of(),
                List.of());
    }

    /** The table. */
    public Table table() {
        return table;
    }

    /** Whether a global value is stored; one that is computed from others is not, but computed when it is asked for. */
    public static boolean holds(ValueModel global) {
        return !(global.computation() instanceof Computed);
    }

    /** The column that holds a global value that is stored. */
    public Column column(ValueModel global) {
        return global.isCounter() ? counter(global.property().type()) : given(global.property());
    }

    private static Column counter(ValueType type) {
        return switch (type) {
            case INTEGER -> INTEGER;
            case DECIMAL -> DECIMAL;
            case NUMBER -> NUMBER;
            case TEXT, BOOLEAN, TIMESTAMP, JSON ->
                throw new IllegalArgumentException("Derived global values are numbers, not " + type);
        };
    }

    private static Column given(Property<?> property) {
        if (property.isList()) {
            return GIVEN_JSON;
        }
        return switch (property.type()) {
            case TEXT -> GIVEN_TEXT;
            case INTEGER -> GIVEN_INTEGER;
            case DECIMAL -> GIVEN_DECIMAL;
            case NUMBER -> GIVEN_NUMBER;
            case BOOLEAN -> GIVEN_BOOLEAN;
            case TIMESTAMP -> GIVEN_TIMESTAMP;
            case JSON -> GIVEN_JSON;
        };
    }
}
