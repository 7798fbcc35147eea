package dev.entail.core.value;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read: its id and the values that were asked for. Null is a value: an attribute that was asked for
 * is always present. A single related record is a {@code Row} or null, a list of related records a list of rows. The link
 * over which a related record was reached is a row named {@code &}, if it was asked for.
 * Immutable.
 */
public final class Row {
    private final RecordId id;
    private final Map<String, @Nullable Object> values;
    private final Map<String, Cursor> cursors;

    /** A row with a copy of {@code values}, in their order; the id is not repeated among them. */
    public Row(RecordId id, Map<String, ? extends @Nullable Object> values) {
        this(id, values, Map.of());
    }

    /**
     * A row that knows where its lists go on.
     *
     * @param cursors places behind the last records of those lists of which only a page was read
     */
    public Row(RecordId id, Map<String, ? extends @Nullable Object> values, Map<String, Cursor> cursors) {
        this.id = Objects.requireNonNull(id, "id");
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.cursors = Map.copyOf(cursors);
    }

    /** The id of the record. */
    public RecordId id() {
        return id;
    }

    /** All values in the order in which they were asked for, without the id. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    /**
     * The value of an attribute, or null.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the attribute was not asked for
     */
    public @Nullable Object get(String name) {
        if (name.equals("id")) {
            return id;
        }
        if (!values.containsKey(name)) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    "This row has no '" + name + "'; it was read with " + values.keySet()
                            + ". Add it to the selection");
        }
        return values.get(name);
    }

    /** The value of a typed attribute, or null. */
    @SuppressWarnings("unchecked") // the store hands out values of the declared type only
    public <T> @Nullable T get(Attribute<T> attribute) {
        return (T) get(attribute.name());
    }

    /** A text that must be present. */
    public String text(String name) {
        return required(name, String.class);
    }

    /** An integer that must be present. */
    public long integer(String name) {
        return required(name, Long.class);
    }

    /** A truth value that must be present. */
    public boolean bool(String name) {
        return required(name, Boolean.class);
    }

    /** A decimal that must be present. */
    public BigDecimal decimal(String name) {
        return required(name, BigDecimal.class);
    }

    /** A floating-point number that must be present. */
    public double number(String name) {
        return required(name, Double.class);
    }

    /** A point in time that must be present. */
    public Instant timestamp(String name) {
        return required(name, Instant.class);
    }

    /** The id of a record that the row refers to, which must be present. */
    public RecordId reference(String name) {
        return required(name, RecordId.class);
    }

    /** The single related record, which must be present. */
    public Row row(String name) {
        return required(name, Row.class);
    }

    /** The single related record, or null if there is none. */
    public @Nullable Row rowOrNull(String name) {
        return (Row) get(name);
    }

    /**
     * Where a list that was read page by page goes on for this record; empty if its end was reached or no page was asked
     * for.
     */
    public Optional<Cursor> next(String list) {
        return Optional.ofNullable(cursors.get(list));
    }

    /** The list of related records, possibly empty. */
    @SuppressWarnings("unchecked") // lists of related records hold nothing but rows
    public List<Row> rows(String name) {
        return (List<Row>) required(name, List.class);
    }

    private <T> T required(String name, Class<T> type) {
        Object value = get(name);
        if (!type.isInstance(value)) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH,
                    "'" + name + "' of record " + id + " is "
                            + (value == null ? "null" : "a " + value.getClass().getSimpleName()) + ", not a "
                            + type.getSimpleName());
        }
        return type.cast(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && id.equals(row.id) && values.equals(row.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, values);
    }

    @Override
    public String toString() {
        return "#" + id + values;
    }
}
