package dev.entail.core.computation;

import dev.entail.core.definition.RecordDefinition;
import java.util.Objects;

/** The things that an aggregate looks at. */
public sealed interface Items {
    /**
     * The records related to the one that holds the value.
     *
     * @param property relation attribute of the holder
     */
    record Related(String property) implements Items {
        public Related {
            Objects.requireNonNull(property, "property");
        }
    }

    /**
     * All records of an entity or all links of a relation; for global values.
     *
     * @param record the entity or relation
     */
    record All(RecordDefinition record) implements Items {
        public All {
            Objects.requireNonNull(record, "record");
        }
    }
}
