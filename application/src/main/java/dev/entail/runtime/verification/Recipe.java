package dev.entail.runtime.verification;

import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a derived value of one record should be. */
interface Recipe {
    /** What is to be read of the record. */
    Selection[] inputs();

    /**
     * The same for records that are looked at in the transaction of the thread.
     *
     * @param time of the transaction
     */
    default Recipe now(Instant time) {
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
