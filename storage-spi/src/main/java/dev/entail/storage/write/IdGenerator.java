package dev.entail.storage.write;

import dev.entail.core.value.RecordId;
import dev.entail.storage.transaction.Transaction;

/** Where the ids of new records come from. Thread-safe. */
@FunctionalInterface
public interface IdGenerator {
    /**
     * A new id.
     *
     * @param sequence physical name of the counter of the entity or relation
     * @param transaction the transaction that creates the record
     */
    RecordId next(String sequence, Transaction transaction);

    /**
     * Somebody chose an id without asking for it (STO-306, STO-513). From now on {@link #next} does not give it, and greater
     * ones where it gives numbers in order. A generator whose ids nobody can choose need not do anything.
     *
     * @param sequence physical name of the counter of the entity or relation
     * @param id the chosen id
     * @param transaction the transaction that creates the record
     */
    default void taken(String sequence, RecordId id, Transaction transaction) {}
}
