package dev.entail.core.computation;

import dev.entail.core.value.Row;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that follows from one item of an aggregate, and from nothing else. It may be called any number of times, also
 * with what the item was before, and must give the same answer for the same inputs.
 *
 * <p>An input is a value of the item; {@code &.value}, a value of the link over which a related item is reached; a path
 * over single relations of either, such as {@code team.budget}; or a global value, such as {@code @rate}. The function finds all of them in the row under these names.
 *
 * @param inputs what the function looks at
 * @param function what it makes of a row with exactly the inputs; null counts as nothing
 * @param plain whether it gives its only input as it is
 * @param <R> what it gives
 */
public record ItemFunction<R>(List<String> inputs, Function<Row, ? extends @Nullable R> function, boolean plain) {
    /** Prefix of values of the link. */
    public static final String LINK = "&.";

    public ItemFunction {
        inputs = List.copyOf(inputs);
        Objects.requireNonNull(function, "function");
    }

    /** A function of some inputs. */
    public static <R> ItemFunction<R> of(List<String> inputs, Function<Row, ? extends @Nullable R> function) {
        return new ItemFunction<>(inputs, function, false);
    }

    /** The value of one input. */
    public static <R> ItemFunction<R> value(String input) {
        return new ItemFunction<>(List.of(input), new Single<>(input), true);
    }

    private record Single<R>(String input) implements Function<Row, @Nullable R> {
        @Override
        @SuppressWarnings("unchecked") // checked against the type of the input when the model is built
        public @Nullable R apply(Row row) {
            return (R) row.get(input);
        }
    }
}
