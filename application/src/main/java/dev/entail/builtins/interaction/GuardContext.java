package dev.entail.builtins.interaction;

import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.RecordReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a condition or a data policy may look at.
 *
 * @param caller who acts, or null if the interaction is anonymous
 * @param payload the checked payload
 * @param occurredAt when the dispatch was taken in
 * @param records reads in the transaction of the dispatch
 */
public record GuardContext(@Nullable RecordId caller, Payload payload, Instant occurredAt, RecordReader records) {
    /**
     * Who acts.
     *
     * @throws dev.entail.core.error.EntailException {@code ACTOR_MISSING} if nobody does
     */
    public RecordId actor() {
        return Actors.require(caller);
    }
}
