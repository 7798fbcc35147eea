package dev.entail.testkit.reference;

import dev.entail.core.query.Aggregate.Function;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One number about many values of one type, none of them null (STO-181). */
final class Totals {
    private static final int SCALE = 10;

    private Totals() {}

    static @Nullable Object of(Function function, List<Object> values) {
        if (function == Function.COUNT) {
            return (long) values.size();
        }
        if (values.isEmpty()) {
            return null;
        }
        return switch (function) {
            case MIN -> values.stream().min(Comparing::order).orElseThrow();
            case MAX -> values.stream().max(Comparing::order).orElseThrow();
            case SUM -> sum(values);
            case AVG -> mean(values);
            case COUNT -> throw new IllegalArgumentException("Counted already");
        };
    }

    private static Object sum(List<Object> values) {
        return switch (values.get(0)) {
            case Long first -> values.stream().mapToLong(value -> (Long) value).reduce(0, Math::addExact);
            case Double first ->
                values.stream().mapToDouble(value -> (Double) value).sum();
            default ->
                canonical(values.stream().map(value -> (BigDecimal) value).reduce(BigDecimal.ZERO, BigDecimal::add));
        };
    }

    private static Object mean(List<Object> values) {
        Object sum = sum(values);
        return sum instanceof Double number
                ? (Object) (number / values.size())
                : canonical(new BigDecimal(sum.toString())
                        .divide(BigDecimal.valueOf(values.size()), SCALE, RoundingMode.HALF_EVEN));
    }

    private static Object canonical(BigDecimal number) {
        return Objects.requireNonNull(ValueType.DECIMAL.normalize(number, "total"));
    }
}
