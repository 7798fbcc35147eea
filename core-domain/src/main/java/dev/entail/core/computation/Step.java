package dev.entail.core.computation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a value when one item of a set that it reads has changed (INC-08). What is computed in full can be a
 * {@link Value} too, to give states along with the value.
 */
public sealed interface Step {
    /**
     * A new value.
     *
     * @param value the value; null is one
     * @param states new states by name; those that are not mentioned stay
     */
    record Value(@Nullable Object value, Map<String, @Nullable Object> states) implements Step {
        public Value {
            states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        }

        /** The same with a new state. */
        public Value with(String state, @Nullable Object now) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>(states);
            all.put(state, now);
            return new Value(value, all);
        }
    }

    /** Value and states stay. */
    record Keep() implements Step {}

    /**
     * Everything is read and computed anew, at SERIALIZABLE.
     *
     * @param reason why, for people
     */
    record Recompute(String reason) implements Step {
        public Recompute {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** This value from now on; null is one. */
    static Value value(@Nullable Object value) {
        return new Value(value, Map.of());
    }

    /** Value and states stay. */
    static Step keep() {
        return new Keep();
    }

    /** Everything is to be read and computed anew, because the change alone does not tell what becomes of the value. */
    static Step recompute(String reason) {
        return new Recompute(reason);
    }
}
