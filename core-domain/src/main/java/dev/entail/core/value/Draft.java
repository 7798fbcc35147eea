package dev.entail.core.value;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that is to be created: values by attribute name. For a relation attribute the value is a {@link RecordId} (an
 * existing record), a draft (a record to be created with this one) or a list of those. What is not mentioned gets its
 * default. Immutable.
 */
public final class Draft {
    private static final Draft EMPTY = new Draft(Map.of());

    private final @Nullable Addition addition;
    private @Nullable Map<String, @Nullable Object> values;

    private Draft(Map<String, @Nullable Object> values) {
        this.addition = null;
        this.values = Collections.unmodifiableMap(values);
    }

    private Draft(Addition addition) {
        this.addition = addition;
    }

    /** One value more than a draft has. A chain of them costs one map in the end, not one for each. */
    private record Addition(Draft to, String name, @Nullable Object value) {}

    /** A draft that mentions nothing. */
    public static Draft empty() {
        return EMPTY;
    }

    /** A draft with one value. */
    public static Draft of(String name, @Nullable Object value) {
        return EMPTY.set(name, value);
    }

    /** A draft with a copy of these values. */
    public static Draft of(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        values.forEach((name, value) ->
                copy.put(name, value instanceof Collection<?> items ? immutable(items) : value));
        return new Draft(copy);
    }

    /** The same draft with one more value; a value given before under this name is replaced. */
    public Draft set(String name, @Nullable Object value) {
        return new Draft(new Addition(this, name, value instanceof Collection<?> items ? immutable(items) : value));
    }

    /** The same with a typed value. */
    public <T> Draft set(Attribute<T> attribute, @Nullable T value) {
        return set(attribute.name(), value);
    }

    /** The values by name, in the order in which they were set. */
    public Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> known = values;
        if (known == null) {
            known = Collections.unmodifiableMap(collected());
            // Threads that do this at the same time come to the same.
            values = known;
        }
        return known;
    }

    private Map<String, @Nullable Object> collected() {
        Deque<Addition> additions = new ArrayDeque<>();
        Draft start = this;
        for (Addition last = start.addition; last != null && start.values == null; last = start.addition) {
            additions.push(last);
            start = last.to;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(start.values());
        additions.forEach(each -> all.put(each.name, each.value));
        return all;
    }

    private static List<@Nullable Object> immutable(Collection<?> items) {
        return Collections.unmodifiableList(new ArrayList<>(items));
    }

    @Override
    public String toString() {
        return "Draft" + values();
    }
}
