package dev.entail.runtime.dispatch;

import dev.entail.core.event.Effect;
import dev.entail.runtime.sideeffect.PostCommit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of direct writes that were to have side effects. They are committed.
 *
 * @param value what the work returned
 * @param effects what changed, in causal order
 * @param postCommit what became of the side effects
 */
public record WriteResult<T extends @Nullable Object>(T value, List<Effect> effects, PostCommit postCommit) {
    public WriteResult {
        effects = List.copyOf(effects);
    }
}
