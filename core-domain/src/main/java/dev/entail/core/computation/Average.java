package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The mean of a numeric value over all items, a number or a decimal; no items give 0 (AVG-01..03). Items without a value
 * count as zero, unless they are {@linkplain #ignoringNulls left out}.
 *
 * @param items what is looked at
 * @param function the value of each item
 * @param ignoresNulls whether items without a value are left out
 */
public record Average(Items items, ItemFunction<Number> function, boolean ignoresNulls)
        implements Computation.Composite {
    private static final int DECIMAL_PLACES = 10;

    public Average {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(function, "function");
    }

    /** For a property: over the records related under {@code property}. */
    public static Average of(String property, String input) {
        return new Average(new Items.Related(property), ItemFunction.value(input), false);
    }

    /** For a global value: over all records or links. */
    public static Average of(RecordDefinition record, String input) {
        return new Average(new Items.All(record), ItemFunction.value(input), false);
    }

    /** For a property: over what a function makes of each related record. */
    public static Average of(String property, List<String> inputs, Function<Row, ? extends @Nullable Number> function) {
        return new Average(new Items.Related(property), ItemFunction.of(inputs, function), false);
    }

    /** For a global value: over what a function makes of each record or link. */
    public static Average of(
            RecordDefinition record, List<String> inputs, Function<Row, ? extends @Nullable Number> function) {
        return new Average(new Items.All(record), ItemFunction.of(inputs, function), false);
    }

    /** The same without the items that have no value. */
    public Average ignoringNulls() {
        return new Average(items, function, true);
    }

    @Override
    public List<Computation.Part> parts(Property<?> value, ValueType input) {
        Property<?> sum =
                Property.of(value.name() + "$sum", function.plain() && input.isNumeric() ? input : exact(value));
        Property<Long> count = Property.integer(value.name() + "$count");
        Count counted = ignoresNulls
                ? new Count(
                        items,
                        ItemFunction.of(
                                function.inputs(), row -> function.function().apply(row) != null))
                : new Count(items, null);
        return List.of(
                new Computation.Part(sum, new Summation(items, function)),
                new Computation.Part(count, counted),
                new Computation.Part(
                        value,
                        Computed.from(
                                List.of(sum.name(), count.name()),
                                row -> mean(
                                        (Number) Objects.requireNonNull(row.get(sum.name())),
                                        row.integer(count.name()),
                                        value.type()))));
    }

    private static ValueType exact(Property<?> value) {
        return value.type() == ValueType.NUMBER ? ValueType.NUMBER : ValueType.DECIMAL;
    }

    private static Number mean(Number sum, long count, ValueType type) {
        if (count == 0) {
            return type.zero();
        }
        return type == ValueType.NUMBER
                ? (Number) (sum.doubleValue() / count)
                : new BigDecimal(sum.toString())
                        .divide(BigDecimal.valueOf(count), DECIMAL_PLACES, RoundingMode.HALF_EVEN);
    }
}
