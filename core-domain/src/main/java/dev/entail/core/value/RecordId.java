package dev.entail.core.value;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;

/**
 * The identity of a record or a link. Opaque: the only promise is that equal ids name the same record of one entity or
 * relation, and that {@link #toString()} can be parsed back.
 *
 * @param value the number behind the id, greater than zero
 */
public record RecordId(long value) implements Comparable<RecordId> {
    public RecordId {
        if (value < 1) {
            throw new EntailException(ErrorCode.VALUE_MISMATCH, "A record id is a positive number, was " + value);
        }
    }

    /** The id with this number. */
    public static RecordId of(long value) {
        return new RecordId(value);
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws EntailException {@code VALUE_MISMATCH} if it is not an id
     */
    public static RecordId parse(String text) {
        try {
            return new RecordId(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new EntailException(ErrorCode.VALUE_MISMATCH, "Not a record id; expected a positive number", e);
        }
    }

    @Override
    public int compareTo(RecordId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
