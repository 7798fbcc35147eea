package dev.entail.core.description;

import dev.entail.core.value.ValueType;

/**
 * A piece of JSON: texts, truth values, numbers, nulls, lists, and maps with text keys, which keep their order. Deeply
 * immutable and comparable.
 *
 * @param value the root; whole numbers are {@link Long} where they fit, all others {@link java.math.BigDecimal}
 */
public record JsonTree(Object value) {
    /**
     * Copies what is given.
     *
     * @throws dev.entail.core.error.EntailException {@code VALUE_MISMATCH} or {@code VALUE_OUT_OF_RANGE} if it is no JSON
     */
    public JsonTree {
        value = ValueType.JSON.normalize(value, "A piece of JSON");
    }

    /** The same as text, keys in their order, two blanks for each level, a line feed at the end. */
    public String toJson() {
        return JsonText.of(value);
    }

    @Override
    public String toString() {
        return toJson();
    }
}
