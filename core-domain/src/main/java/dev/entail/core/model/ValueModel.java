package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Property;
import dev.entail.core.value.Row;
import java.util.Optional;
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

    /** A value that the runtime keeps for itself. */
    static ValueModel kept(Property<?> property) {
        return new ValueModel(property, null, null, Role.HIDDEN);
    }

    /** The state of a machine whose value is something else. */
    static ValueModel state(Property<?> property, StateMachine machine) {
        return new ValueModel(property, machine, null, Role.HIDDEN);
    }

    /** What is stored beside a value, by whatever yields that. */
    static ValueModel beside(Property<?> property, Computation.Reader reader) {
        return new ValueModel(property, reader, null, Role.HIDDEN);
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
            case GlobalValue global -> false;
            case Computation.Reader reader -> false;
            case StateMachine machine -> false;
            case null -> false;
        };
    }

    /**
     * What those members of a union have of it that it is not derived for: counters are stored for them too, as zero, although
     * events do not tell of it. Empty if they have nothing, or if it is hot, for of its own records events do not tell it either.
     */
    public Optional<Number> ofOtherMembers() {
        return isCounter() && !property.isHot() ? Optional.of(property.type().zero()) : Optional.empty();
    }

    /** The machine that it belongs to, as its value or its state. */
    public Optional<StateMachine> machine() {
        return declared instanceof StateMachine machine ? Optional.of(machine) : Optional.empty();
    }

    /**
     * What it is in a new record, as far as a machine says so.
     *
     * @param path where it is, for errors
     * @param others the other values of the record
     */
    public @Nullable Object initial(StateMachine machine, String path, Row others) {
        return isHidden() ? machine.first() : machine.initialValue(path, property, others);
    }

    /** Whether only the framework writes it. */
    public boolean isDerived() {
        return declared != null || role != Role.DECLARED;
    }

    /** Whether it says when another value is due, so that records are looked for by it. */
    public boolean isDueTime() {
        return role == Role.HIDDEN && declared instanceof RealTime && RealTime.isDue(name());
    }

    /**
     * Whether others hear of each change of it, if it is a global value: counts and sums are added to blindly, and computed ones
     * are not stored.
     */
    boolean isTold() {
        return declared == null || declared instanceof StateMachine || declared instanceof Computation.Reader;
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
