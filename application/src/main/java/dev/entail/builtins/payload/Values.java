package dev.entail.builtins.payload;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain values of payloads. */
final class Values {
    /** More than any call may have. */
    private static final int DEPTH = 1000;

    private Values() {}

    /**
     * A value as received, in the form in which it is stored.
     *
     * @throws EntailException {@code VALUE_MISMATCH} or {@code VALUE_OUT_OF_RANGE} if it is not of the type
     */
    static Object ofType(ValueType type, Object value, String path) {
        requireWellFormed(value, path);
        return type.normalize(JsonNumber.of(type, value), path);
    }

    /** A value as stored: JSON knows neither timestamps nor the difference between kinds of numbers. */
    static Object stored(ValueType type, Object value) {
        return type == ValueType.NUMBER ? ((Number) value).doubleValue() : type.normalize(value, "payload");
    }

    /**
     * Makes sure that a JSON value has text keys only, and texts that every database takes.
     *
     * @param path where it stands, for the error
     * @throws EntailException {@code VALUE_MISMATCH}
     */
    static void requireWellFormed(@Nullable Object value, String path) {
        requireWellFormed(value, path, DEPTH);
    }

    private static void requireWellFormed(@Nullable Object value, String path, int levels) {
        if (levels == 0) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH, path + " has more than " + DEPTH + " levels of lists and objects");
        }
        switch (value) {
            case String text -> requireText(text, path);
            case List<?> items -> items.forEach(item -> requireWellFormed(item, path, levels - 1));
            case Map<?, ?> object ->
                object.forEach((key, item) -> {
                    if (!(key instanceof String name)) {
                        throw new EntailException(
                                ErrorCode.VALUE_MISMATCH, path + " has an object with a key that is not a text");
                    }
                    requireText(name, path);
                    requireWellFormed(item, path, levels - 1);
                });
            case null, default -> {}
        }
    }

    private static void requireText(String text, String path) {
        int index = malformedAt(text);
        if (index >= 0) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH,
                    path + " has a text with the character NUL or half a surrogate pair at index " + index);
        }
    }

    private static int malformedAt(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0') {
                return i;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** A value as it may stand in details of a failure. */
    static Object plain(Object value) {
        return value instanceof Instant instant ? instant.toString() : value;
    }

    /** Compares two values of one comparable type. */
    @SuppressWarnings("unchecked") // the schema lets no bound of another type through
    static int compare(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    /** Length of a text in code points. */
    static int length(Object text) {
        String string = (String) text;
        return string.codePointCount(0, string.length());
    }
}
