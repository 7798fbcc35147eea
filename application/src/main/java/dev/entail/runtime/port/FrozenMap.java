package dev.entail.runtime.port;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A copy that is known to be one, so that nobody copies it again. */
final class FrozenMap<K extends @Nullable Object> extends AbstractMap<K, @Nullable Object> {
    private final Map<K, @Nullable Object> values;

    /** Takes over a map that nobody else keeps. */
    FrozenMap(Map<K, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    @Override
    public Set<Entry<K, @Nullable Object>> entrySet() {
        return values.entrySet();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return values.containsKey(key);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return values.get(key);
    }
}
