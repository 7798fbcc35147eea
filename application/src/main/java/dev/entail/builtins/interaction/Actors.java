package dev.entail.builtins.interaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import org.jspecify.annotations.Nullable;

/** Insisting on somebody who acts. */
final class Actors {
    private Actors() {}

    static RecordId require(@Nullable RecordId actor) {
        if (actor == null) {
            throw new EntailException(
                    ErrorCode.ACTOR_MISSING, "Nobody is named as the one who acts; say who with by(...)");
        }
        return actor;
    }
}
