package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.value.ValueType;
import java.util.List;

/** A declaration of what follows from facts. */
public sealed interface Computation {
    /** A computation that yields one value: of a property of each record, or of a global value. */
    sealed interface OfValue extends Computation permits Elementary, Composite {}

    /** One that the runtime keeps true by itself. */
    sealed interface Elementary extends OfValue
            permits Count, Summation, Computed, Sequence, Lookup, GlobalValue, Custom, StateMachine {}

    /** One that is made of elementary ones, whose values are stored beside the value itself and hidden. */
    sealed interface Composite extends OfValue permits WeightedSummation, Average, Every, Any {
        /** What is looked at. */
        Items items();

        /** What is looked at of each item. */
        ItemFunction<?> function();

        /**
         * What the value is made of, dependencies first and the value itself last.
         *
         * @param value the value; hidden parts take their names from it
         * @param input type of the first input of the function
         */
        List<Part> parts(Property<?> value, ValueType input);
    }

    /** A computation that yields records: rows of an entity or links of a relation. */
    sealed interface OfRecords extends Computation permits Transform, Removal, Projection, CustomRecords {}

    /**
     * A stored value that a composite computation is made of.
     *
     * @param property name and type; the name of a hidden part has a {@code $} in it
     * @param computation what yields it
     */
    record Part(Property<?> property, Elementary computation) {}
}
