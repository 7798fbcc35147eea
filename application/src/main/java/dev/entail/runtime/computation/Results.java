package dev.entail.runtime.computation;

import dev.entail.core.computation.Computation;
import dev.entail.core.model.Model;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of what a computation has read. Stateless. */
@FunctionalInterface
interface Results {
    /**
     * Called with the records locked.
     *
     * @param rows what was read, of each record
     */
    void take(List<Row> rows, ReactionContext context);

    /** The function makes the values. */
    static Results of(Model model, ValuePlace place, Computation.Immediate reader) {
        return (rows, context) -> {
            Map<RecordId, Map<String, @Nullable Object>> values = new LinkedHashMap<>();
            rows.forEach(row -> values.put(
                    row.id(), reader.values(place.path(), place.value().property(), context.now(), row)));
            place.writeAll(context.session(), model, values);
        };
    }
}
