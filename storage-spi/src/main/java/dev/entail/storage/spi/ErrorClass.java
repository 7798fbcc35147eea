package dev.entail.storage.spi;

/** What a database error means. */
public enum ErrorClass {
    /** A unique index or primary key refused a row. */
    UNIQUE(false),
    /** A column that must not be null got null. */
    NOT_NULL(false),
    /** A row refers to one that does not exist, or one that is referred to was to be removed. */
    FOREIGN_KEY(false),
    /** A check constraint refused a row. */
    CHECK(false),
    /** Two serializable transactions cannot both commit. */
    SERIALIZATION(true),
    /** Two transactions waited for each other. */
    DEADLOCK(true),
    /** A lock could not be had in time. */
    LOCK_TIMEOUT(true),
    /** The database is busy with another writer. */
    BUSY(true),
    /** The statement was cancelled or ran into its time limit. */
    CANCELLED(false),
    /** The pool has no connection to give: all are in use, or it is closed. */
    NO_CONNECTION(false),
    /** The connection is gone. */
    CONNECTION_LOST(true),
    /** The database or the transaction is read-only. */
    READ_ONLY(false),
    /** A value is longer than its column. */
    TOO_LONG(false),
    /** A number or timestamp is outside the range of its column. */
    OUT_OF_RANGE(false),
    /** A value cannot be read as the type of its column. */
    BAD_VALUE(false),
    /** A table, index or sequence that was to be created exists. */
    ALREADY_EXISTS(false),
    /** Anything else. */
    OTHER(false);

    private final boolean retryable;

    ErrorClass(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same transaction may succeed when it is run again from its beginning. */
    public boolean retryable() {
        return retryable;
    }
}
