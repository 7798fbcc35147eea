package dev.entail.storage.spi;

import javax.sql.DataSource;

/** One open database: a pool of connections and everything that is particular to the product behind it. Thread-safe. */
public interface Database extends AutoCloseable {
    /** Product and version as the server reports them. */
    DatabaseInfo info();

    /**
     * The pool. Connections come in auto-commit mode and at READ COMMITTED, and are reset to that when they are returned.
     */
    DataSource dataSource();

    /** What transactions on this database can do; a true statement that the driver contract verifies. */
    TransactionCapability getTransactionCapability();

    /** How SQL is written for this database. */
    Dialect dialect();

    /** What its errors mean. */
    ErrorClassifier errors();

    /** Where record ids come from. */
    Sequences sequences();

    /** Closes the pool. Closing twice is allowed. */
    @Override
    void close();
}
