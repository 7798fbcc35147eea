package dev.entail.storage.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where record ids come from: named counters that hand out blocks of numbers, starting at 1. */
public interface Sequences {
    /** The greatest number that {@link #advance} takes, so that there is always room for more blocks. */
    long GREATEST_ADVANCE = Long.MAX_VALUE / 2;

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

    /**
     * Moves a counter past a number that somebody chose without asking it (STO-513): no later reservation has that number
     * or a lesser one. A counter that is past it already stays where it is; it never moves back, whatever other processes
     * do meanwhile (STO-512).
     *
     * <p>Blocks that were reserved before keep their numbers. Whoever gave the number out must see to it that it is not
     * also in a block of this or another process, which the result tells.
     *
     * @param current a connection of the calling thread, which may be in a transaction
     * @param name physical name, not quoted
     * @param past the number, at least 1 and at most {@link #GREATEST_ADVANCE}
     * @return whether nobody had reserved the number before; if so, nobody else gets it either
     * @throws IllegalArgumentException if the number is out of range
     */
    boolean advance(Connection current, String name, long past) throws SQLException;

    /** How many numbers one reservation takes. */
    int blockSize();

    /** Makes sure that a number can be advanced past. */
    static void requireRange(long past) {
        if (past < 1 || past > GREATEST_ADVANCE) {
            throw new IllegalArgumentException("A number from 1 to " + GREATEST_ADVANCE + " is wanted, not " + past);
        }
    }

    /** Whether a reservation or an advance is undone when the transaction on the connection is rolled back. */
    boolean transactional();
}
