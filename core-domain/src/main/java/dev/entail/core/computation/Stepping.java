package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * How a custom value follows the items of the sets that it reads one by one, so that the sets need not be read.
 *
 * @param states what is kept beside the value, hidden
 * @param update gets what the value was, and what became of one item; called once for each item that a transaction changed. It must
 *     come to what the full computation would, in whatever order items change
 */
public record Stepping(List<Property<?>> states, BiFunction<Last, ItemChange, Step> update) {
    private static final char SIGN = '$';

    public Stepping {
        states = List.copyOf(states);
        Objects.requireNonNull(update, "update");
    }

    /** Name of the hidden global value that holds a state of a value. */
    public static String stateName(String value, String state) {
        return value + SIGN + state;
    }

    /** Name of the value whose state a global value holds; an empty text for others. */
    public static String ownerOf(String global) {
        return global.substring(0, Math.max(0, global.indexOf(SIGN)));
    }

    /** The hidden global value that holds a state of a value. */
    public static <T> Property<T> stateOf(Property<?> value, Property<T> state) {
        Property<T> named = state.named(stateName(value.name(), state.name()));
        var initial = state.defaultValue();
        return initial == null ? named : named.defaultTo(initial);
    }
}
