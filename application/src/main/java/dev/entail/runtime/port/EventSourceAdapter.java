package dev.entail.runtime.port;

import dev.entail.core.definition.EventSource;

/**
 * How one kind of event source is dispatched. Runs inside the transaction and may be repeated when it is retried, so it
 * must not have effects of its own.
 *
 * @param <S> the kind of event source
 */
public interface EventSourceAdapter<S extends EventSource<?>> {
    /** The kind of event source. */
    Class<S> kind();

    /**
     * Lets a call in, or refuses it by throwing, before anything is written.
     *
     * @throws dev.entail.core.error.EntailException with the code that the caller is to see
     */
    AdmittedCall admit(S source, DispatchContext context);
}
