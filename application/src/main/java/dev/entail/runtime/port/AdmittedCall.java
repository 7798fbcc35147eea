package dev.entail.runtime.port;

import dev.entail.core.value.Draft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call that has been let in: what to store of it, what it relies on, and what to answer. */
public interface AdmittedCall {
    /** The event record to store. */
    Draft event();

    /**
     * The records that the call refers to. The runtime makes sure that they exist, where it can without a read: a link to
     * them is checked by the database.
     */
    List<Reference> references();

    /** The answer to the caller, or null; called when everything that follows from the event is in force. */
    @Nullable
    Object answer();
}
