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
}
