package dev.entail.storage.write;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The slots over which increments of hot values are spread: open transactions have different ones as long as there are any, so
 * that none waits for another. Thread-safe.
 */
final class SlotPool {
    /** How many there are, which is also how many rows a reader adds up at most. */
    static final int SLOTS = Integer.SIZE;

    /** Each process begins elsewhere, so that two seldom meet. */
    private final int first = ThreadLocalRandom.current().nextInt(SLOTS);

    private final int size;
    private int leased;

    /** Where there is one writer, more than one slot would only make reading slower. */
    SlotPool(boolean manyWriters) {
        this.size = manyWriters ? SLOTS : 1;
    }

    /** The lowest slot that is free; if none is, any of them, which is then shared. */
    synchronized Lease lease() {
        int free = Integer.numberOfTrailingZeros(~leased);
        if (free >= size) {
            return new Lease(slot(ThreadLocalRandom.current().nextInt(size)), () -> {});
        }
        leased |= 1 << free;
        return new Lease(slot(free), () -> giveBack(free));
    }

    private int slot(int position) {
        return (first + position) % SLOTS;
    }

    private synchronized void giveBack(int position) {
        leased &= ~(1 << position);
    }

    /**
     * A slot that is in use.
     *
     * @param slot its number, from 0
     * @param end gives it back
     */
    record Lease(int slot, Runnable end) {}
}
