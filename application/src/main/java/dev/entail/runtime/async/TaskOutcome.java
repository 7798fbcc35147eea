package dev.entail.runtime.async;

import dev.entail.core.event.Effect;
import dev.entail.runtime.sideeffect.PostCommit;
import java.util.List;

/** What came of handling a task (ASY-06). */
public sealed interface TaskOutcome {
    /** Whether the result has been applied. */
    default boolean isApplied() {
        return this instanceof Applied;
    }

    /**
     * The result has been applied.
     *
     * @param effects what changed, in causal order
     * @param postCommit what came of the side effects
     */
    record Applied(List<Effect> effects, PostCommit postCommit) implements TaskOutcome {
        public Applied {
            effects = List.copyOf(effects);
        }
    }

    /** Nothing has been applied, and why. */
    record Skipped(Reason reason) implements TaskOutcome {}

    /** Why a result was not applied. */
    enum Reason {
        /** There is no such task; a later value may have made it needless (ASY-12). */
        MISSING_TASK,
        /** It has been applied or skipped before. */
        ALREADY_HANDLED,
        /** The record is gone. The task is skipped for good. */
        ORPHANED_RECORD,
        /** Something newer has been asked for. The task is skipped for good. */
        STALE_TASK,
        /** There is no result: the work is to be done still, or failed. */
        TASK_NOT_SUCCESS
    }
}
