package dev.entail.builtins.guard;

import java.util.Map;
import java.util.Objects;

/** What a condition says. */
public sealed interface Decision {
    /** Go on. */
    record Allowed() implements Decision {}

    /**
     * Stop.
     *
     * @param code stable code for programs, upper snake case
     * @param message for people
     * @param details facts for programs, in the details of the refusal
     */
    record Rejected(String code, String message, Map<String, Object> details) implements Decision {
        public Rejected {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
            details = Map.copyOf(details);
        }
    }

    /** Go on. */
    static Decision allow() {
        return new Allowed();
    }

    /** Stop, with a code of the application. */
    static Decision reject(String code, String message) {
        return new Rejected(code, message, Map.of());
    }

    /** Stop, with facts that programs can read. */
    static Decision reject(String code, String message, Map<String, Object> details) {
        return new Rejected(code, message, details);
    }

    /** Go on only if {@code holds}. */
    static Decision allowIf(boolean holds, String code, String message) {
        return holds ? allow() : reject(code, message);
    }
}
