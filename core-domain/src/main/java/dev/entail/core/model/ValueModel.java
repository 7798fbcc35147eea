package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Property;
import org.jspecify.annotations.Nullable;

/**
 * A value of a record or of the whole model.
 *
 * @param property name and type
 * @param declared what the model says that it follows from, or null if nobody derives it
 * @param computation what the runtime keeps it true by, or null if nothing does; differs from {@code declared} where that is
 *     made of several
 * @param role what it is there for
 */
public record ValueModel(
        Property<?> property,
        Computation.@Nullable OfValue declared,
        Computation.@Nullable Elementary computation,
        Role role) {
    /** What a value is there for. */
    public enum Role {
        /** Declared by the user. */
        DECLARED,
        /** Part of another one, or a copy that others are computed from; users do not see it. */
        HIDDEN,
        /** Says what a record of a union was created as. */
        DISCRIMINATOR
    }

    static ValueModel fact(Property<?> property) {
        return new ValueModel(property, null, null, Role.DECLARED);
    }

    static ValueModel derived(
            Property<?> property, Computation.OfValue declared, Computation.@Nullable Elementary computation) {
        return new ValueModel(property, declared, computation, Role.DECLARED);
    }

    static ValueModel hidden(Property<?> property, Computation.Elementary computation) {
        return new ValueModel(property, computation, computation, Role.HIDDEN);
    }

    static ValueModel typeOfRecord() {
        return new ValueModel(Property.text(Model.TYPE), null, null, Role.DISCRIMINATOR);
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
            case Lookup lookup -> false;
            case null -> false;
        };
    }

    /** Whether only the framework writes it. */
    public boolean isDerived() {
        return declared != null || role != Role.DECLARED;
    }

    /** Whether users do not see it. */
    public boolean isHidden() {
        return role == Role.HIDDEN;
    }

    /** Whether it says what a record of a union was created as. */
    public boolean discriminator() {
        return role == Role.DISCRIMINATOR;
    }
}
