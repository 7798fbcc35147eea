package dev.entail.core.event;

import dev.entail.core.value.RecordId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A record came into being, changed or vanished. Links carry their ends under {@code source} and {@code target}. */
public sealed interface MutationEvent {
    /** Name of the entity or relation. */
    String record();

    /** The record; unique within its entity or relation. */
    RecordId id();

    /**
     * A record was created.
     *
     * @param values all its values that are not null, defaults and derived ones included
     */
    record Created(String record, RecordId id, Map<String, Object> values) implements MutationEvent {
        public Created {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * A record changed.
     *
     * @param changes the values that changed
     */
    record Updated(String record, RecordId id, Map<String, Change> changes) implements MutationEvent {
        public Updated {
            changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        }
    }

    /**
     * A record was deleted.
     *
     * @param values what it held that was not null; for a link at least its ends
     */
    record Deleted(String record, RecordId id, Map<String, Object> values) implements MutationEvent {
        public Deleted {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
