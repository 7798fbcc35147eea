package dev.entail.storage.write;

import dev.entail.core.event.MutationEvent;
import java.util.List;
import java.util.OptionalInt;

/**
 * Hears of the mutations of a write session when they are in force. It may use the session to bring about more.
 */
@FunctionalInterface
public interface MutationListener {
    /**
     * Called with mutations that were brought about by one statement, in their order: all of them are in force, and nothing
     * else has happened since.
     */
    void onMutations(List<MutationEvent> events);

    /**
     * The same for records that have entered or left views.
     *
     * @param causes for each of them what {@link #cause} was when it began to change
     */
    default void onMemberships(List<MutationEvent> events, List<OptionalInt> causes) {
        onMutations(events);
    }

    /** What the listener takes for the cause of what happens now; empty if there is none or it does not mind. */
    default OptionalInt cause() {
        return OptionalInt.empty();
    }

    /**
     * Whether values that decide who belongs to a view still wait to be brought up to date. Nobody is told to have entered or
     * left it as long as they do, so that nobody leaves only to come back.
     */
    default boolean isUndecided(String view) {
        return false;
    }
}
