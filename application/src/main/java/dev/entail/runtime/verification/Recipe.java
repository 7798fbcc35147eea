package dev.entail.runtime.verification;

import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a derived value of one record should be. */
public interface Recipe {
    /** What the value follows from, as far as it can be read with the record. */
    Selection[] inputs();

    /** What must be read of each record to know what its value should be. */
    default Selection[] read() {
        return inputs();
    }

    /** The same for records that are looked at together, in the transaction of the thread. */
    default Recipe forPage(List<Row> rows) {
        return this;
    }

    /** What the value should be. */
    @Nullable
    Object value(Row row);
}
