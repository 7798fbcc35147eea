package dev.entail.storage.write;

import dev.entail.core.event.MutationEvent;

/**
 * Hears of each mutation of a write session as soon as it is in force and before the next one. It may use the session to
 * bring about more.
 */
@FunctionalInterface
public interface MutationListener {
    /** Called once for each mutation, in order. */
    void onMutation(MutationEvent event);
}
