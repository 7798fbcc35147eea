package dev.entail.runtime.port;

import dev.entail.core.definition.EventSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of event source is dispatched.
 *
 * @param <S> the kind of event source
 */
public interface EventSourceAdapter<S extends EventSource<?>> {
    /** The kind of event source. */
    Class<S> kind();

    /**
     * The key under which a call takes effect once (IDM-01); null or blank for none. Runs once for each attempt.
     */
    default @Nullable String idempotencyKey(S source, DispatchCall call) {
        return call.idempotencyKey();
    }

    /**
     * Takes a call in: looks at its shape, not yet at whether it is allowed. Runs once for each attempt.
     *
     * @throws dev.entail.core.error.EntailException with the code that the caller is to see, if it has the wrong shape
     */
    IncomingCall receive(S source, DispatchContext context);

    /**
     * What the source wants done once after the commit (PST-03).
     *
     * @return facts that are added to those of {@code afterDispatch}
     */
    Map<String, ? extends @Nullable Object> postCommit(S source, PostCommitContext context);
}
