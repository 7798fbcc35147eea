package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.definition.Property;
import org.jspecify.annotations.Nullable;

/**
 * A value of a record or of the whole model.
 *
 * @param property name and type
 * @param computation what yields it, or null if nothing does
 * @param discriminator whether it says what a record of a union was created as
 */
public record ValueModel(Property<?> property, Computation.@Nullable OfValue computation, boolean discriminator) {
    ValueModel(Property<?> property, Computation.@Nullable OfValue computation) {
        this(property, computation, false);
    }

    static ValueModel typeOfRecord() {
        return new ValueModel(Property.text(Model.TYPE), null, true);
    }

    /** Name of the value. */
    public String name() {
        return property.name();
    }

    /** Whether only the framework writes it. */
    public boolean isDerived() {
        return computation != null || discriminator;
    }
}
