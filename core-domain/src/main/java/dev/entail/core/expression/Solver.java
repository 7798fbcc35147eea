package dev.entail.core.expression;

import dev.entail.core.expression.Expression.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Solves an equation with one variable: takes off what surrounds the variable, layer by layer, and solves what is left as a
 * polynomial. Not thread-safe.
 */
final class Solver {
    private final TreeSet<Double> roots = new TreeSet<>();
    private boolean complete = true;

    private Solver() {}

    static Solution solve(Expression left, Expression right) {
        Solver solver = new Solver();
        if (right.variables().isEmpty()) {
            solver.solve(left, constant(right));
        } else if (left.variables().isEmpty()) {
            solver.solve(right, constant(left));
        } else {
            solver.solve(left.subtract(right), 0);
        }
        return new Solution(List.copyOf(solver.roots), solver.complete);
    }

    /** The value of an expression without variables. */
    static double constant(Expression expression) {
        return expression.evaluate(Map.of());
    }

    /** The real numbers whose power is {@code power}; what is as good as zero is zero. */
    static List<Double> rootsOf(double power, double exponent) {
        double root = Math.pow(Math.abs(power), 1 / exponent);
        if (exponent == 3) {
            return List.of(Math.cbrt(power));
        }
        if (isWhole(exponent / 2)) {
            return power < -Comparison.TOLERANCE ? List.of() : power <= 0 ? List.of(0.0) : List.of(-root, root);
        }
        if (power < 0) {
            return isWhole(exponent) ? List.of(-root) : List.of();
        }
        return List.of(root);
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number);
    }

    private void solve(Expression expression, double value) {
        Optional<Polynomial> polynomial = Polynomial.of(expression).map(each -> each.minus(value));
        if (polynomial.isPresent() && polynomial.get().degree() <= 1) {
            add(polynomial.get().roots());
        } else if (!takeOff(expression, value)) {
            add(polynomial.flatMap(Polynomial::roots));
        }
    }

    private void add(Optional<List<Double>> found) {
        found.ifPresentOrElse(
                each -> each.stream()
                        .filter(Double::isFinite)
                        // There is one zero.
                        .map(root -> root + 0.0)
                        .forEach(roots::add),
                () -> complete = false);
    }

    /** Takes off the outermost layer, if the variable is in one place of it. */
    private boolean takeOff(Expression expression, double value) {
        return switch (expression) {
            case Expression.Constant constant -> false;
            case Expression.Variable variable -> false;
            case Expression.SquareRoot root -> {
                if (value >= -Comparison.TOLERANCE) {
                    solve(root.operand(), value <= 0 ? 0 : value * value);
                }
                yield true;
            }
            case Operation operation ->
                operation.right().variables().isEmpty()
                        ? takeOffRight(operation, constant(operation.right()), value)
                        : operation.left().variables().isEmpty()
                                && takeOffLeft(operation, constant(operation.left()), value);
        };
    }

    private boolean takeOffRight(Operation operation, double right, double value) {
        Expression rest = operation.left();
        switch (operation.operator()) {
            case ADD -> solve(rest, value - right);
            case SUBTRACT -> solve(rest, value + right);
            case MULTIPLY -> {
                if (right == 0.0) {
                    return false;
                }
                solve(rest, value / right);
            }
            case DIVIDE -> solve(rest, value * right);
            case POWER -> {
                if (right <= 0.0) {
                    return false;
                }
                rootsOf(value, right).forEach(root -> solve(rest, root));
            }
        }
        return true;
    }

    /** What divides by the variable, or raises to its power, changes its sign elsewhere than at its roots. */
    private boolean takeOffLeft(Operation operation, double left, double value) {
        Expression rest = operation.right();
        switch (operation.operator()) {
            case ADD -> solve(rest, value - left);
            case SUBTRACT -> solve(rest, left - value);
            case MULTIPLY -> {
                if (left == 0.0) {
                    return false;
                }
                solve(rest, value / left);
            }
            case DIVIDE, POWER -> {
                return false;
            }
        }
        return true;
    }
}
