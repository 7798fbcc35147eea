package dev.entail.runtime.port;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of what callers hand over that nobody can change. Never more than {@link PayloadLimits} can be told to accept: what
 * is beyond stays as it is, and the call is refused. So what contains itself does no harm.
 */
final class Frozen {
    private int left = PayloadLimits.MOST_VALUES;

    private Frozen() {}

    /** A copy in the same order, with copies of the lists and maps in it. */
    @SuppressWarnings("unchecked") // a key that is no text is refused when the call is dispatched
    static Map<String, @Nullable Object> map(Map<String, ? extends @Nullable Object> values) {
        if ((Map<?, ?>) values instanceof FrozenMap<?>) {
            return (Map<String, @Nullable Object>) values;
        }
        return hasPlainKeys(values)
                ? (Map<String, @Nullable Object>) new Frozen().copy(values, PayloadLimits.MOST_DEPTH)
                : Collections.unmodifiableMap(values);
    }

    private Map<?, @Nullable Object> copy(Map<?, ?> map, int depth) {
        Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, item) -> copy.put(name, value(item, depth - 1)));
        return new FrozenMap<@Nullable Object>(copy);
    }

    private @Nullable Object value(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map && hasPlainKeys(map) && isTaken(map.size(), depth)) {
            return copy(map, depth);
        }
        if (value instanceof List<?> list && isTaken(list.size(), depth)) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(value(item, depth - 1)));
            return Collections.unmodifiableList(copy);
        }
        return value;
    }

    /** Keys are hashed by a copy, which a key that contains itself would not survive. */
    private static boolean hasPlainKeys(Map<?, ?> map) {
        return map.keySet().stream().noneMatch(key -> key instanceof Map<?, ?> || key instanceof Collection<?>);
    }

    private boolean isTaken(int size, int depth) {
        if (depth == 0 || size > left) {
            // The call will be refused; what else it carries need not be copied.
            left = 0;
            return false;
        }
        left -= size;
        return true;
    }
}
