package dev.entail.storage.spi;

import java.util.List;
import java.util.Set;

/**
 * What transactions on a database can do (CAP-01).
 *
 * @param isolationLevels the levels that may be requested
 * @param serializedInProcess levels at which the storage layer must run transactions one at a time in this process,
 *     because the database alone does not keep the promise of the level
 * @param savepoints whether part of a transaction can be rolled back
 * @param concurrentWriters how many transactions may write at once
 * @param dispatchSupport how far the guarantees of a dispatch reach
 * @param notes what a careful user should know, in sentences
 */
public record TransactionCapability(
        Set<IsolationLevel> isolationLevels,
        Set<IsolationLevel> serializedInProcess,
        boolean savepoints,
        ConcurrentWriters concurrentWriters,
        DispatchSupport dispatchSupport,
        List<String> notes) {

    public TransactionCapability {
        isolationLevels = Set.copyOf(isolationLevels);
        serializedInProcess = Set.copyOf(serializedInProcess);
        notes = List.copyOf(notes);
        if (!isolationLevels.containsAll(serializedInProcess)) {
            throw new IllegalArgumentException("serializedInProcess must be a subset of isolationLevels");
        }
    }

    /** How many transactions may write at once. */
    public enum ConcurrentWriters {
        /** As many as there are connections. */
        MANY,
        /** One; the storage layer queues the others in the order in which they came. */
        ONE
    }

    /** How far the guarantees of a dispatch reach. */
    public enum DispatchSupport {
        /** Any number of processes may dispatch to the database at once. */
        STRONG,
        /** The guarantees hold among the threads of one process; other processes wait for the whole database. */
        LOCAL
    }
}
