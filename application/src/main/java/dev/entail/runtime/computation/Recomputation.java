package dev.entail.runtime.computation;

import dev.entail.core.value.RecordId;
import java.util.Collection;

/** Brings a value of some records up to date, whatever happened to them. Stateless. */
@FunctionalInterface
public interface Recomputation {
    /**
     * Computes the value anew and writes it where it changed.
     *
     * @param ids the records; some may have been deleted in the meantime
     */
    void recompute(Collection<RecordId> ids, ReactionContext context);
}
