package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that follows from other values of the same record (MOD-43), or of the records that it has single relations to. It is stored, so it can be matched and sorted by,
 * and it is computed again only when one of its inputs changes.
 *
 * @param inputs names of the values it depends on, stored or derived; paths over single relations such as {@code team.name};
 *     global values as {@code @rate}; for a global value names of other global values
 * @param function gets a row with exactly the inputs; must depend on nothing else
 */
public record Computed(List<String> inputs, Function<Row, ? extends @Nullable Object> function)
        implements Computation.Elementary {
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

    /**
     * The value for some inputs, brought to the type of its property.
     *
     * @param path where the value is, for the error
     * @throws EntailException {@code CALLBACK_FAILED} if the function throws, {@code VALUE_MISMATCH} if it gives something
     *     else than declared
     */
    public @Nullable Object compute(String path, Property<?> property, Row row) {
        return compute(path, property, function, row);
    }

    static @Nullable Object compute(
            String path, Property<?> property, Function<Row, ? extends @Nullable Object> function, Row row) {
        return property.normalize(call(path, function, row), path);
    }

    static @Nullable Object call(String path, Function<Row, ? extends @Nullable Object> function, Row row) {
        try {
            return function.apply(row);
        } catch (RuntimeException e) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The function that computes " + path + " threw "
                            + e.getClass().getSimpleName()
                            + "; it must give a value, or null, for every combination of inputs",
                    e);
        }
    }
}
