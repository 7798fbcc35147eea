package dev.entail.runtime.dispatch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a business transaction that was committed.
 *
 * @param value what the work returned
 * @param dispatches the results of its dispatches, in their order; those of accepted ones after the work that follows the
 *     commit
 */
public record BusinessResult<T extends @Nullable Object>(T value, List<DispatchResult> dispatches) {
    public BusinessResult {
        dispatches = List.copyOf(dispatches);
    }
}
