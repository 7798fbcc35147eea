package dev.entail.core.event;

import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record that was created, changed or deleted, with all its values, as functions see it. A link has its ends under
 * {@code source} and {@code target}.
 *
 * @param record name of the entity, relation or view that somebody listens to
 * @param id the record
 * @param before what it was, or null if it was created
 * @param after what it is, or null if it was deleted
 * @param changed names of the values that changed; empty if it was created or deleted
 */
public record Mutation(
        String record,
        RecordId id,
        @Nullable Row before,
        @Nullable Row after,
        Set<String> changed) {
    public Mutation {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(id, "id");
        changed = Set.copyOf(changed);
    }

    /** What the record is, or what it was if it was deleted. */
    public Row row() {
        return after != null ? after : Objects.requireNonNull(before);
    }

    /** What the record was; it must have been there before. */
    public Row previous() {
        return Objects.requireNonNull(before, "The record has been created, it was nothing before");
    }

    /** The record at the first end of a link. */
    public RecordId source() {
        return row().reference("source");
    }

    /** The record at the second end of a link. */
    public RecordId target() {
        return row().reference("target");
    }
}
