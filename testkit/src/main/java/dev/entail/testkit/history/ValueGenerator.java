package dev.entail.testkit.history;

import dev.entail.core.definition.Property;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Small values that are often equal, so that conditions hold and keys clash. Sums of them are exact. H2 compares texts by
 * their UTF-16 units, so no pattern counts characters beyond the basic plane and no text is in order with them.
 */
final class ValueGenerator {
    private static final List<String> TEXTS =
            List.of("", "a", "b", "ab", "A", "a ", "é", "%", "_b", "\\", "'", "\uD83E\uDD89");
    private static final List<Long> INTEGERS = List.of(-2L, -1L, 0L, 1L, 2L, 3L, 1_000_000_000_000L);
    private static final List<BigDecimal> DECIMALS =
            List.of(BigDecimal.ZERO, new BigDecimal("0.5"), new BigDecimal("-1.25"), new BigDecimal("100.0000000001"));
    private static final List<Double> NUMBERS = List.of(0.0, 0.5, -1.25, 3.0, 1048576.25);
    private static final List<Instant> INSTANTS = List.of(
            Instant.EPOCH,
            Instant.parse("2024-02-29T23:59:59.999Z"),
            Instant.parse("1969-12-31T23:59:59.001Z"),
            Instant.parse("2038-01-19T03:14:08Z"));
    private static final List<Object> JSONS = List.of(
            "plain", 5L, true, new BigDecimal("0.5"), List.of(), List.of(1L, "a"), Map.of(), Map.of("b", 1L, "a", ""));

    private final Choices choices;

    ValueGenerator(Choices choices) {
        this.choices = choices;
    }

    /** A value for a property. */
    Object value(Property<?> property) {
        if (!property.isList()) {
            return value(property.type());
        }
        List<Object> items = new ArrayList<>();
        int size = choices.below(4);
        for (int i = 0; i < size; i++) {
            items.add(value(property.type()));
        }
        return items;
    }

    Object value(ValueType type) {
        return switch (type) {
            case TEXT -> choices.of(TEXTS);
            case INTEGER -> choices.of(INTEGERS);
            case DECIMAL -> choices.of(DECIMALS);
            case NUMBER -> choices.of(NUMBERS);
            case BOOLEAN -> choices.below(2) == 0;
            case TIMESTAMP -> choices.of(INSTANTS);
            case JSON -> choices.of(JSONS);
        };
    }

    /** A pattern for texts. */
    String pattern() {
        return choices.of(Arrays.asList("%", "a%", "%b", "_b", "A_", "%\\%%", "\\_%", "a", "", "\\\\", "%é%"));
    }

    /** A value that does not fit a property. */
    Object misfit(Property<?> property) {
        return property.type() == ValueType.TEXT ? 5 : new Object[0];
    }
}
