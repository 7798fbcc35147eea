package dev.entail.core.computation;

import dev.entail.core.definition.RecordDefinition;
import java.util.Objects;

/**
 * How many items there are; an integer, 0 if there are none (CNT-01, CNT-02).
 *
 * @param items what is counted
 */
public record Count(Items items) implements Computation.OfValue {
    public Count {
        Objects.requireNonNull(items, "items");
    }

    /** For a property: how many records are related under {@code property}. */
    public static Count of(String property) {
        return new Count(new Items.Related(property));
    }

    /** For a global value: how many records or links there are. */
    public static Count of(RecordDefinition record) {
        return new Count(new Items.All(record));
    }
}
