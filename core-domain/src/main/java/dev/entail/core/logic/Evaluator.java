package dev.entail.core.logic;

import dev.entail.core.error.EntailException;
import dev.entail.core.logic.BooleanExpression.And;
import dev.entail.core.logic.BooleanExpression.Atom;
import dev.entail.core.logic.BooleanExpression.Not;
import dev.entail.core.logic.BooleanExpression.Or;
import dev.entail.core.logic.BooleanExpression.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks through one expression. */
final class Evaluator<A> {
    private final Function<? super A, ? extends @Nullable Verdict> handler;

    /** What encloses the atom that is being asked, the outermost first. */
    private final List<BooleanExpression<A>> stack = new ArrayList<>();

    Evaluator(Function<? super A, ? extends @Nullable Verdict> handler) {
        this.handler = handler;
    }

    Evaluation<A> evaluate(BooleanExpression<A> expression) {
        return walk(expression, false);
    }

    private Evaluation<A> walk(BooleanExpression<A> expression, boolean inverse) {
        if (expression instanceof Atom<A>(A data)) {
            return ask(data, inverse);
        }
        stack.add(expression);
        Evaluation<A> result = switch (expression) {
            case Atom<A> atom -> throw new AssertionError("asked above");
            case Not<A>(BooleanExpression<A> operand) -> walk(operand, !inverse);
            case And<A>(BooleanExpression<A> left, BooleanExpression<A> right) ->
                inverse ? either(left, right, true) : both(left, right, false);
            case Or<A>(BooleanExpression<A> left, BooleanExpression<A> right) ->
                inverse ? both(left, right, true) : either(left, right, false);
        };
        stack.removeLast();
        return result;
    }

    private Evaluation<A> both(BooleanExpression<A> left, BooleanExpression<A> right, boolean inverse) {
        return switch (walk(left, inverse)) {
            case Evaluation.Failure<A> failure -> failure;
            case Evaluation.Success<A> first -> first.and(walk(right, inverse));
        };
    }

    private Evaluation<A> either(BooleanExpression<A> left, BooleanExpression<A> right, boolean inverse) {
        return switch (walk(left, inverse)) {
            case Evaluation.Success<A> success -> success;
            case Evaluation.Failure<A> failure -> walk(right, inverse);
        };
    }

    private Evaluation<A> ask(A data, boolean inverse) {
        Verdict verdict = handler.apply(data);
        return switch (verdict) {
            case null -> failure(data, "gave no verdict", null, inverse);
            case Verdict.Failed(String error, EntailException cause) -> failure(data, error, cause, inverse);
            case Verdict.Yes yes ->
                inverse ? failure(data, "holds, but must not", null, true) : new Evaluation.Success<>(List.of(data));
            case Verdict.No no ->
                inverse ? new Evaluation.Success<>(List.of()) : failure(data, "does not hold", null, false);
        };
    }

    private Evaluation<A> failure(A data, String error, @Nullable EntailException cause, boolean inverse) {
        return new Evaluation.Failure<>(data, error, cause, inverse, stack);
    }

    static <A, B> BooleanExpression<B> expand(
            BooleanExpression<A> expression, Side side, BiFunction<? super A, Side, BooleanExpression<B>> function) {
        return switch (expression) {
            case Atom<A>(A data) -> function.apply(data, side);
            case And<A>(BooleanExpression<A> left, BooleanExpression<A> right) ->
                new And<>(expand(left, Side.LEFT, function), expand(right, Side.RIGHT, function));
            case Or<A>(BooleanExpression<A> left, BooleanExpression<A> right) ->
                new Or<>(expand(left, Side.LEFT, function), expand(right, Side.RIGHT, function));
            case Not<A>(BooleanExpression<A> operand) -> new Not<>(expand(operand, Side.LEFT, function));
        };
    }

    static <A> String bracketed(BooleanExpression<A> part, Function<? super A, String> atom, Class<?>... kinds) {
        String text = part.describe(atom);
        for (Class<?> kind : kinds) {
            if (kind.isInstance(part)) {
                return "(" + text + ")";
            }
        }
        return text;
    }
}
