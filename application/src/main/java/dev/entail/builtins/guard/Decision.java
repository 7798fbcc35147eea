package dev.entail.builtins.guard;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a condition says (CND-03). */
public sealed interface Decision {
    /**
     * Yes.
     *
     * @param context facts to keep with the event, as JSON
     */
    record Allowed(Map<String, @Nullable Object> context) implements Decision {
        /**
         * Yes, with facts.
         *
         * @throws EntailException {@code CONDITION_INVALID_RESULT} if they are not JSON
         */
        public Allowed {
            context = facts(context);
        }
    }

    /** No; under a negation that is a yes. Refuses with {@code CONDITION_REJECTED}. */
    record Denied() implements Decision {}

    /**
     * Refused, whatever negations the condition stands under.
     *
     * @param code stable code for programs, upper snake case, not blank
     * @param message for people
     * @param details facts for programs, in the details of the refusal; scalars or lists of scalars
     */
    record Rejected(String code, String message, Map<String, Object> details) implements Decision {
        /**
         * Refused, with facts that programs can read.
         *
         * @throws EntailException {@code CONDITION_INVALID_RESULT} without a code or message, or with null among the details
         */
        public Rejected {
            if (isBlank(code) || isBlank(message)) {
                throw invalid("A rejection needs a code and a message", null);
            }
            try {
                details = Map.copyOf(details);
            } catch (NullPointerException e) {
                throw invalid("The details of " + code + " have null among them", e);
            }
        }
    }

    /** Yes. */
    static Decision allow() {
        return new Allowed(Map.of());
    }

    /**
     * Yes, and these facts are kept with the event, see {@code InteractionEvent.admission()} (CND-06).
     *
     * @throws EntailException {@code CONDITION_INVALID_RESULT} if they are not JSON
     */
    static Decision allow(Map<String, ? extends @Nullable Object> context) {
        return new Allowed(new LinkedHashMap<>(context));
    }

    /** No; under a negation that is a yes. */
    static Decision deny() {
        return new Denied();
    }

    /** Yes if {@code holds}, else no. */
    static Decision allowIf(boolean holds) {
        return holds ? allow() : deny();
    }

    /** Refused with a code of the application, whatever negations the condition stands under. */
    static Decision reject(String code, String message) {
        return new Rejected(code, message, Map.of());
    }

    /** The same with facts that programs can read. */
    static Decision reject(String code, String message, Map<String, Object> details) {
        return new Rejected(code, message, details);
    }

    /** Yes if {@code holds}, else refused with a code of the application. */
    static Decision allowIf(boolean holds, String code, String message) {
        return holds ? allow() : reject(code, message);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    @SuppressWarnings("unchecked") // normalized maps have text keys
    private static Map<String, @Nullable Object> facts(@Nullable Map<String, @Nullable Object> context) {
        try {
            return (Map<String, @Nullable Object>)
                    ValueType.JSON.normalize(Objects.requireNonNull(context), "The context of a decision");
        } catch (EntailException | NullPointerException e) {
            throw invalid("The context of a decision is no map of JSON values", e);
        }
    }

    private static EntailException invalid(String message, @Nullable Throwable cause) {
        return new EntailException(ErrorCode.CONDITION_INVALID_RESULT, message, cause);
    }
}
