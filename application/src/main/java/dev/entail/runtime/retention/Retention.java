package dev.entail.runtime.retention;

import dev.entail.core.definition.RecordDefinition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long the records of an entity or the links of a relation are kept (RET-01); what has no retention is kept forever.
 * Immutable.
 *
 * @param record entity or relation; it may be the entity of events
 * @param age how old records may become, or null for any age
 * @param cap how many are kept, or null for any number
 */
public record Retention(
        RecordDefinition record,
        @Nullable Age age,
        @Nullable Cap cap) {
    public Retention {
        Objects.requireNonNull(record, "record");
    }

    /** Records that are kept for at most this long after a point in time that they have; those without one stay. */
    public static Retention ofAge(RecordDefinition record, String timestamp, Duration greatest) {
        return new Retention(record, new Age(timestamp, greatest), null);
    }

    /**
     * The latest records of all, or of each partition.
     *
     * @param count how many are kept, at least 1
     * @param order the value that is greatest in the latest record; null is the oldest, and among equals the greatest id is the
     *     latest
     * @param partition values that the records of a partition have in common
     */
    public static Retention ofLatest(RecordDefinition record, long count, String order, String... partition) {
        return new Retention(record, null, new Cap(count, order, Arrays.asList(partition)));
    }

    /** The same, with an age besides: what is too old goes first. */
    public Retention andAge(String timestamp, Duration greatest) {
        return new Retention(record, new Age(timestamp, greatest), cap);
    }

    /**
     * How old records may become.
     *
     * @param timestamp name of a timestamp
     * @param greatest more than zero
     */
    public record Age(String timestamp, Duration greatest) {
        public Age {
            Objects.requireNonNull(timestamp, "timestamp");
            Objects.requireNonNull(greatest, "greatest");
        }
    }

    /**
     * How many records are kept.
     *
     * @param count at least 1
     * @param order name of the value that tells which are the latest
     * @param partition names of the values by which they are counted apart
     */
    public record Cap(long count, String order, List<String> partition) {
        public Cap {
            Objects.requireNonNull(order, "order");
            partition = List.copyOf(partition);
        }
    }
}
