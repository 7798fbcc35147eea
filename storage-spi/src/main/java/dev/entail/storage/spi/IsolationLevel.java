package dev.entail.storage.spi;

/** Isolation levels that Entail uses. */
public enum IsolationLevel {
    /** Each statement sees what was committed before it began. The default. */
    READ_COMMITTED,
    /** Transactions behave as if they ran one after the other. */
    SERIALIZABLE
}
