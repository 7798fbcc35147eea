package dev.entail.core.expression;

import dev.entail.core.expression.Expression.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An expression as a sum of powers of its one variable. Immutable. */
final class Polynomial {
    private static final int HIGHEST = 32;

    /** So much the discriminant of a quadratic equation with one root may be off. */
    private static final double ROUNDING = 1e-15;

    /** Of the powers from 0 on; the last one is not zero unless it is the only one. */
    private final double[] factors;

    private Polynomial(double[] factors) {
        this.factors = factors;
    }

    private static Optional<Polynomial> of(double... factors) {
        int length = factors.length;
        while (length > 1 && factors[length - 1] == 0.0) {
            length--;
        }
        return length > HIGHEST + 1 || !Arrays.stream(factors).allMatch(Double::isFinite)
                ? Optional.empty()
                : Optional.of(new Polynomial(Arrays.copyOf(factors, length)));
    }

    /** Empty if it is none, or one of a high degree. */
    static Optional<Polynomial> of(Expression expression) {
        if (expression.variables().isEmpty()) {
            return of(Solver.constant(expression));
        }
        return switch (expression) {
            case Expression.Constant constant -> of(constant.value());
            case Expression.Variable variable -> of(0, 1);
            case Operation operation ->
                of(operation.left())
                        .flatMap(left -> of(operation.right()).flatMap(right -> left.with(operation, right)));
            case Expression.SquareRoot root -> Optional.empty();
        };
    }

    private Optional<Polynomial> with(Operation operation, Polynomial other) {
        return switch (operation.operator()) {
            case ADD -> plus(1, other);
            case SUBTRACT -> plus(-1, other);
            case MULTIPLY -> times(other);
            case DIVIDE ->
                other.degree() == 0 && other.factors[0] != 0.0
                        ? of(Arrays.stream(factors)
                                .map(each -> each / other.factors[0])
                                .toArray())
                        : Optional.empty();
            case POWER -> other.degree() == 0 ? power(other.factors[0]) : Optional.empty();
        };
    }

    private Optional<Polynomial> plus(double sign, Polynomial other) {
        double[] sum = Arrays.copyOf(factors, Math.max(factors.length, other.factors.length));
        for (int i = 0; i < other.factors.length; i++) {
            sum[i] += sign * other.factors[i];
        }
        return of(sum);
    }

    private Optional<Polynomial> times(Polynomial other) {
        double[] product = new double[factors.length + other.factors.length - 1];
        for (int i = 0; i < factors.length; i++) {
            for (int j = 0; j < other.factors.length; j++) {
                product[i + j] += factors[i] * other.factors[j];
            }
        }
        return of(product);
    }

    private Optional<Polynomial> power(double exponent) {
        if (exponent != Math.rint(exponent) || exponent < 0 || exponent * Math.max(1, degree()) > HIGHEST) {
            return Optional.empty();
        }
        Optional<Polynomial> result = of(1);
        for (int i = 0; i < exponent; i++) {
            result = result.flatMap(this::times);
        }
        return result;
    }

    int degree() {
        return factors.length - 1;
    }

    /** The same less a number. */
    Polynomial minus(double number) {
        double[] less = factors.clone();
        less[0] -= number;
        return new Polynomial(less);
    }

    /** Where it is zero, if that is known. */
    Optional<List<Double>> roots() {
        return switch (degree()) {
            case 0 -> Optional.of(Math.abs(factors[0]) <= Comparison.TOLERANCE ? List.of(0.0) : List.of());
            case 1 -> Optional.of(List.of(-factors[0] / factors[1]));
            case 2 -> Optional.of(quadratic(factors[2], factors[1], factors[0]));
            default ->
                isPurePower()
                        ? Optional.of(Solver.rootsOf(-factors[0] / factors[degree()], degree()))
                        : Optional.empty();
        };
    }

    private boolean isPurePower() {
        return Arrays.stream(factors, 1, degree()).allMatch(each -> each == 0.0);
    }

    private static List<Double> quadratic(double a, double b, double c) {
        double discriminant = b * b - 4 * a * c;
        if (Math.abs(discriminant) <= ROUNDING * Math.max(b * b, Math.abs(4 * a * c))) {
            return List.of(-b / (2 * a));
        }
        if (discriminant < 0) {
            return List.of();
        }
        // Of the two sums the one that does not cancel out; the other root follows from the product of both.
        double sum = -(b + Math.copySign(Math.sqrt(discriminant), b)) / 2;
        return List.of(sum / a, c / sum);
    }
}
