package dev.entail.core.expression;

import static dev.entail.core.expression.Expression.number;
import static dev.entail.core.expression.Expression.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.entail.core.error.EntailException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Formulas")
class FormulaTest {
    private static final Expression X = variable("x");
    private static final Expression Y = variable("y");

    private static void assertCode(String code, String message, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOf(EntailException.class)
                .hasMessageContaining(message)
                .extracting("code")
                .isEqualTo(code);
    }

    private static List<Double> roots(Comparison comparison) {
        Solution solution = comparison.solve();
        assertThat(solution.isComplete()).as(comparison.toString()).isTrue();
        return solution.roots();
    }

    @Test
    @DisplayName("T-MTH-01 RTM-06 expressions are evaluated")
    void evaluation() {
        assertThat(number(2).add(3).multiply(4).evaluate(Map.of())).isEqualTo(20);
        assertThat(X.add(5).multiply(2).evaluate(Map.of("x", 3))).isEqualTo(16);
        assertThat(X.power(2).add(number(3).multiply(X)).add(2).evaluate(Map.of("x", 2L)))
                .isEqualTo(12);
        assertThat(number(2).multiply(X).add(Y.add(3)).evaluate(Map.of("x", 2, "y", 4)))
                .isEqualTo(11);
        assertThat(number(16).sqrt().evaluate(Map.of())).isEqualTo(4);
        assertThat(X.subtract(Y).divide(Y).evaluate(Map.of("x", 9, "y", 2))).isEqualTo(3.5);
        assertThat(X.add(5).replacing("x", Y.multiply(2)).evaluate(Map.of("y", 3)))
                .isEqualTo(11);
    }

    @Test
    @DisplayName("T-MTH-01 RTM-06 variables come each once, in the order in which they appear")
    void variables() {
        assertThat(X.add(Y).multiply(variable("z")).variables()).containsExactly("x", "y", "z");
        assertThat(Y.sqrt().lessThan(X.add(Y)).variables()).containsExactly("y", "x");
        assertThat(number(1).variables()).isEmpty();
    }

    @Test
    @DisplayName("T-MTH-01 RTM-06 what has no value is refused: division by zero, a missing variable, a root, infinity")
    void undefined() {
        assertCode("EXPRESSION_UNDEFINED", "(5 / x)", () -> number(5).divide(X).evaluate(Map.of("x", 0)));
        assertCode("EXPRESSION_VARIABLE", "Variable y not found", () -> X.add(Y).evaluate(Map.of("x", 1)));
        assertCode("EXPRESSION_UNDEFINED", "sqrt(x)", () -> X.sqrt().evaluate(Map.of("x", -1)));
        assertCode("EXPRESSION_UNDEFINED", "(x ^ 400)", () -> X.power(400).evaluate(Map.of("x", 10)));
        assertCode("EXPRESSION_UNDEFINED", "A number", () -> number(Double.NaN));
    }

    @Test
    @DisplayName("RTM-06 comparisons are true or false, equations with a tolerance of 1e-10")
    void comparisons() {
        assertThat(X.greaterThan(Y).evaluate(Map.of("x", 2, "y", 1))).isTrue();
        assertThat(X.greaterThan(2).evaluate(Map.of("x", 2))).isFalse();
        assertThat(X.lessThan(2).evaluate(Map.of("x", 1))).isTrue();
        assertThat(X.equalTo(2).evaluate(Map.of("x", 2 + 1e-11))).isTrue();
        assertThat(X.equalTo(2).evaluate(Map.of("x", 2 + 1e-9))).isFalse();
    }

    @Test
    @DisplayName("T-MTH-02 RTM-07 linear equations, powers, roots, and inequalities as if both sides were equal")
    void solutions() {
        assertThat(roots(X.multiply(3).add(2).equalTo(11))).containsExactly(3.0);
        assertThat(roots(X.multiply(2).add(1).equalTo(X.add(4)))).containsExactly(3.0);
        assertThat(roots(X.power(2).equalTo(16))).containsExactly(-4.0, 4.0);
        assertThat(roots(X.power(3).equalTo(27))).containsExactly(3.0);
        assertThat(roots(X.power(3).equalTo(-8))).containsExactly(-2.0);
        assertThat(roots(X.power(2).equalTo(-1))).isEmpty();
        assertThat(roots(X.add(1).equalTo(X.add(2)))).as("contradiction").isEmpty();
        assertThat(roots(X.equalTo(X))).as("identity").containsExactly(0.0);
        assertThat(roots(X.multiply(2).add(1).greaterThan(7))).containsExactly(3.0);
        assertThat(roots(number(7).lessThan(X.multiply(2).add(1)))).containsExactly(3.0);
        assertThat(roots(X.power(2).add(9).sqrt().equalTo(5))).containsExactly(-4.0, 4.0);
        assertThat(roots(X.sqrt().equalTo(-1))).isEmpty();
        assertThat(roots(X.power(2).add(X.multiply(3)).equalTo(-2))).containsExactly(-2.0, -1.0);
        assertThat(roots(X.multiply(X).equalTo(X.multiply(2).subtract(1)))).containsExactly(1.0);
        assertThat(roots(number(10).subtract(X.subtract(5).power(3).divide(2)).equalTo(-3.5)))
                .containsExactly(8.0);
        assertThat(roots(X.power(0.5).equalTo(3))).containsExactly(9.0);
    }

    @Test
    @DisplayName("RTM-07 what cannot be solved says so; an equation needs exactly one variable")
    void unsolvable() {
        for (Comparison each : List.of(
                X.sqrt().equalTo(X),
                number(1).divide(X).greaterThan(0),
                number(2).power(X).equalTo(8),
                X.power(3).add(X).equalTo(2),
                X.power(-1).equalTo(2))) {
            assertThat(each.solve()).as(each.toString()).isEqualTo(new Solution(List.of(), false));
        }
        assertCode("EXPRESSION_VARIABLE", "[x, y]", () -> X.add(Y).equalTo(1).solve());
        assertCode("EXPRESSION_VARIABLE", "[]", () -> number(1).equalTo(1).solve());
    }

    @Test
    @DisplayName(
            "RTM-07 the roots of random equations, substituted, satisfy them; one that is known to be a root is found")
    void randomEquations() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            double root = random.nextInt(-50, 50) / 4.0;
            Expression side = side(random, 4);
            Comparison equation = side.equalTo(side.evaluate(Map.of("x", root)));
            Solution solution = equation.solve();
            String what = equation + " with root " + root + ", seed " + seed;
            assertThat(solution.isComplete()).as(what).isTrue();
            for (double each : solution.roots()) {
                double expected = equation.right().evaluate(Map.of());
                assertThat(equation.left().evaluate(Map.of("x", each)))
                        .as(what + " at " + each)
                        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
            }
            if (isClear(equation, root)) {
                assertThat(solution.roots()).as(what).anyMatch(each -> Math.abs(each - root) < 1e-4);
            }
        }
    }

    /** Whether both sides differ around a root by more than rounding. */
    private static boolean isClear(Comparison equation, double root) {
        double value = equation.right().evaluate(Map.of());
        return List.of(root - 0.01, root + 0.01).stream()
                .allMatch(x -> Math.abs(equation.left().evaluate(Map.of("x", x)) - value) > 1e-6 * Math.max(1, value));
    }

    /** The variable under some layers that can be taken off again. */
    private static Expression side(Random random, int layers) {
        Expression side = random.nextInt(4) == 0 ? X.multiply(3).subtract(X) : X;
        for (int i = 0; i < layers; i++) {
            double number = random.nextInt(1, 9) / 2.0;
            side = switch (random.nextInt(8)) {
                case 0 -> side.add(number);
                case 1 -> side.subtract(number);
                case 2 -> number(number).subtract(side);
                case 3 -> side.multiply(number);
                case 4 -> side.divide(number);
                case 5 -> side.power(random.nextInt(2, 4));
                case 6 -> side.power(2).sqrt();
                default -> number(number).add(side);
            };
        }
        return side;
    }
}
