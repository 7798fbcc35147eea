package dev.entail.core.computation;

import dev.entail.core.value.Row;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that follows from other values of the same record (MOD-43). It is stored, so it can be matched and sorted by,
 * and it is computed again only when one of its inputs changes.
 *
 * @param inputs names of the values it depends on, stored or derived
 * @param function gets a row with exactly the inputs; must depend on nothing else
 */
public record Computed(List<String> inputs, Function<Row, ? extends @Nullable Object> function)
        implements Computation.OfValue {
    public Computed {
        inputs = List.copyOf(inputs);
        Objects.requireNonNull(function, "function");
    }

    /** From one input. */
    public static Computed from(String input, Function<Row, ? extends @Nullable Object> function) {
        return new Computed(List.of(input), function);
    }

    /** From several inputs. */
    public static Computed from(List<String> inputs, Function<Row, ? extends @Nullable Object> function) {
        return new Computed(inputs, function);
    }
}
