package dev.entail.core.event;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What some values of a record look like (STM-04). Each name in the pattern must fit, names that it leaves out do not
 * matter. Null fits null only, a map fits a map that has at least what it has, a list fits a list of the same length element
 * by element, numbers are compared by value.
 */
final class Pattern {
    private Pattern() {}

    static boolean fits(Map<String, ? extends @Nullable Object> pattern, Map<?, ? extends @Nullable Object> values) {
        return pattern.entrySet().stream()
                .allMatch(entry -> values.containsKey(entry.getKey())
                        ? fits(entry.getValue(), values.get(entry.getKey()))
                        : entry.getValue() == null);
    }

    @SuppressWarnings("unchecked") // a pattern is made of maps with text keys
    private static boolean fits(@Nullable Object pattern, @Nullable Object value) {
        return switch (pattern) {
            case null -> value == null;
            case Map<?, ?> map ->
                value instanceof Map<?, ?> values && fits((Map<String, @Nullable Object>) map, values);
            case List<?> list -> value instanceof List<?> values && fits(list, values);
            case Number number -> value instanceof Number other && isSame(number, other);
            default -> Objects.equals(pattern, value);
        };
    }

    private static boolean fits(List<?> pattern, List<?> values) {
        if (pattern.size() != values.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!fits(pattern.get(i), values.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Number left, Number right) {
        return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
    }
}
