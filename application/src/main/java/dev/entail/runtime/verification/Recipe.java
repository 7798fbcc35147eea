package dev.entail.runtime.verification;

import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import org.jspecify.annotations.Nullable;

/** What a derived value of one record should be. */
public interface Recipe {
    /** What is to be read of the record. */
    Selection[] inputs();

    /** The same for records that are looked at in the transaction of the thread. */
    default Recipe now() {
        return this;
    }

    /** What the value should be. */
    @Nullable
    Object value(Row row);
}
