package dev.entail.storage.write;

import dev.entail.core.event.MutationEvent;
import java.util.List;

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
}
