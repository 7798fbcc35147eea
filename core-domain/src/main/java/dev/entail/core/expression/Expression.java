package dev.entail.core.expression;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A formula that yields a number (RTM-06), in floating-point arithmetic. Immutable: every method returns a new expression.
 *
 * <pre>{@code
 * Expression.variable("x").add(5).multiply(2).evaluate(Map.of("x", 3))   // 16
 * }</pre>
 */
public sealed interface Expression extends Formula {
    /**
     * A number.
     *
     * @param value finite
     */
    record Constant(double value) implements Expression {
        public Constant {
            value = defined(value, "A number");
        }

        @Override
        public String toString() {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
    }

    /**
     * A variable.
     *
     * @param name under which its value is given
     */
    record Variable(String name) implements Expression {
        public Variable {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** One expression and another. */
    record Operation(Operator operator, Expression left, Expression right) implements Expression {
        public Operation {
            Objects.requireNonNull(operator, "operator");
            Objects.requireNonNull(left, "left");
            Objects.requireNonNull(right, "right");
        }

        @Override
        public String toString() {
            return "(" + left + " " + operator.symbol() + " " + right + ")";
        }
    }

    /** The root of an expression that is not negative. */
    record SquareRoot(Expression operand) implements Expression {
        public SquareRoot {
            Objects.requireNonNull(operand, "operand");
        }

        @Override
        public String toString() {
            return "sqrt(" + operand + ")";
        }
    }

    /** What is done with two numbers. */
    enum Operator {
        /** Sum. */
        ADD("+"),
        /** Difference. */
        SUBTRACT("-"),
        /** Product. */
        MULTIPLY("*"),
        /** Quotient. */
        DIVIDE("/"),
        /** Power. */
        POWER("^");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** How it is written. */
        public String symbol() {
            return symbol;
        }
    }

    /** A number. */
    static Expression number(double value) {
        return new Constant(value);
    }

    /** A variable. */
    static Expression variable(String name) {
        return new Variable(name);
    }

    /** This and another. */
    default Expression add(Expression other) {
        return new Operation(Operator.ADD, this, other);
    }

    /** This and a number. */
    default Expression add(double other) {
        return add(number(other));
    }

    /** This less another. */
    default Expression subtract(Expression other) {
        return new Operation(Operator.SUBTRACT, this, other);
    }

    /** This less a number. */
    default Expression subtract(double other) {
        return subtract(number(other));
    }

    /** This times another. */
    default Expression multiply(Expression other) {
        return new Operation(Operator.MULTIPLY, this, other);
    }

    /** This times a number. */
    default Expression multiply(double other) {
        return multiply(number(other));
    }

    /** This by another. */
    default Expression divide(Expression other) {
        return new Operation(Operator.DIVIDE, this, other);
    }

    /** This by a number. */
    default Expression divide(double other) {
        return divide(number(other));
    }

    /** This to the power of another. */
    default Expression power(Expression other) {
        return new Operation(Operator.POWER, this, other);
    }

    /** This to the power of a number. */
    default Expression power(double other) {
        return power(number(other));
    }

    /** The square root of this. */
    default Expression sqrt() {
        return new SquareRoot(this);
    }

    /** Whether this is more than another. */
    default Comparison greaterThan(Expression other) {
        return new Comparison(this, Comparison.Sign.GREATER, other);
    }

    /** Whether this is more than a number. */
    default Comparison greaterThan(double other) {
        return greaterThan(number(other));
    }

    /** Whether this is less than another. */
    default Comparison lessThan(Expression other) {
        return new Comparison(this, Comparison.Sign.LESS, other);
    }

    /** Whether this is less than a number. */
    default Comparison lessThan(double other) {
        return lessThan(number(other));
    }

    /** Whether this is equal to another. */
    default Comparison equalTo(Expression other) {
        return new Comparison(this, Comparison.Sign.EQUAL, other);
    }

    /** Whether this is equal to a number. */
    default Comparison equalTo(double other) {
        return equalTo(number(other));
    }

    /**
     * The number that this yields.
     *
     * @param values of all variables; others do not matter
     * @throws EntailException {@code EXPRESSION_VARIABLE} if the value of a variable is missing, {@code
     *     EXPRESSION_UNDEFINED} if something is divided by zero, the root of a negative number is taken, or a result is not
     *     finite
     */
    default double evaluate(Map<String, ? extends Number> values) {
        return switch (this) {
            case Constant constant -> constant.value();
            case Variable variable -> {
                Number value = values.get(variable.name());
                if (value == null) {
                    throw new EntailException(
                            ErrorCode.EXPRESSION_VARIABLE,
                            "Variable " + variable.name() + " not found; there are values of " + values.keySet());
                }
                yield defined(value.doubleValue(), "Variable " + variable.name());
            }
            case Operation operation ->
                defined(
                        apply(
                                operation.operator(),
                                operation.left().evaluate(values),
                                operation.right().evaluate(values)),
                        operation.toString());
            case SquareRoot root -> defined(Math.sqrt(root.operand().evaluate(values)), root.toString());
        };
    }

    @Override
    default List<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        collect(names);
        return new ArrayList<>(names);
    }

    private void collect(Set<String> names) {
        switch (this) {
            case Constant constant -> {}
            case Variable variable -> names.add(variable.name());
            case Operation operation -> {
                operation.left().collect(names);
                operation.right().collect(names);
            }
            case SquareRoot root -> root.operand().collect(names);
        }
    }

    @Override
    default Expression replacing(String variable, Expression by) {
        return switch (this) {
            case Constant constant -> constant;
            case Variable named -> named.name().equals(variable) ? by : named;
            case Operation operation ->
                new Operation(
                        operation.operator(),
                        operation.left().replacing(variable, by),
                        operation.right().replacing(variable, by));
            case SquareRoot root -> new SquareRoot(root.operand().replacing(variable, by));
        };
    }

    private static double apply(Operator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case POWER -> Math.pow(left, right);
        };
    }

    private static double defined(double value, String what) {
        if (!Double.isFinite(value)) {
            throw new EntailException(
                    ErrorCode.EXPRESSION_UNDEFINED,
                    what
                            + " is not a finite number; see to it that nothing is divided by zero, no root of a"
                            + " negative number is taken and nothing grows out of range");
        }
        return value;
    }
}
