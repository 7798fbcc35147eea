package dev.entail.storage.transaction;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The line before the place of the only writer. Strictly in order, each transaction would wait until the thread that is next
 * has been woken up, which takes longer than a short transaction, while the place is empty. So whoever comes just then goes
 * first, but only so often in a row: those who stand in the line move on, however many others keep coming.
 */
final class WriterLine extends ReentrantLock {
    /** Few enough to be short beside any wait worth noticing, many enough that the waking hardly counts. */
    private static final int MOST_IN_A_ROW = 32;

    /** Only who has the place looks at it. */
    private int overtakers;

    WriterLine() {
        super(true);
    }

    @Override
    public void lock() {
        if (!overtakes()) {
            super.lock();
            overtakers = 0;
        }
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        if (overtakes()) {
            return true;
        }
        boolean mine = super.tryLock(time, unit);
        if (mine) {
            overtakers = 0;
        }
        return mine;
    }

    private boolean overtakes() {
        if (!tryLock()) {
            return false;
        }
        overtakers = hasQueuedThreads() ? overtakers + 1 : 0;
        if (overtakers > MOST_IN_A_ROW) {
            unlock();
            return false;
        }
        return true;
    }
}
