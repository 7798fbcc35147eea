package dev.entail.builtins.payload;

import dev.entail.core.value.ValueType;
import java.math.BigDecimal;

/** Numbers of JSON, which knows one kind only. */
final class JsonNumber {
    private JsonNumber() {}

    /** A number as the type has it: 1.0 is the integer 1, and a number is the nearest that a double can be. Else what is given. */
    static Object of(ValueType type, Object given) {
        return switch (type) {
            case INTEGER -> given instanceof BigDecimal decimal ? whole(decimal) : given;
            case NUMBER ->
                given instanceof BigDecimal || given instanceof Long ? ((Number) given).doubleValue() : given;
            case TEXT, DECIMAL, BOOLEAN, TIMESTAMP, JSON -> given;
        };
    }

    private static Object whole(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return number;
        }
    }
}
