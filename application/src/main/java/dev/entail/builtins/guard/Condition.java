package dev.entail.builtins.guard;

import java.util.Objects;
import java.util.function.Function;

/**
 * Something that must hold for an interaction to be accepted. It runs in the transaction, after the payload has been
 * checked and before anything is written, and may run again when the transaction is retried.
 *
 * @param name for people and for the error
 * @param decide looks at the call and at the data, and decides; null or an exception refuses (fail closed)
 */
public record Condition(String name, Function<GuardContext, Decision> decide) {
    public Condition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(decide, "decide");
    }

    /** A condition under a name. */
    public static Condition condition(String name, Function<GuardContext, Decision> decide) {
        return new Condition(name, decide);
    }
}
