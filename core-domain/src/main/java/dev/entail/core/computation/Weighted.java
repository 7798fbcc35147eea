package dev.entail.core.computation;

import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A value and how much it counts.
 *
 * @param weight how much; negative to take away, null for not at all
 * @param value the value, or null for none
 */
public record Weighted(@Nullable Number weight, @Nullable Number value) {
    /** Weight times value as a number of {@code type}; exact unless the type is {@code NUMBER}. */
    @Nullable
    Number product(ValueType type) {
        Number left = weight;
        Number right = value;
        if (left == null || right == null) {
            return null;
        }
        if (type == ValueType.NUMBER) {
            return left.doubleValue() * right.doubleValue();
        }
        BigDecimal exactLeft = exact(left);
        BigDecimal exactRight = exact(right);
        return exactLeft == null || exactRight == null ? null : exactLeft.multiply(exactRight);
    }

    private static @Nullable BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Double floating -> Double.isFinite(floating) ? BigDecimal.valueOf(floating) : null;
            default -> BigDecimal.valueOf(number.longValue());
        };
    }
}
