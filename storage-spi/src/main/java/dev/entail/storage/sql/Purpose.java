package dev.entail.storage.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What statements are for (DSP-12).
 *
 * @param name of the event source that is dispatched, of the transaction, or {@code query} outside of any
 * @param context what the caller said about the dispatch, a trace id for example
 */
public record Purpose(String name, Map<String, ? extends @Nullable Object> context) {
    /** Reading outside of a transaction. */
    public static final Purpose QUERY = new Purpose("query", Map.of());

    public Purpose {
        Objects.requireNonNull(name, "name");
        context = Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(context));
    }

    @Override
    public String toString() {
        return context.isEmpty() ? name : name + " " + context;
    }
}
