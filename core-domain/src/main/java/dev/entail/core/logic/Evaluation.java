package dev.entail.core.logic;

import dev.entail.core.error.EntailException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of asking an expression (BEX-09). */
public sealed interface Evaluation<A> {
    /**
     * The expression holds.
     *
     * @param held the atoms that hold and because of which it does, in the order in which they were asked; without those of
     *     alternatives that failed in the end
     */
    record Success<A>(List<A> held) implements Evaluation<A> {
        public Success {
            held = List.copyOf(held);
        }

        /** What both come to. */
        Evaluation<A> and(Evaluation<A> other) {
            if (!(other instanceof Success<A>(List<A> more))) {
                return other;
            }
            List<A> all = new ArrayList<>(held);
            all.addAll(more);
            return new Success<>(all);
        }
    }

    /**
     * The expression does not hold, or nobody can tell. Of an {@code and} the first part that failed is reported, of an {@code
     * or} the last.
     *
     * @param atom which one was to blame
     * @param error why, in words
     * @param cause why, with a code, if the atom failed with one; else null
     * @param inverse whether the atom stands below an odd number of negations, so that it was not to hold
     * @param stack the expressions that enclose the atom, the outermost first
     */
    record Failure<A>(
            A atom, String error, @Nullable EntailException cause, boolean inverse, List<BooleanExpression<A>> stack)
            implements Evaluation<A> {
        public Failure {
            Objects.requireNonNull(atom, "atom");
            Objects.requireNonNull(error, "error");
            stack = List.copyOf(stack);
        }
    }

    /** Whether the expression holds. */
    default boolean holds() {
        return this instanceof Success<A>;
    }
}
