package dev.entail.runtime.computation;

import dev.entail.core.definition.EventSource;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.task.TaskKey;
import dev.entail.storage.write.WriteSession;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a reaction may do. */
public interface ReactionContext {
    /** The time of the transaction, to the millisecond: one reading of the clock for all that happens in it. */
    Instant now();

    /** The dispatched event that is followed. */
    Dispatched dispatched();

    /** The writes of the transaction; they lead to reactions of their own. */
    WriteSession session();

    /** Adds to a derived value of a record. */
    void increase(String record, RecordId id, ValueModel value, Number delta);

    /**
     * Has a value of some records computed anew, once for all that happens until then.
     *
     * @param record name of the entity or relation that holds the value
     */
    void recompute(String record, ValueModel value, Recomputation recomputation, Collection<RecordId> ids);

    /**
     * Has what follows from some records computed anew, when the values that it follows from are what they should be.
     *
     * @param source name of the entity, relation, view or union
     * @param inputs names of the values
     */
    void recompute(String source, List<String> inputs, Recomputation recomputation, Collection<RecordId> ids);

    /** What a recomputation has noted of the transaction so far. */
    <T> T notes(Recomputation owner, Class<T> type, Supplier<T> first);

    /** Makes sure that the transaction runs at SERIALIZABLE; if it does not, it is begun anew. */
    void requireSerializable();

    /**
     * Writes down work for somebody outside the transaction. Whoever asks holds the lock of what the results are for.
     *
     * @param tasks the arguments, as text, by what they are for
     */
    void request(Map<TaskKey, String> tasks);

    /** Drops what has been asked for and not been applied, for some records of a place (ASY-12). */
    void dropRequests(String place, Collection<RecordId> ids);

    /** Adds to a global value. */
    void increaseGlobal(ValueModel global, Number delta);

    /**
     * An event that has been dispatched.
     *
     * @param source what it is an event of
     * @param event what was to be stored, with the records that it points to
     */
    record Dispatched(EventSource<?> source, Draft event) {
        /** Whether it is an event of a source, or of one that stands for it (ACT-11). */
        public boolean isOf(EventSource<?> other) {
            return source == other || source.standsFor() == other;
        }
    }
}
