package dev.entail.runtime.port;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function of a user and says which one it was when it fails. Failures with a code keep it, so that a retryable one
 * can be retried; others get one.
 *
 * @param hook the step, for example {@code resolve}
 * @param source name of the event source
 * @param code of failures without one
 */
public record HookCall(String hook, String source, ErrorCode code) {
    /** A call whose failures have the code {@code CALLBACK_FAILED}. */
    public static HookCall of(String hook, EventSource<?> source) {
        return new HookCall(hook, source.name(), ErrorCode.CALLBACK_FAILED);
    }

    /** The same with another code. */
    public HookCall failingWith(ErrorCode other) {
        return new HookCall(hook, source, other);
    }

    /** Calls a function without a result. */
    public void run(Runnable function) {
        optional(() -> {
            function.run();
            return null;
        });
    }

    /** Calls a function that must give something. */
    public <T> T required(Supplier<? extends @Nullable T> function) {
        T result = optional(function);
        if (result == null) {
            throw failure("gave null; give a value", null);
        }
        return result;
    }

    /** Calls a function that may give nothing. */
    public <T> @Nullable T optional(Supplier<? extends @Nullable T> function) {
        try {
            return function.get();
        } catch (EntailException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure("threw " + e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private EntailException failure(String what, @Nullable Throwable cause) {
        return new EntailException(
                code.name(), hook + " of '" + source + "' " + what, Map.of("hook", hook, "source", source), cause);
    }
}
