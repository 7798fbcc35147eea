package dev.entail.runtime.dispatch;

import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a dispatch. Either it was accepted, then everything in {@link #effects()} is committed; or it was refused,
 * then nothing is stored (RSP-01, RSP-02). The one exception is {@code COMMIT_OUTCOME_UNKNOWN}, after which nobody knows.
 *
 * @param error why it was refused, or null
 * @param data the answer of the event source, or null
 * @param effects what changed, in causal order; empty if it was refused
 * @param sideEffectError why the side effects after the commit failed, or null; what is committed stays
 */
public record DispatchResult(
        @Nullable EntailException error,
        @Nullable Object data,
        List<Effect> effects,
        @Nullable EntailException sideEffectError) {

    public DispatchResult {
        effects = List.copyOf(effects);
    }

    static DispatchResult refused(EntailException error) {
        return new DispatchResult(error, null, List.of(), null);
    }

    /** Whether the dispatch is committed. */
    public boolean isAccepted() {
        return error == null;
    }

    /**
     * Why the dispatch was refused.
     *
     * @throws IllegalStateException if it was accepted
     */
    public EntailException refusal() {
        if (error == null) {
            throw new IllegalStateException("The dispatch was accepted");
        }
        return error;
    }

    /**
     * This result.
     *
     * @throws EntailException the {@link #error()}, if the dispatch was refused
     */
    public DispatchResult orThrow() {
        if (error != null) {
            throw error;
        }
        return this;
    }
}
