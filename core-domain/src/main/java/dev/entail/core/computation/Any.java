package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Whether some item satisfies a condition; false if there are none (EVY-02).
 *
 * @param items what is looked at
 * @param function the condition; null does not satisfy it
 */
public record Any(Items items, ItemFunction<Boolean> function) implements Computation.Composite {
    public Any {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(function, "function");
    }

    /** For a property: whether a truth value of some record related under {@code property} is true. */
    public static Any of(String property, String input) {
        return new Any(new Items.Related(property), ItemFunction.value(input));
    }

    /** For a global value: whether a truth value of some record or link is true. */
    public static Any of(RecordDefinition record, String input) {
        return new Any(new Items.All(record), ItemFunction.value(input));
    }

    /** For a property: whether some related record satisfies a condition. */
    public static Any of(String property, List<String> inputs, Predicate<Row> condition) {
        return new Any(new Items.Related(property), ItemFunction.of(inputs, condition::test));
    }

    /** For a global value: whether some record or link satisfies a condition. */
    public static Any of(RecordDefinition record, List<String> inputs, Predicate<Row> condition) {
        return new Any(new Items.All(record), ItemFunction.of(inputs, condition::test));
    }

    @Override
    public List<Computation.Part> parts(Property<?> value, ValueType input) {
        Property<Long> matched = Property.integer(value.name() + "$matched");
        return List.of(
                new Computation.Part(matched, new Count(items, function)),
                new Computation.Part(value, Computed.from(matched.name(), row -> row.integer(matched.name()) > 0)));
    }
}
