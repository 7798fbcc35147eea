package dev.entail.runtime.port;

import dev.entail.core.event.Effect;
import java.util.List;

/**
 * Hears of what a dispatch brought about, after it has been committed. A failure is reported in the result of the dispatch
 * and changes nothing that is stored.
 */
@FunctionalInterface
public interface SideEffectHandler {
    /** A handler that does nothing. */
    SideEffectHandler NONE = (source, effects) -> {};

    /**
     * Called once for each committed dispatch, outside any transaction, on the thread that dispatched.
     *
     * @param source name of the event source
     * @param effects everything that changed, in causal order
     */
    void afterCommit(String source, List<Effect> effects);
}
