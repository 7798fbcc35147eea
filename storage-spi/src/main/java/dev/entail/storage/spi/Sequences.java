package dev.entail.storage.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where record ids come from: named counters that hand out blocks of numbers, starting at 1. */
public interface Sequences {
    /**
     * The statements that create a counter if it is missing; running them again changes nothing.
     *
     * @param name physical name, not quoted
     */
    List<String> create(String name);

    /**
     * Takes the next {@link #blockSize()} numbers. Two calls, in whatever process, never get the same number.
     *
     * @param current a connection of the calling thread, which may be in a transaction
     * @param name physical name, not quoted
     * @return the first number of the block
     */
    long reserve(Connection current, String name) throws SQLException;

    /** How many numbers one reservation takes. */
    int blockSize();

    /** Whether a reservation is undone when the transaction on the connection is rolled back. */
    boolean transactional();
}
