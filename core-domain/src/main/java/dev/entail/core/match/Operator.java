package dev.entail.core.match;

/** How a value is compared. */
public enum Operator {
    /** Equal. */
    EQ,
    /** Present and different. */
    NE,
    /** Greater. */
    GT,
    /** Greater or equal. */
    GE,
    /** Less. */
    LT,
    /** Less or equal. */
    LE,
    /** Between two values, both included. */
    BETWEEN,
    /** Fits a pattern. */
    LIKE,
    /** Fits a pattern when the letters A to Z count as a to z. */
    ILIKE,
    /** Has an element; for lists. */
    CONTAINS,
    /** One of a list. */
    IN,
    /** Present and none of a list. */
    NOT_IN,
    /** Null. */
    IS_NULL,
    /** Not null. */
    IS_NOT_NULL;

    /** Whether the operator takes no operand. */
    public boolean isNullTest() {
        return this == IS_NULL || this == IS_NOT_NULL;
    }

    /** Whether the operand is a list, of values or of two bounds. */
    public boolean takesList() {
        return this == IN || this == NOT_IN || this == BETWEEN;
    }
}
