package dev.entail.builtins.principal;

import dev.entail.core.value.RecordId;
import java.util.Objects;

/** Who is calling, as an {@link Authenticator} found out. */
public sealed interface Principal {
    /** Somebody who is not known and has not claimed to be. Reaches interactions only that are declared anonymous. */
    record Anonymous() implements Principal {}

    /**
     * Somebody who is known.
     *
     * @param user the record of who it is
     * @param name for logs; says nothing secret
     */
    record Known(RecordId user, String name) implements Principal {
        public Known {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(name, "name");
        }
    }
}
