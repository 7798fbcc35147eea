package dev.entail.runtime.computation;

import dev.entail.core.event.MutationEvent;

/** What a computation does about a mutation. Stateless. */
@FunctionalInterface
public interface Reaction {
    /** Called once for each mutation that the reaction subscribed to. */
    void react(MutationEvent event, ReactionContext context);
}
