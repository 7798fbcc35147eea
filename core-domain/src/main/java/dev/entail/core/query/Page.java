package dev.entail.core.query;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * How much to read.
 *
 * @param limit greatest number of records, or null for no limit of its own; then the bound of the store holds
 * @param offset how many to leave out first
 * @param after the place to start behind, or null
 * @param keyset whether to tell where the next page begins
 * @param unbounded whether the bound of the store does not hold
 */
public record Page(
        @Nullable Long limit, long offset, @Nullable Cursor after, boolean keyset, boolean unbounded) {
    /** Everything that the bound of the store allows. */
    public static final Page ALL = new Page(null, 0, null, false, false);

    public Page {
        if (limit != null && limit < 0) {
            throw new EntailException(ErrorCode.QUERY_INVALID, "limit must not be negative, was " + limit);
        }
        if (offset < 0) {
            throw new EntailException(ErrorCode.QUERY_INVALID, "offset must not be negative, was " + offset);
        }
        if (keyset && offset > 0) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID, "A page with a cursor has no offset; start behind a cursor instead");
        }
    }

    /** Whether this leaves nothing out. */
    public boolean isAll() {
        return limit == null && offset == 0 && after == null && !keyset;
    }

    /** The same page with at most this many records. */
    public Page withLimit(long most) {
        return new Page(most, offset, after, keyset, unbounded);
    }

    /** The same page without this many first records. */
    public Page withOffset(long leftOut) {
        return new Page(limit, leftOut, after, keyset, unbounded);
    }

    /** The same page behind a cursor. */
    public Page startingAfter(@Nullable Cursor cursor) {
        return new Page(limit, offset, cursor, keyset, unbounded);
    }

    /** The same page with at most this many records, and with a cursor for the next one. */
    public Page ofSize(long size) {
        if (size < 1) {
            throw new EntailException(ErrorCode.QUERY_INVALID, "A page has at least one record, was " + size);
        }
        return new Page(size, offset, after, true, unbounded);
    }

    /** The same page without the bound of the store. */
    public Page withoutBound() {
        return new Page(limit, offset, after, keyset, true);
    }
}
