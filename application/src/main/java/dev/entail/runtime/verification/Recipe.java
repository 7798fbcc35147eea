package dev.entail.runtime.verification;

import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a derived value of one record should be. */
public interface Recipe {
    /** What the value follows from, as far as it can be read with the record. */
    Selection[] inputs();

    /** What must be read of each record to know what its value should be. */
    default Selection[] read() {
        return inputs();
    }

    /**
     * The same for records that are looked at together, in the transaction of the thread.
     *
     * @param time of the transaction
     */
    default Recipe forPage(List<Row> rows, Instant time) {
        return this;
    }

    /** What the value should be. */
    @Nullable
    Object value(Row row);

    /** What hidden values beside it should be, by name. */
    default Map<String, @Nullable Object> beside(Row row) {
        return Map.of();
    }
}
