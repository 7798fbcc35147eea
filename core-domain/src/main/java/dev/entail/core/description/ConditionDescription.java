package dev.entail.core.description;

import java.util.List;
import java.util.Objects;

/** Something that must hold for a call to be accepted. What it asks is code and is not described. */
public sealed interface ConditionDescription {
    /**
     * A condition with a name.
     *
     * @param name as in the detail {@code condition} of a refusal
     */
    record Named(String name) implements ConditionDescription {
        public Named {
            Objects.requireNonNull(name, "name");
        }
    }

    /** A condition without a name. */
    record Function() implements ConditionDescription {}

    /** All of them hold. */
    record All(List<ConditionDescription> parts) implements ConditionDescription {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** Some of them holds. */
    record Some(List<ConditionDescription> parts) implements ConditionDescription {
        public Some {
            parts = List.copyOf(parts);
        }
    }

    /** It does not hold. */
    record Not(ConditionDescription part) implements ConditionDescription {
        public Not {
            Objects.requireNonNull(part, "part");
        }
    }
}
