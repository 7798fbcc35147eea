package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.definition.Property;
import org.jspecify.annotations.Nullable;

/**
 * A value of a record or of the whole model.
 *
 * @param property name and type
 * @param computation what yields it, or null if it is a fact
 */
public record ValueModel(Property<?> property, Computation.@Nullable OfValue computation) {
    /** Name of the value. */
    public String name() {
        return property.name();
    }

    /** Whether only the framework writes it. */
    public boolean isDerived() {
        return computation != null;
    }
}
