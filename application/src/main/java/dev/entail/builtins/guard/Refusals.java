package dev.entail.builtins.guard;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.logic.Evaluation;
import dev.entail.runtime.transaction.RetryingTransactions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is told of a check that failed. */
final class Refusals {
    private Refusals() {}

    /** Why a call is refused (CND-07). */
    static EntailException refusal(Evaluation.Failure<Check> failure) {
        Check check = failure.atom();
        EntailException cause = failure.cause();
        return cause == null
                ? coded(
                        ErrorCode.CONDITION_REJECTED.name(),
                        what(check) + " " + failure.error() + check.concern().where(),
                        Map.of(),
                        check,
                        null)
                : coded(cause.code(), cause.getMessage(), cause.details(), check, cause.getCause());
    }

    private static EntailException coded(
            String code, String message, Map<String, Object> facts, Check check, @Nullable Throwable cause) {
        Map<String, Object> details = new LinkedHashMap<>(facts);
        details.put("type", check.concern().type());
        details.put("checkType", check.concern().checkType());
        details.put("condition", check.name());
        if (check.concern().field() != null) {
            details.put("field", check.concern().field());
        }
        return new EntailException(code, message, details, cause);
    }

    private static String what(Check check) {
        return "Condition '" + check.name() + "'";
    }

    /** What a decision says that refuses by itself. */
    static EntailException rejection(Decision.Rejected rejected) {
        return new EntailException(rejected.code(), rejected.message(), rejected.details());
    }

    /** A check said nothing. */
    static EntailException silence(Check check) {
        return new EntailException(
                ErrorCode.CONDITION_INVALID_RESULT, what(check) + " gave null, which refuses; give an explicit answer");
    }

    /**
     * What a check threw, as a failure of this check alone. What the transaction as a whole has to give way to comes through:
     * no other part of the condition can make up for it.
     */
    static EntailException thrown(Check check, RuntimeException thrown) {
        if (RetryingTransactions.concernsTransaction(thrown)) {
            throw thrown;
        }
        return thrown instanceof EntailException coded && !coded.code().isBlank()
                ? new EntailException(coded.code(), coded.getMessage(), coded.details(), coded)
                : new EntailException(
                        ErrorCode.CONDITION_THROWN,
                        what(check) + " threw " + thrown.getClass().getSimpleName() + ": " + thrown.getMessage(),
                        thrown);
    }

    /** What a function gives that says what to lock. */
    static <T> T lock(Check check, Supplier<? extends @Nullable T> resolver) {
        T wanted;
        try {
            wanted = resolver.get();
        } catch (RuntimeException e) {
            if (RetryingTransactions.concernsTransaction(e)) {
                throw e;
            }
            throw unlockable(check, "threw " + e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
        if (wanted == null) {
            throw unlockable(check, "gave null", null);
        }
        return wanted;
    }

    private static EntailException unlockable(Check check, String what, @Nullable Throwable cause) {
        return coded(
                ErrorCode.CONDITION_THROWN.name(),
                what(check) + " has a lock of which nobody can tell what it takes: its function " + what,
                Map.of(),
                check,
                cause);
    }
}
