package dev.entail.core.description;

import java.util.List;
import java.util.Objects;

/** What something that follows from events waits for. Conditions on the event are code and are not described. */
public sealed interface TriggerDescription {
    /**
     * An event of a source.
     *
     * @param source name of the event source; the model may have sources that stand for it instead
     * @param eventEntity name of the entity that its events are stored as
     */
    record Dispatched(String source, String eventEntity) implements TriggerDescription {
        public Dispatched {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(eventEntity, "eventEntity");
        }
    }

    /**
     * A record is created, updated or deleted; of a view also by entering or leaving it.
     *
     * @param record name of the entity, relation, view or union
     * @param kind {@code created}, {@code updated} or {@code deleted}
     * @param values names of values one of which must change; empty for any
     */
    record Mutated(String record, String kind, List<String> values) implements TriggerDescription {
        public Mutated {
            Objects.requireNonNull(record, "record");
            Objects.requireNonNull(kind, "kind");
            values = List.copyOf(values);
        }
    }

    /**
     * Global values change.
     *
     * @param globals their names
     */
    record Changed(List<String> globals) implements TriggerDescription {
        public Changed {
            globals = List.copyOf(globals);
        }
    }
}
