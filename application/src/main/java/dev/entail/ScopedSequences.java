package dev.entail;

import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceRange;
import dev.entail.core.computation.SequenceScope;
import dev.entail.storage.sequence.SequenceStore;
import dev.entail.storage.transaction.Transaction;
import java.util.OptionalLong;

/**
 * Numbers from sequences, those that number records included (STO-551..555, MOD-118). A counter is known by the name of the
 * sequence and by the scope; it is locked for others until the transaction ends, and moves back if that is rolled back.
 */
public final class ScopedSequences {
    private final SequenceStore store;
    private final Transaction transaction;

    ScopedSequences(SequenceStore store, Transaction transaction) {
        this.store = store;
        this.transaction = transaction;
    }

    /** Takes the next number of a scope. */
    public long next(Sequence sequence, SequenceScope scope) {
        return reserve(sequence, scope, 1).end();
    }

    /**
     * Takes the next numbers of a scope at once.
     *
     * @param count how many, at least 1
     * @throws dev.entail.core.error.EntailException {@code WRITE_INVALID} if the count is not positive or the scope has other
     *     names than the sequence, {@code VALUE_OUT_OF_RANGE} if there are no such numbers
     */
    public SequenceRange reserve(Sequence sequence, SequenceScope scope, long count) {
        return write(() -> store.reserve(transaction.jdbc(), sequence, scope, count));
    }

    /**
     * Makes sure that the last number of a scope is at least {@code value}, so that greater ones follow.
     *
     * @return the last number afterwards
     */
    public long seed(Sequence sequence, SequenceScope scope, long value) {
        return seed(sequence, scope, value, false);
    }

    /**
     * Makes {@code value} the last number of a scope, even if greater ones have been given.
     *
     * @return {@code value}
     */
    public long replace(Sequence sequence, SequenceScope scope, long value) {
        return seed(sequence, scope, value, true);
    }

    private long seed(Sequence sequence, SequenceScope scope, long value, boolean back) {
        return write(() -> {
            store.seed(transaction.jdbc(), sequence, scope, value, back);
            return read(sequence, scope).orElseThrow();
        });
    }

    /** The last number of a scope; empty if none has been taken or seeded. */
    public OptionalLong read(Sequence sequence, SequenceScope scope) {
        return store.read(transaction.jdbc(), sequence, scope);
    }

    private <T> T write(java.util.function.Supplier<T> work) {
        transaction.requireWritable();
        try {
            return work.get();
        } catch (RuntimeException e) {
            transaction.fail(e);
            throw e;
        }
    }
}
