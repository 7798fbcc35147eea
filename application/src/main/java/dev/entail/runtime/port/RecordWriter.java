package dev.entail.runtime.port;

import dev.entail.core.computation.Link;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes in the transaction of the thread, with everything that follows from them. Valid inside the callback that it was
 * given to, on the thread that runs it; later use fails with {@code TRANSACTION_MISUSED}. Reads see what has been written.
 * Records of events are written by dispatches and by nobody else: {@code WRITE_INVALID}.
 */
public interface RecordWriter extends RecordReader {
    /** Creates a record, or a link whose draft names {@code source} and {@code target}; tells its id. */
    RecordId create(RecordDefinition record, Draft draft);

    /** Creates many records; those of one table go out together. */
    List<RecordId> createAll(RecordDefinition record, Collection<Draft> drafts);

    /** Creates a record with an identity, or changes the stored one with the same identity; tells its id. */
    RecordId upsert(RecordDefinition entity, Draft draft);

    /** Links two records; an end that can hold one link only gives up its old one. */
    RecordId link(RecordDefinition relation, Link link);

    /** Removes the link between two records; answers false if there is none. */
    boolean unlink(RecordDefinition relation, RecordId source, RecordId target);

    /** Changes values and relations of a record, or values of a link; answers false if there is no such record. */
    boolean update(RecordDefinition record, RecordId id, Draft changes);

    /**
     * Changes values of a record if one of them is still what it was when the record was read; answers false if it is not,
     * or if there is no such record. Of several writers that have read the same one succeeds; nothing is locked before.
     *
     * @param before the record as it was read
     * @param version the value that must be the same
     */
    boolean updateIf(RecordDefinition record, Row before, Property<?> version, Draft changes);

    /** Changes all records that satisfy a condition, in the order of their ids; tells which. */
    List<RecordId> updateAll(RecordDefinition record, Match condition, Draft changes);

    /** Deletes a record with all its links and dependents, or a link; answers false if there is none. */
    boolean delete(RecordDefinition record, RecordId id);

    /** Deletes all records or links that satisfy a condition; tells which. */
    List<RecordId> deleteAll(RecordDefinition record, Match condition);

    /** Sets a value of the whole model; answers whether it was another one before. */
    <T> boolean setGlobal(Property<T> global, @Nullable T value);

    /** Runs a part that may fail: if it throws, what it wrote is undone, and the rest can go on (STO-609). */
    <T extends @Nullable Object> T attempt(Supplier<T> part);

    /** Says that the rest needs SERIALIZABLE; at READ COMMITTED everything runs again at that level (STO-603). */
    void requireSerializable();
}
