package dev.entail.runtime.port;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of what callers hand over that nobody can change. */
final class Frozen {
    /** What is nested more deeply than this is not copied; no payload of good faith is. */
    private static final int DEPTH = 100;

    private Frozen() {}

    /** A copy in the same order, with copies of the lists and maps in it. */
    static Map<String, @Nullable Object> map(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name, value(value, DEPTH)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (depth > 0 && value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, item) -> copy.put(name, value(item, depth - 1)));
            return Collections.unmodifiableMap(copy);
        }
        if (depth > 0 && value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(value(item, depth - 1)));
            return Collections.unmodifiableList(copy);
        }
        return value;
    }
}
