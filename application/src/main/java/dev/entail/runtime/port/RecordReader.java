package dev.entail.runtime.port;

import dev.entail.core.definition.Property;
import dev.entail.core.query.Query;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads records. Inside a transaction it sees what the transaction has written. */
public interface RecordReader {
    /** All records that a query asks for. */
    List<Row> list(Query query);

    /** The records of a page with a cursor, and where the next one begins. */
    Slice slice(Query query);

    /** How many records a query asks for, whatever its page. */
    long count(Query query);

    /** Whether there is any record that a query asks for. */
    default boolean exists(Query query) {
        return !list(query.limit(1)).isEmpty();
    }

    /**
     * A value of the whole model.
     *
     * @throws dev.entail.core.error.EntailException {@code UNKNOWN_NAME} if the model has none of this name and type
     */
    <T> @Nullable T global(Property<T> global);
}
