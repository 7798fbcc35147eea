package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A declaration of what follows from facts. */
public sealed interface Computation {
    /** A computation that yields one value: of a property of each record, or of a global value. */
    sealed interface OfValue extends Computation permits Elementary, Composite {}

    /** One that the runtime keeps true by itself. */
    sealed interface Elementary extends OfValue
            permits Count, Summation, Computed, Sequence, Lookup, GlobalValue, Reader, StateMachine {}

    /** An elementary one that follows from everything that it says it reads, whatever of it has changed. */
    sealed interface Reader extends Elementary permits Immediate, Async {
        /** What it reads of the record; of global values {@code @rate} alone. */
        List<Selection> parts();

        /** What it reads of the whole model, by the name under which a function finds the rows. */
        Map<String, Query> sets();

        /** Whether it may run at READ COMMITTED. */
        boolean isAtomicSafe();

        /** Hidden values that are stored beside the value. */
        default List<Property<?>> beside(Property<?> value) {
            return List.of();
        }

        /** The global values that it reads. */
        default List<String> globals() {
            return parts().stream()
                    .flatMap(part -> part instanceof Selection.Value value && GlobalValue.isNamedBy(value.name())
                            ? Stream.of(GlobalValue.nameIn(value.name()))
                            : Stream.of())
                    .toList();
        }
    }

    /** One that makes its value of what it reads at once. */
    sealed interface Immediate extends Reader permits Custom, RealTime {
        /**
         * What is to be stored, by name: the value, brought to its type, and what is beside it.
         *
         * @param path where the value is, for errors
         * @param now the time of the transaction
         * @param row exactly what is read
         */
        Map<String, @Nullable Object> values(String path, Property<?> property, Instant now, Row row);
    }

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
