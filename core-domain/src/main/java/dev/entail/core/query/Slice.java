package dev.entail.core.query;

import dev.entail.core.value.Cursor;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Optional;

/**
 * One page of a query.
 *
 * @param rows its records, in the order of the query
 * @param next where the next page begins; empty if this is the last one
 */
public record Slice(List<Row> rows, Optional<Cursor> next) {
    public Slice {
        rows = List.copyOf(rows);
    }
}
