package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.Sequences;
import dev.entail.storage.transaction.Transaction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ids from the sequences of the database, taken in blocks, so that most ids cost no statement. */
public final class PooledIds implements IdGenerator {
    private final Sequences sequences;
    private final Map<String, IdBlocks> blocks = new ConcurrentHashMap<>();

    /** Ids from these sequences. */
    public PooledIds(Sequences sequences) {
        this.sequences = sequences;
    }

    @Override
    public RecordId next(String sequence, Transaction transaction) {
        return RecordId.of(blocks(sequence).next(transaction));
    }

    @Override
    public void taken(String sequence, RecordId id, Transaction transaction) {
        if (id.value() > Sequences.GREATEST_ADVANCE) {
            throw new EntailException(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    "An id that is given may be at most " + Sequences.GREATEST_ADVANCE
                            + ", so that others can follow it");
        }
        blocks(sequence).taken(id.value(), transaction);
    }

    private IdBlocks blocks(String sequence) {
        return blocks.computeIfAbsent(sequence, name -> new IdBlocks(sequences, name));
    }
}
