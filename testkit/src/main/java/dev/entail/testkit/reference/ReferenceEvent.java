package dev.entail.testkit.reference;

import dev.entail.core.event.Change;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the reference expects to be told of one record: facts only, without what is derived (STO-370..374). */
public sealed interface ReferenceEvent {
    /** The record. */
    ReferenceId id();

    /**
     * It came into being.
     *
     * @param record as it was then
     */
    record Created(ReferenceRecord record) implements ReferenceEvent {
        @Override
        public ReferenceId id() {
            return record.id();
        }
    }

    /**
     * It changed.
     *
     * @param changes the facts that changed
     */
    record Updated(ReferenceId id, Map<String, Change.Replaced> changes) implements ReferenceEvent {
        public Updated {
            changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        }
    }

    /**
     * It vanished.
     *
     * @param record as it was before
     */
    record Deleted(ReferenceRecord record) implements ReferenceEvent {
        @Override
        public ReferenceId id() {
            return record.id();
        }
    }
}
