package dev.entail.core.expression;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A formula that is true or false: an inequality, or with {@link Sign#EQUAL} an equation (RTM-06). Immutable. */
public record Comparison(Expression left, Sign sign, Expression right) implements Formula {
    /** By so much two sides that are equal may differ. */
    public static final double TOLERANCE = 1e-10;

    /** How both sides are compared. */
    public enum Sign {
        /** The left one is more. */
        GREATER(">"),
        /** The left one is less. */
        LESS("<"),
        /** They differ by at most 1e-10. */
        EQUAL("=");

        private final String symbol;

        Sign(String symbol) {
            this.symbol = symbol;
        }

        /** How it is written. */
        public String symbol() {
            return symbol;
        }
    }

    public Comparison {
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(sign, "sign");
        Objects.requireNonNull(right, "right");
    }

    /**
     * Whether it is true.
     *
     * @param values of all variables; others do not matter
     * @throws EntailException as {@link Expression#evaluate} does
     */
    public boolean evaluate(Map<String, ? extends Number> values) {
        double first = left.evaluate(values);
        double second = right.evaluate(values);
        return switch (sign) {
            case GREATER -> first > second;
            case LESS -> first < second;
            case EQUAL -> Math.abs(first - second) <= TOLERANCE;
        };
    }

    /**
     * For which values of its one variable both sides are equal (RTM-07); for an inequality these are the values at which its
     * truth can change. Linear equations are solved, powers and roots of what can be solved, and quadratic ones.
     *
     * @throws EntailException {@code EXPRESSION_VARIABLE} if there is not exactly one variable, {@code
     *     EXPRESSION_UNDEFINED} if a part without the variable has no value
     */
    public Solution solve() {
        List<String> variables = variables();
        if (variables.size() != 1) {
            throw new EntailException(
                    ErrorCode.EXPRESSION_VARIABLE,
                    "'" + this + "' has the variables " + variables
                            + "; it can be solved for exactly one, so replace the others by their values");
        }
        return Solver.solve(left, right);
    }

    @Override
    public List<String> variables() {
        Set<String> names = new LinkedHashSet<>(left.variables());
        names.addAll(right.variables());
        return List.copyOf(names);
    }

    @Override
    public Comparison replacing(String variable, Expression by) {
        return new Comparison(left.replacing(variable, by), sign, right.replacing(variable, by));
    }

    @Override
    public String toString() {
        return left + " " + sign.symbol() + " " + right;
    }
}
