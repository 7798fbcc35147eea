package dev.entail.testkit.scenario;

import dev.entail.core.value.RecordId;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.write.IdGenerator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids that are the same in every run: those of each entity and relation count from a number on, without gaps, also where a
 * transaction was rolled back. For one process and one opening of a database. Thread-safe.
 */
public final class TestIds implements IdGenerator {
    private final long first;
    private final Map<String, AtomicLong> next = new ConcurrentHashMap<>();

    private TestIds(long first) {
        this.first = first;
    }

    /**
     * Ids from a number on.
     *
     * @throws IllegalArgumentException if the number is not positive
     */
    public static TestIds countingFrom(long first) {
        if (first < 1) {
            throw new IllegalArgumentException("Ids are positive, " + first + " is not");
        }
        return new TestIds(first);
    }

    @Override
    public RecordId next(String sequence, Transaction transaction) {
        AtomicLong counter = counter(sequence);
        long id = counter.getAndIncrement();
        // The number of a transaction that is undone is given again, unless somebody took a later one meanwhile.
        transaction.onRollback(() -> counter.compareAndSet(id + 1, id));
        return RecordId.of(id);
    }

    @Override
    public void taken(String sequence, RecordId id, Transaction transaction) {
        counter(sequence).accumulateAndGet(id.value() + 1, Math::max);
    }

    private AtomicLong counter(String sequence) {
        return next.computeIfAbsent(sequence, name -> new AtomicLong(first));
    }
}
