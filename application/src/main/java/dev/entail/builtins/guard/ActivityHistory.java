package dev.entail.builtins.guard;

import dev.entail.core.definition.EventSource;
import dev.entail.core.value.RecordId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has happened so far in the running activity that a call or an event belongs to (ACT-42, ATR-06). */
public interface ActivityHistory {
    /** That of what belongs to no activity. */
    ActivityHistory NONE = new ActivityHistory() {
        @Override
        public @Nullable RecordId activity() {
            return null;
        }

        @Override
        public <E> Optional<E> event(EventSource<E> interaction) {
            return Optional.empty();
        }
    };

    /** The record of the activity; null if there is none, or it is only about to begin. */
    @Nullable
    RecordId activity();

    /**
     * The event of an earlier step, as derivations see it; empty if the step has not been taken. Its own history has all
     * other steps taken so far.
     */
    <E> Optional<E> event(EventSource<E> interaction);
}
