package dev.entail.builtins.activity;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionEvent;
import dev.entail.core.value.RecordId;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Who is to take a step, as far as what has happened in the activity says so (ACT-42, ATR-05, ATR-06). */
@FunctionalInterface
public interface Assignees {
    /** The records of those who may take the step; empty for nobody. Null or an exception refuses. */
    Collection<RecordId> of(ActivityHistory earlier);

    /** Whoever took an earlier step. */
    static Assignees actorOf(Interaction interaction) {
        return earlier(interaction, event -> event.actor() == null ? List.of() : List.of(event.user()));
    }

    /** Whoever an earlier step names in a reference of its payload, which may be a list. */
    static Assignees namedIn(Interaction interaction, String field) {
        return earlier(interaction, event -> event.payload().references(field));
    }

    /** Whoever follows from the event of an earlier step; nobody as long as it has not been taken. */
    static Assignees earlier(Interaction interaction, Function<InteractionEvent, Collection<RecordId>> who) {
        return earlier -> earlier.event(interaction).map(who).orElse(List.of());
    }
}
