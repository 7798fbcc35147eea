package dev.entail.storage.write;

import dev.entail.core.value.ValueType;
import dev.entail.storage.spi.ColumnType;

/** Arithmetic on counter columns. */
final class Counters {
    private Counters() {}

    static Number zero(ColumnType type) {
        return valueType(type).zero();
    }

    static Number add(ColumnType type, Number left, Number right) {
        return valueType(type).add(left, right);
    }

    private static ValueType valueType(ColumnType type) {
        return switch (type) {
            case INTEGER -> ValueType.INTEGER;
            case DECIMAL -> ValueType.DECIMAL;
            case NUMBER -> ValueType.NUMBER;
            case ID, TEXT, KEY_TEXT, BOOLEAN, TIMESTAMP, JSON ->
                throw new IllegalArgumentException(type + " columns do not count");
        };
    }
}
