package dev.entail.builtins.guard;

import dev.entail.builtins.payload.Payload;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.Optional;

/**
 * Whom an attributive is said of.
 *
 * @param value the id of who acts; or of a payload field a plain value, the id of the record that it refers to, or the
 *     {@link Payload} of an object
 * @param call the whole call
 */
public record Target(Object value, GuardContext call) {
    /**
     * The id of the record.
     *
     * @throws EntailException {@code VALUE_MISMATCH} if it is no record
     */
    public RecordId id() {
        return as(RecordId.class);
    }

    /**
     * The value as what it is.
     *
     * @throws EntailException {@code VALUE_MISMATCH} if it is something else
     */
    public <T> T as(Class<T> type) {
        if (!type.isInstance(value)) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH,
                    "An attributive asks for a " + type.getSimpleName() + ", but is said of a "
                            + value.getClass().getSimpleName());
        }
        return type.cast(value);
    }

    /**
     * The record, read with some dotted paths in the transaction of the dispatch; empty if there is none with this id.
     *
     * @param record the entity, relation, view or union that it is to be of
     */
    public Optional<Row> record(RecordDefinition record, String... paths) {
        Query query = Query.of(record.name()).select(paths).where(Match.eq("id", id()));
        return call.records().list(query).stream().findFirst();
    }
}
