package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Whether all items satisfy a condition; true if there are none, unless it {@linkplain #notEmpty says otherwise}
 * (EVY-01, EVY-03, EVY-04).
 *
 * @param items what is looked at
 * @param function the condition; null does not satisfy it
 * @param whenEmpty what it is when there are no items
 */
public record Every(Items items, ItemFunction<Boolean> function, boolean whenEmpty) implements Computation.Composite {
    public Every {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(function, "function");
    }

    /** For a property: whether a truth value of all records related under {@code property} is true. */
    public static Every of(String property, String input) {
        return new Every(new Items.Related(property), ItemFunction.value(input), true);
    }

    /** For a global value: whether a truth value of all records or links is true. */
    public static Every of(RecordDefinition record, String input) {
        return new Every(new Items.All(record), ItemFunction.value(input), true);
    }

    /** For a property: whether all related records satisfy a condition. */
    public static Every of(String property, List<String> inputs, Predicate<Row> condition) {
        return new Every(new Items.Related(property), ItemFunction.of(inputs, condition::test), true);
    }

    /** For a global value: whether all records or links satisfy a condition. */
    public static Every of(RecordDefinition record, List<String> inputs, Predicate<Row> condition) {
        return new Every(new Items.All(record), ItemFunction.of(inputs, condition::test), true);
    }

    /** The same, but false if there are no items. */
    public Every notEmpty() {
        return new Every(items, function, false);
    }

    @Override
    public List<Computation.Part> parts(Property<?> value, ValueType input) {
        Property<Long> matched = Property.integer(value.name() + "$matched");
        Property<Long> count = Property.integer(value.name() + "$count");
        return List.of(
                new Computation.Part(matched, new Count(items, function)),
                new Computation.Part(count, new Count(items, null)),
                new Computation.Part(
                        value,
                        Computed.from(
                                List.of(matched.name(), count.name()),
                                row -> row.integer(count.name()) == 0
                                        ? whenEmpty
                                        : row.integer(matched.name()) == row.integer(count.name()))));
    }
}
