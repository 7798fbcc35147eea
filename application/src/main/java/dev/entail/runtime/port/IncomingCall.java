package dev.entail.runtime.port;

import dev.entail.core.value.Draft;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way through one attempt, in the order of the methods (DSP-05). All of them run inside the transaction and
 * again when it is retried, so none may have effects of its own. What is written in vain is rolled back.
 */
public interface IncomingCall {
    /**
     * Refuses the call by throwing, before anything is written. Left out when guards are to be ignored (DSP-07).
     *
     * @throws dev.entail.core.error.EntailException with the code that the caller is to see
     */
    void guard();

    /**
     * The records that the call refers to. The runtime makes sure that they exist, where it can without a read: a link to
     * them is checked by the database.
     */
    List<Reference> references();

    /**
     * Makes ready what the event belongs to, whether guards were asked or not (EVS-10). What it writes belongs to the
     * dispatch.
     *
     * @throws dev.entail.core.error.EntailException with the code that the caller is to see
     */
    default void open(RecordWriter records) {}

    /** The event record to store. */
    Draft event();

    /** The answer to the caller, or null; called when everything that follows from the event is in force. */
    @Nullable
    Object resolve(EventContext context);

    /** The answer of a source that stores no events; called instead of everything that follows the guard. */
    default @Nullable Object read() {
        return null;
    }

    /** Facts for the caller and for what runs after the commit; called last. */
    Map<String, ? extends @Nullable Object> afterDispatch(EventContext context);
}
