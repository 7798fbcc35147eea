package dev.entail.runtime.computation;

import dev.entail.core.computation.Custom;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of what a custom computation has read. Stateless. */
@FunctionalInterface
interface Results {
    /**
     * Called with the records locked.
     *
     * @param rows what was read, of each record
     */
    void take(List<Row> rows, ReactionContext context);

    /** The function makes the values. */
    static Results of(ValuePlace place, Custom custom) {
        return (rows, context) -> {
            Map<RecordId, @Nullable Object> values = new LinkedHashMap<>();
            rows.forEach(row -> values.put(
                    row.id(), custom.compute(place.path(), place.value().property(), row)));
            place.write(context.session(), values);
        };
    }
}
