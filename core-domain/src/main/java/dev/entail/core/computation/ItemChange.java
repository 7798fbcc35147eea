package dev.entail.core.computation;

import dev.entail.core.value.Row;
import org.jspecify.annotations.Nullable;

/**
 * What became of one item of a set in a transaction, all changes of it taken together (INC-04). Rows have the values that the set
 * selects.
 */
public sealed interface ItemChange {
    /** The name of the set, as it was declared. */
    String set();

    /** The item before; null if it was not in the set. */
    @Nullable
    Row before();

    /** The item now; null if it is not in the set. */
    @Nullable
    Row now();

    /** It came into the set: it was created, or has come to satisfy the condition. */
    record Entered(String set, Row now) implements ItemChange {
        @Override
        public @Nullable Row before() {
            return null;
        }
    }

    /** It left the set: it was deleted, or does not satisfy the condition any more. */
    record Left(String set, Row before) implements ItemChange {
        @Override
        public @Nullable Row now() {
            return null;
        }
    }

    /** It is in the set as before, with other values. */
    record Changed(String set, Row before, Row now) implements ItemChange {}
}
