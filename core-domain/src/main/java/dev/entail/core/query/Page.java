package dev.entail.core.query;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * How much to read.
 *
 * @param limit greatest number of records, or null for no limit
 * @param offset how many to leave out first
 */
public record Page(@Nullable Long limit, long offset) {
    /** Everything. */
    public static final Page ALL = new Page(null, 0);

    public Page {
        if (limit != null && limit < 0) {
            throw new EntailException(ErrorCode.QUERY_INVALID, "limit must not be negative, was " + limit);
        }
        if (offset < 0) {
            throw new EntailException(ErrorCode.QUERY_INVALID, "offset must not be negative, was " + offset);
        }
    }

    /** Whether this leaves anything out. */
    public boolean isAll() {
        return limit == null && offset == 0;
    }
}
