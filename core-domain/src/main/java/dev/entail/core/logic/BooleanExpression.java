package dev.entail.core.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Atoms put together with and, or, not (BEX-01). Immutable; combining makes a new expression and leaves the parts alone
 * (BEX-03). An {@code and} or {@code or} with one side only does not exist: it is that side (BEX-05).
 *
 * @param <A> what can be asked
 */
public sealed interface BooleanExpression<A> {
    /**
     * Something that can be asked.
     *
     * @param data what; never null
     */
    record Atom<A>(A data) implements BooleanExpression<A> {
        public Atom {
            Objects.requireNonNull(data, "data");
        }
    }

    /** Both hold. */
    record And<A>(BooleanExpression<A> left, BooleanExpression<A> right) implements BooleanExpression<A> {
        public And {
            Objects.requireNonNull(left, "left");
            Objects.requireNonNull(right, "right");
        }
    }

    /** At least one holds. */
    record Or<A>(BooleanExpression<A> left, BooleanExpression<A> right) implements BooleanExpression<A> {
        public Or {
            Objects.requireNonNull(left, "left");
            Objects.requireNonNull(right, "right");
        }
    }

    /** It does not hold. */
    record Not<A>(BooleanExpression<A> operand) implements BooleanExpression<A> {
        public Not {
            Objects.requireNonNull(operand, "operand");
        }
    }

    /** Where an atom stands below the expression that encloses it (BEX-11). */
    enum Side {
        /** Nothing encloses it. */
        ROOT,
        /** The left side, or what is negated. */
        LEFT,
        /** The right side. */
        RIGHT
    }

    /** An expression of one atom. */
    static <A> BooleanExpression<A> atom(A data) {
        return new Atom<>(data);
    }

    /** This one and the other; left to right. */
    default BooleanExpression<A> and(BooleanExpression<A> other) {
        return new And<>(this, other);
    }

    /** This one or the other; left to right. */
    default BooleanExpression<A> or(BooleanExpression<A> other) {
        return new Or<>(this, other);
    }

    /** Not this one. */
    default BooleanExpression<A> not() {
        return new Not<>(this);
    }

    /**
     * All of these, from left to right; nulls are left out. Empty if nothing is left, which means that there is no
     * restriction (BEX-04).
     */
    @SafeVarargs
    static <A> Optional<BooleanExpression<A>> allOf(@Nullable BooleanExpression<A>... parts) {
        return combined(parts, BooleanExpression::and);
    }

    /**
     * At least one of these, from left to right; nulls are left out. Empty if nothing is left, which means that there is no
     * restriction (BEX-04).
     */
    @SafeVarargs
    static <A> Optional<BooleanExpression<A>> anyOf(@Nullable BooleanExpression<A>... parts) {
        return combined(parts, BooleanExpression::or);
    }

    private static <A> Optional<BooleanExpression<A>> combined(
            @Nullable BooleanExpression<A>[] parts, BinaryOperator<BooleanExpression<A>> how) {
        List<BooleanExpression<A>> present = new ArrayList<>();
        for (BooleanExpression<A> part : parts) {
            if (part != null) {
                present.add(part);
            }
        }
        return present.stream().reduce(how);
    }

    /**
     * Asks as many atoms as are needed, from left to right (BEX-06). A negation is moved to the atoms by the laws of De
     * Morgan, however deep they stand (BEX-08). An atom that cannot say yes or no fails below any number of negations
     * (BEX-07).
     *
     * <p>The handler answers with a {@link Verdict}, and a verdict cannot be a promise of one: what takes time is waited for
     * inside the handler (BEX-10). What the handler throws comes through.
     *
     * @param handler asks one atom; null is no answer and fails
     */
    default Evaluation<A> evaluate(Function<? super A, ? extends @Nullable Verdict> handler) {
        return new Evaluator<A>(handler).evaluate(this);
    }

    /** The same shape with each atom replaced (BEX-11). */
    default <B> BooleanExpression<B> map(BiFunction<? super A, Side, ? extends B> function) {
        return expand((data, side) -> atom(function.apply(data, side)));
    }

    /** The same shape with an expression in the place of each atom (BEX-11). */
    default <B> BooleanExpression<B> expand(BiFunction<? super A, Side, BooleanExpression<B>> function) {
        return Evaluator.expand(this, Side.ROOT, function);
    }

    /** The first atom that satisfies a condition, from left to right (BEX-11). */
    default Optional<A> find(Predicate<? super A> condition) {
        return atoms().stream().filter(condition).findFirst();
    }

    /** All atoms, from left to right; one that stands in two places is there twice. */
    default List<A> atoms() {
        List<A> atoms = new ArrayList<>();
        map((data, side) -> {
            atoms.add(data);
            return Boolean.TRUE;
        });
        return List.copyOf(atoms);
    }

    /** The expression in words, with as few brackets as are needed: {@code a and not (b or c)}. */
    default String describe(Function<? super A, String> atom) {
        return switch (this) {
            case Atom<A>(A data) -> atom.apply(data);
            case And<A>(BooleanExpression<A> left, BooleanExpression<A> right) ->
                Evaluator.bracketed(left, atom, Or.class) + " and "
                        + Evaluator.bracketed(right, atom, Or.class, And.class);
            case Or<A>(BooleanExpression<A> left, BooleanExpression<A> right) ->
                Evaluator.bracketed(left, atom, And.class) + " or "
                        + Evaluator.bracketed(right, atom, And.class, Or.class);
            case Not<A>(BooleanExpression<A> operand) ->
                "not " + Evaluator.bracketed(operand, atom, And.class, Or.class);
        };
    }
}
