package dev.entail.core.computation;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
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
    /**
     * Weight times value as a number of {@code type}; exact unless the type is {@code NUMBER}.
     *
     * @throws EntailException {@code VALUE_OUT_OF_RANGE} if the type is {@code INTEGER} and the product is none
     */
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
        if (exactLeft == null || exactRight == null) {
            return null;
        }
        BigDecimal product = exactLeft.multiply(exactRight);
        return type == ValueType.INTEGER ? whole(product) : product;
    }

    private static Number whole(BigDecimal product) {
        try {
            return product.longValueExact();
        } catch (ArithmeticException e) {
            throw new EntailException(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    "Weight times value is " + product + ", which is no 64-bit integer; declare the sum as a decimal",
                    e);
        }
    }

    private static @Nullable BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Double floating -> Double.isFinite(floating) ? BigDecimal.valueOf(floating) : null;
            default -> BigDecimal.valueOf(number.longValue());
        };
    }
}
