package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.Sequences;
import dev.entail.storage.transaction.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Ids from the sequences of the database, taken in blocks, so that most ids cost no statement. */
public final class PooledIds implements IdGenerator {
    private final Sequences sequences;
    private final Map<String, Block> blocks = new ConcurrentHashMap<>();

    /** Ids from these sequences. */
    public PooledIds(Sequences sequences) {
        this.sequences = sequences;
    }

    @Override
    public RecordId next(String sequence, Transaction transaction) {
        return RecordId.of(blocks.computeIfAbsent(sequence, Block::new).next(transaction));
    }

    @Override
    public void taken(String sequence, RecordId id, Transaction transaction) {
        if (id.value() > Sequences.GREATEST_ADVANCE) {
            throw new EntailException(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    "An id that is given may be at most " + Sequences.GREATEST_ADVANCE
                            + ", so that others can follow it");
        }
        blocks.computeIfAbsent(sequence, Block::new).taken(id.value(), transaction);
    }

    /** The numbers of one sequence that have been reserved and not been given out. */
    private final class Block {
        private final String sequence;
        private final ReentrantLock lock = new ReentrantLock();
        private long next;
        private long end;

        Block(String sequence) {
            this.sequence = sequence;
        }

        long next(Transaction transaction) {
            lock.lock();
            try {
                if (next == end) {
                    reserve(transaction);
                }
                return next++;
            } finally {
                lock.unlock();
            }
        }

        /** Goes on after a number of this block; before one that lies further, the block is given up. */
        void taken(long id, Transaction transaction) {
            lock.lock();
            try {
                if (id < end) {
                    next = Math.max(next, id + 1);
                    return;
                }
                advance(id, transaction);
                next = end;
            } finally {
                lock.unlock();
            }
        }

        private void advance(long id, Transaction transaction) {
            try {
                sequences.advance(transaction.jdbc().connection(), sequence, id);
            } catch (SQLException e) {
                throw transaction.jdbc().translate(e);
            }
        }

        private void reserve(Transaction transaction) {
            try {
                next = sequences.reserve(connection(transaction), sequence);
            } catch (SQLException e) {
                throw transaction.jdbc().translate(e);
            }
            end = next + sequences.blockSize();
            if (sequences.transactional()) {
                transaction.onRollback(this::discard);
            }
        }

        /** A reservation that is not undone with a transaction need not wait for one to begin. */
        private Connection connection(Transaction transaction) {
            return sequences.transactional()
                    ? transaction.jdbc().connection()
                    : transaction.jdbc().connectionBeforeTransaction();
        }

        /** The database takes the reservation back, so it may hand out the same numbers again. */
        private void discard() {
            lock.lock();
            try {
                next = end;
            } finally {
                lock.unlock();
            }
        }
    }
}
