package dev.entail.runtime.computation;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.function.Supplier;

/** Calls functions of users and says which one it was when they fail. */
final class Callbacks {
    private Callbacks() {}

    /**
     * Calls a function.
     *
     * @param what what it does, for the error: "derives Like"
     */
    static <R> R call(Supplier<String> what, Supplier<R> function) {
        try {
            return function.get();
        } catch (EntailException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The function that " + what.get() + " threw " + e.getClass().getSimpleName() + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
