package dev.entail.core.computation;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sum of one numeric value over all items; null and what is not finite add nothing, no items give 0 (SUM-01..03). The
 * result has the type of the value.
 *
 * @param items what is looked at
 * @param summand what each item adds
 */
public record Summation(Items items, ItemFunction<Number> summand) implements Computation.Elementary {
    public Summation {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(summand, "summand");
    }

    /**
     * For a property: over the records related under {@code property}.
     *
     * @param input the value to sum up, see {@link ItemFunction}
     */
    public static Summation of(String property, String input) {
        return new Summation(new Items.Related(property), ItemFunction.value(input));
    }

    /** For a global value: over all records or links. */
    public static Summation of(RecordDefinition record, String input) {
        return new Summation(new Items.All(record), ItemFunction.value(input));
    }

    /** For a property: over what a function makes of each related record, a number of the type of the property. */
    public static Summation of(
            String property, List<String> inputs, Function<Row, ? extends @Nullable Number> summand) {
        return new Summation(new Items.Related(property), ItemFunction.of(inputs, summand));
    }

    /** For a global value: over what a function makes of each record or link. */
    public static Summation of(
            RecordDefinition record, List<String> inputs, Function<Row, ? extends @Nullable Number> summand) {
        return new Summation(new Items.All(record), ItemFunction.of(inputs, summand));
    }
}
