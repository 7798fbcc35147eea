package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sum of weight times value over all items; where one of them is missing nothing is added, no items give 0
 * (WSM-01..03). The result is a number of the type of the property.
 *
 * @param items what is looked at
 * @param function weight and value of each item
 */
public record WeightedSummation(Items items, ItemFunction<Weighted> function) implements Computation.Composite {
    public WeightedSummation {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(function, "function");
    }

    /** For a property: over the records related under {@code property}; weight and value are inputs. */
    public static WeightedSummation of(String property, String weight, String value) {
        return new WeightedSummation(new Items.Related(property), product(weight, value));
    }

    /** For a global value: over all records or links; weight and value are inputs. */
    public static WeightedSummation of(RecordDefinition record, String weight, String value) {
        return new WeightedSummation(new Items.All(record), product(weight, value));
    }

    /** For a property: over what a function makes of each related record. */
    public static WeightedSummation of(
            String property, List<String> inputs, Function<Row, ? extends @Nullable Weighted> function) {
        return new WeightedSummation(new Items.Related(property), ItemFunction.of(inputs, function));
    }

    /** For a global value: over what a function makes of each record or link. */
    public static WeightedSummation of(
            RecordDefinition record, List<String> inputs, Function<Row, ? extends @Nullable Weighted> function) {
        return new WeightedSummation(new Items.All(record), ItemFunction.of(inputs, function));
    }

    private static ItemFunction<Weighted> product(String weight, String value) {
        return ItemFunction.of(List.of(weight, value), new Product(weight, value));
    }

    /** Whether it multiplies its two inputs as they are, which must be numbers then. */
    public boolean isProduct() {
        return function.function() instanceof Product;
    }

    @Override
    public List<Computation.Part> parts(Property<?> value, ValueType input) {
        return List.of(new Computation.Part(value, new Summation(items, ItemFunction.of(function.inputs(), row -> {
            Weighted weighted = function.function().apply(row);
            return weighted == null ? null : weighted.product(value.type());
        }))));
    }

    private record Product(String weight, String value) implements Function<Row, Weighted> {
        @Override
        public Weighted apply(Row row) {
            return new Weighted((Number) row.get(weight), (Number) row.get(value));
        }
    }
}
