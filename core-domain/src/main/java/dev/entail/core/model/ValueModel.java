package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
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

    /** Whether it is a number that changes by what is added to it: a count or a sum. */
    public boolean isCounter() {
        return switch (computation) {
            case Count count -> true;
            case Summation sum -> true;
            case Computed computed -> false;
            case Sequence sequence -> false;
            case null -> false;
        };
    }

    /** Whether only the framework writes it. */
    public boolean isDerived() {
        return computation != null || discriminator;
    }
}
