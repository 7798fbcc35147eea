package dev.entail.core.computation;

import dev.entail.core.definition.RecordDefinition;
import java.util.Objects;

/**
 * The sum of one numeric value over all items; null adds nothing, no items give 0 (SUM-01, SUM-02). The result has the
 * type of the value.
 *
 * @param items what is looked at
 * @param value name of the value of each item, stored or derived
 */
public record Summation(Items items, String value) implements Computation.OfValue {
    public Summation {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(value, "value");
    }

    /** For a property: over the records related under {@code property}. */
    public static Summation of(String property, String value) {
        return new Summation(new Items.Related(property), value);
    }

    /** For a global value: over all records or links. */
    public static Summation of(RecordDefinition record, String value) {
        return new Summation(new Items.All(record), value);
    }
}
