package dev.entail.storage.transaction;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.storage.sql.Deadline;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Keeps transactions of one process from running beside each other where the database does not. Thread-safe. */
final class Places {
    private final TransactionCapability capability;
    private final Lock line = new WriterLine();

    /**
     * In order: it costs those who write side by side nothing as long as nobody wants to write alone, who in turn would never
     * find a moment without them if newcomers went first.
     */
    private final ReadWriteLock beside = new ReentrantReadWriteLock(true);

    Places(TransactionCapability capability) {
        this.capability = capability;
    }

    /**
     * What a transaction holds while it has a connection; one that only reads needs no place among the writers. Where the
     * database does not keep the promise of SERIALIZABLE, who asks for it writes alone: others would not only have to keep
     * away from each other's ground, but what follows from a record would also miss what comes to it under the snapshot.
     */
    Place of(TransactionOptions options, Deadline deadline) {
        boolean concurrent = capability.has(Capability.CONCURRENT_WRITERS);
        boolean needy = capability.has(Capability.SERIALIZABLE) && !capability.has(Capability.SERIALIZABLE_BY_DATABASE);
        boolean alone = needy && options.isolation() == IsolationLevel.SERIALIZABLE;
        boolean asReader = options.readOnly() && (concurrent || capability.has(Capability.READ_ONLY_TRANSACTIONS));
        if (asReader && !alone) {
            return Place.none();
        }
        if (!concurrent) {
            return Place.behind(line, deadline);
        }
        if (alone) {
            return Place.behind(beside.writeLock(), deadline);
        }
        return needy ? Place.behind(beside.readLock(), deadline) : Place.none();
    }
}
