package dev.entail.storage.spi;

/**
 * The kinds of column that Entail uses, each with the Java type that {@link Dialect#bind} takes and {@link Dialect#read}
 * returns. What a value was when it was written, it is when it is read, on every database.
 */
public enum ColumnType {
    /** Record id or reference to one; {@link Long}. */
    ID,
    /** Text of any length; {@link String}. Compared by code point, case-sensitive. */
    TEXT,
    /** Text of at most 255 characters that takes part in a key; {@link String}. */
    KEY_TEXT,
    /** 64-bit integer; {@link Long}. */
    INTEGER,
    /** Exact decimal, up to 28 digits before and 10 after the point; {@link java.math.BigDecimal} without trailing zeros. */
    DECIMAL,
    /** Floating-point number, finite; {@link Double}. */
    NUMBER,
    /** Truth value; {@link Boolean}. */
    BOOLEAN,
    /** Point in time with millisecond precision; {@link java.time.Instant}. */
    TIMESTAMP,
    /** JSON document as text; {@link String}. */
    JSON
}
