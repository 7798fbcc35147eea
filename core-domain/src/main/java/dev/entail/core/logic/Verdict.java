package dev.entail.core.logic;

import dev.entail.core.error.EntailException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an atom answers. */
public sealed interface Verdict {
    /** It holds. */
    record Yes() implements Verdict {}

    /** It does not hold. */
    record No() implements Verdict {}

    /**
     * Nobody can tell whether it holds; neither it nor its negation does (BEX-07).
     *
     * @param error why, in words
     * @param cause the same with a code, or null
     */
    record Failed(String error, @Nullable EntailException cause) implements Verdict {
        public Failed {
            Objects.requireNonNull(error, "error");
        }
    }

    /** {@link Yes} or {@link No}. */
    static Verdict of(boolean holds) {
        return holds ? new Yes() : new No();
    }

    /** {@link Failed} with a reason. */
    static Verdict failed(String error) {
        return new Failed(error, null);
    }

    /** {@link Failed} with a code. */
    static Verdict failed(EntailException cause) {
        return new Failed(cause.getMessage(), cause);
    }
}
