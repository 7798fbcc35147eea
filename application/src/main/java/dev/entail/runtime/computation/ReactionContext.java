package dev.entail.runtime.computation;

import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.write.WriteSession;

/** What a reaction may do. */
public interface ReactionContext {
    /** The writes of the transaction; they lead to reactions of their own. */
    WriteSession session();

    /** Adds to a derived value of a record. */
    void increase(String record, RecordId id, ValueModel value, Number delta);

    /** Adds to a global value. */
    void increaseGlobal(ValueModel global, Number delta);
}
