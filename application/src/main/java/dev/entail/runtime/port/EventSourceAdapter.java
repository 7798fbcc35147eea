package dev.entail.runtime.port;

import dev.entail.core.definition.EventSource;
import dev.entail.core.value.Draft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of event source is dispatched. All methods run inside the transaction and may be repeated when it is
 * retried, so they must not have effects of their own.
 *
 * @param <S> the kind of event source
 */
public interface EventSourceAdapter<S extends EventSource<?>> {
    /** The kind of event source. */
    Class<S> kind();

    /**
     * Refuses the dispatch by throwing, before anything is written.
     *
     * @throws dev.entail.core.error.EntailException with the code that the caller is to see
     */
    void guard(S source, DispatchContext context);

    /** The event record to store. */
    Draft event(S source, DispatchContext context);

    /**
     * The records that the call refers to. The runtime makes sure that they exist, where it can without a read: a link to
     * them is checked by the database.
     */
    List<Reference> references(S source, DispatchContext context);

    /** The answer to the caller, or null; called when everything that follows from the event is in force. */
    @Nullable
    Object resolve(S source, DispatchContext context);
}
