package dev.entail.runtime.sideeffect;

import dev.entail.core.error.EntailException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What came of one piece of work after the commit.
 *
 * @param name name of the side effect, or {@link #POST_COMMIT}
 * @param effect index of the effect that it was about; empty for the hook of the event source
 * @param result what it returned, or null
 * @param error why it failed, with the code {@code SIDE_EFFECT_FAILED}, or null
 */
public record SideEffectOutcome(
        String name,
        OptionalInt effect,
        @Nullable Object result,
        @Nullable EntailException error) {
    /** The name under which a failure of the {@code postCommit} hook of an event source stands. */
    public static final String POST_COMMIT = "__postCommit";

    /** Whether it failed. */
    public boolean isFailure() {
        return error != null;
    }
}
