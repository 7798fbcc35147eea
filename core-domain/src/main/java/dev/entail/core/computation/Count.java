package dev.entail.core.computation;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many items there are, or how many satisfy a condition; an integer, 0 if there are none (CNT-01..05).
 *
 * @param items what is counted
 * @param condition which items count, or null if all do
 */
public record Count(Items items, @Nullable ItemFunction<Boolean> condition) implements Computation.Elementary {
    public Count {
        Objects.requireNonNull(items, "items");
    }

    /** For a property: how many records are related under {@code property}. */
    public static Count of(String property) {
        return new Count(new Items.Related(property), null);
    }

    /** For a global value: how many records or links there are. */
    public static Count of(RecordDefinition record) {
        return new Count(new Items.All(record), null);
    }

    /** The same for the items whose truth value {@code input} is true. */
    public Count where(String input) {
        return new Count(items, ItemFunction.value(input));
    }

    /**
     * The same for the items that satisfy a condition. A {@linkplain dev.entail.core.definition.RelationView view} says
     * the same to the database, and can be queried; this is for conditions that only code can decide.
     *
     * @param inputs what the condition looks at, see {@link ItemFunction}
     */
    public Count where(List<String> inputs, Predicate<Row> test) {
        return new Count(items, ItemFunction.of(inputs, test::test));
    }
}
