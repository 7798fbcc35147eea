package dev.entail.runtime.dispatch;

import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Row;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.sideeffect.SideEffectOutcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a dispatch. Either it was accepted, then everything in {@link #effects()} is committed; or it was refused,
 * then nothing is stored (RSP-01, RSP-02). The one exception is {@code COMMIT_OUTCOME_UNKNOWN}, after which nobody knows.
 * Immutable.
 *
 * @param error why it was refused, or null
 * @param data the answer of the event source, or null
 * @param effects what changed, in causal order; empty if it was refused
 * @param context what {@code afterDispatch} gave, and over it what {@code postCommit} gave; empty if it was refused
 * @param postCommit what became of the work after the commit
 * @param outcome whether a call with an idempotency key was carried out or answered again (RSP-06); null without a key, and
 *     if it was refused
 */
public record DispatchResult(
        @Nullable EntailException error,
        @Nullable Object data,
        List<Effect> effects,
        Map<String, @Nullable Object> context,
        PostCommit postCommit,
        @Nullable Outcome outcome) {

    public DispatchResult {
        effects = List.copyOf(effects);
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    }

    /** The answer to a call that was refused. */
    public static DispatchResult refused(EntailException error) {
        return new DispatchResult(error, null, List.of(), Map.of(), PostCommit.NOT_RUN, null);
    }

    /** The same after the work that follows the commit. */
    DispatchResult after(Map<String, @Nullable Object> newContext, PostCommit phase) {
        return new DispatchResult(error, data, effects, newContext, phase, outcome);
    }

    /** Whether the call had been carried out before, so that this is the answer of then and nothing has happened now. */
    public boolean isReplayed() {
        return outcome == Outcome.REPLAYED;
    }

    /** Whether the dispatch was accepted. */
    public boolean isAccepted() {
        return error == null;
    }

    /**
     * The records that a reading source answered with; empty if it gave something else.
     *
     * @throws EntailException the {@link #error()}, if the dispatch was refused
     */
    public List<Row> rows() {
        Object answer = orThrow().data;
        List<?> items =
                answer instanceof Slice slice ? slice.rows() : answer instanceof List<?> list ? list : List.of();
        return items.stream().filter(Row.class::isInstance).map(Row.class::cast).toList();
    }

    /** What came of each side effect, in the order in which they ran. */
    public List<SideEffectOutcome> sideEffects() {
        return postCommit.outcomes();
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

    /** What became of a call with an idempotency key. */
    public enum Outcome {
        /** It was carried out. */
        APPLIED,
        /** It had been carried out before; this is the answer of then. */
        REPLAYED
    }
}
