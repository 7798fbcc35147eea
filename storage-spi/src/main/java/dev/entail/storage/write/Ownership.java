package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose records are written: those that a computation yields are written by that computation alone. Not thread-safe. */
final class Ownership {
    private final Model model;
    private @Nullable String owner;

    Ownership(Model model) {
        this.model = model;
    }

    /** Runs what the computation of these records writes. */
    void as(String record, Runnable writes) {
        String outer = owner;
        owner = record;
        try {
            writes.run();
        } finally {
            owner = outer;
        }
    }

    /** Refuses to create or delete records that belong to a computation. */
    void require(RecordModel named) {
        for (String concrete : named.concrete()) {
            if (!concrete.equals(owner) && model.record(concrete).yieldedBy().isPresent()) {
                throw new EntailException(
                        ErrorCode.WRITE_INVALID.name(),
                        "All records of " + concrete
                                + " are made by a computation, only the framework writes them; change"
                                + " what they follow from",
                        Map.of("record", concrete));
            }
        }
    }

    /** Refuses to change values of such records; what other relations link them to is nobody's but theirs. */
    void requireValues(RecordModel named, Collection<String> changed) {
        if (changed.stream().anyMatch(named.values()::containsKey)) {
            require(named);
        }
    }
}
