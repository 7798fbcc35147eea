package dev.entail.core.computation;

import java.util.Objects;

/**
 * A global value, kept with each record, so that it can be matched, sorted and computed with like a value of the record. Other
 * computations name it as {@code @} and its name among their inputs, which does the same behind the scenes (AGG-06, DRT-05).
 *
 * @param global name of a global value that is set by hand or goes from state to state
 */
public record GlobalValue(String global) implements Computation.Elementary {
    /** What inputs that are global values begin with. */
    public static final String PREFIX = "@";

    public GlobalValue {
        Objects.requireNonNull(global, "global");
    }

    /** The global value of this name. */
    public static GlobalValue of(String global) {
        return new GlobalValue(global);
    }

    /** Whether an input is a global value. */
    public static boolean isNamedBy(String input) {
        return input.startsWith(PREFIX);
    }

    /** The name of the global value that an input stands for. */
    public static String nameIn(String input) {
        return input.substring(PREFIX.length());
    }
}
