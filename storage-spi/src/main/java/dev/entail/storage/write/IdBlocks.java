package dev.entail.storage.write;

import dev.entail.storage.spi.Sequences;
import dev.entail.storage.transaction.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The numbers of one sequence that have been reserved and not been given out. A reservation that would be undone with a
 * transaction is of use to this one alone until it is committed: the numbers would be handed out again after a rollback.
 * Thread-safe.
 *
 * <p>Nobody waits for a connection, or for the end of another transaction, while he keeps others from the numbers there are:
 * those may be what he waits for.
 */
final class IdBlocks {
    private final Sequences sequences;
    private final String sequence;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Transaction, Block> uncommitted = new HashMap<>();
    private Block shared = new Block(0, 0);

    IdBlocks(Sequences sequences, String sequence) {
        this.sequences = sequences;
        this.sequence = sequence;
    }

    long next(Transaction transaction) {
        OptionalLong known = known(transaction);
        if (known.isPresent()) {
            return known.getAsLong();
        }
        return sequences.transactional() ? nextWithin(transaction) : nextOutside(transaction);
    }

    /** Goes on after a number that somebody chose. Blocks before it are given up. */
    void taken(long id, Transaction transaction) {
        if (passes(id, transaction)) {
            return;
        }
        try {
            Connection connection = transaction.jdbc().connection();
            // Whoever kept the connection waiting may have left a block that the number lies in.
            if (!passes(id, transaction)) {
                sequences.advance(connection, sequence, id);
                pass(id, transaction);
            }
        } catch (SQLException e) {
            throw transaction.jdbc().translate(e);
        }
    }

    private OptionalLong known(Transaction transaction) {
        lock.lock();
        try {
            Block own = uncommitted.get(transaction);
            if (own != null && own.next < own.end) {
                return OptionalLong.of(own.next++);
            }
            return shared.next < shared.end ? OptionalLong.of(shared.next++) : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    private long nextWithin(Transaction transaction) {
        try {
            Connection connection = transaction.jdbc().connection();
            // Where there is one writer, this is the first moment at which no other transaction has a block to itself.
            OptionalLong known = known(transaction);
            if (known.isPresent()) {
                return known.getAsLong();
            }
            Block reserved = reserve(connection);
            long id = reserved.next++;
            transaction.onRollback(() -> discard(transaction, reserved));
            transaction.onEnd(() -> share(transaction));
            keep(transaction, reserved);
            return id;
        } catch (SQLException e) {
            throw transaction.jdbc().translate(e);
        }
    }

    /** A reservation that is not undone with a transaction need not wait for one to begin, and one serves all who wait. */
    private long nextOutside(Transaction transaction) {
        Connection connection = transaction.jdbc().connectionBeforeTransaction();
        lock.lock();
        try {
            if (shared.next == shared.end) {
                shared = reserve(connection);
            }
            return shared.next++;
        } catch (SQLException e) {
            throw transaction.jdbc().translate(e);
        } finally {
            lock.unlock();
        }
    }

    private Block reserve(Connection connection) throws SQLException {
        long first = sequences.reserve(connection, sequence);
        return new Block(first, first + sequences.blockSize());
    }

    private void keep(Transaction transaction, Block reserved) {
        lock.lock();
        try {
            uncommitted.put(transaction, reserved);
        } finally {
            lock.unlock();
        }
    }

    /** The database takes the reservation back, so it may hand out the same numbers again. */
    private void discard(Transaction transaction, Block reserved) {
        lock.lock();
        try {
            uncommitted.remove(transaction, reserved);
        } finally {
            lock.unlock();
        }
    }

    /** What is left of a block that has not been taken back is for everybody. */
    private void share(Transaction transaction) {
        lock.lock();
        try {
            Block left = uncommitted.remove(transaction);
            if (left != null && left.end > shared.end) {
                shared = left;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the counter is past a number anyway, as far as the transaction can know; if so, the blocks are as well now. */
    private boolean passes(long id, Transaction transaction) {
        lock.lock();
        try {
            Block own = uncommitted.get(transaction);
            if (id >= shared.end && (own == null || id >= own.end)) {
                return false;
            }
            pass(id, transaction);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void pass(long id, Transaction transaction) {
        lock.lock();
        try {
            shared.pass(id);
            Block own = uncommitted.get(transaction);
            if (own != null) {
                own.pass(id);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Numbers that follow one another. */
    private static final class Block {
        private final long end;
        private long next;

        Block(long first, long end) {
            this.end = end;
            this.next = first;
        }

        void pass(long id) {
            next = Math.max(next, Math.min(id + 1, end));
        }
    }
}
