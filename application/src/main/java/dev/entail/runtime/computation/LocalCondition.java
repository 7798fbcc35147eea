package dev.entail.runtime.computation;

import dev.entail.core.match.Match;
import dev.entail.core.match.Operator;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition that can be decided from the values of a record alone, as the database would (INC-04): comparisons of own values
 * with given ones. What is compared with null is unknown, and unknown is not enough.
 */
final class LocalCondition {
    private static final Set<Operator> OPERATORS =
            EnumSet.complementOf(EnumSet.of(Operator.LIKE, Operator.ILIKE, Operator.CONTAINS));

    /** Texts are ordered by code points on every database. */
    private static final Comparator<String> BY_CODE_POINTS = (left, right) -> {
        PrimitiveIterator.OfInt first = left.codePoints().iterator();
        PrimitiveIterator.OfInt second = right.codePoints().iterator();
        while (first.hasNext() && second.hasNext()) {
            int difference = Integer.compare(first.nextInt(), second.nextInt());
            if (difference != 0) {
                return difference;
            }
        }
        return Boolean.compare(first.hasNext(), second.hasNext());
    };

    private final RecordModel record;
    private final Match match;
    private final Set<String> names = new HashSet<>();

    private LocalCondition(RecordModel record, Match match) {
        this.record = record;
        this.match = match;
    }

    /** The condition, if it can be decided so. */
    static Optional<LocalCondition> of(RecordModel record, Match match) {
        LocalCondition condition = new LocalCondition(record, match);
        return condition.isLocal(match) ? Optional.of(condition) : Optional.empty();
    }

    /** Names of the values that it looks at. */
    Set<String> names() {
        return names;
    }

    /** Whether it holds for a record with these values; those that are not there are null. */
    boolean holds(Map<String, ? extends @Nullable Object> values) {
        return Boolean.TRUE.equals(decide(match, values));
    }

    private boolean isLocal(Match part) {
        return switch (part) {
            case Match.All all -> true;
            case Match.And and -> and.parts().stream().allMatch(this::isLocal);
            case Match.Or or -> or.parts().stream().allMatch(this::isLocal);
            case Match.Not not -> isLocal(not.part());
            case Match.Exists exists -> false;
            case Match.Comparison comparison -> {
                ValueModel value = record.values().get(comparison.path());
                names.add(comparison.path());
                yield value != null
                        && !value.discriminator()
                        && !value.property().isList()
                        && value.property().type() != ValueType.JSON
                        && OPERATORS.contains(comparison.operator())
                        && !hasField(comparison.operand());
            }
        };
    }

    private static boolean hasField(@Nullable Object operand) {
        return operand instanceof Match.Field
                || operand instanceof List<?> items && items.stream().anyMatch(LocalCondition::hasField);
    }

    /** True, false, or null for unknown. */
    private @Nullable Boolean decide(Match part, Map<String, ? extends @Nullable Object> values) {
        return switch (part) {
            case Match.All all -> true;
            case Match.And and -> join(and.parts(), values, false);
            case Match.Or or -> join(or.parts(), values, true);
            case Match.Not not -> {
                Boolean inner = decide(not.part(), values);
                yield inner == null ? null : !inner;
            }
            case Match.Comparison comparison -> compare(comparison, values.get(comparison.path()));
            case Match.Exists exists -> throw new IllegalStateException("It is not local");
        };
    }

    /** One part that is {@code decisive} decides; otherwise one that is unknown makes all unknown. */
    private @Nullable Boolean join(
            List<Match> parts, Map<String, ? extends @Nullable Object> values, boolean decisive) {
        boolean unknown = false;
        for (Match part : parts) {
            Boolean truth = decide(part, values);
            if (truth == null) {
                unknown = true;
            } else if (truth == decisive) {
                return decisive;
            }
        }
        return unknown ? null : !decisive;
    }

    private @Nullable Boolean compare(Match.Comparison comparison, @Nullable Object value) {
        Operator operator = comparison.operator();
        if (operator.isNullTest()) {
            return (value == null) == (operator == Operator.IS_NULL);
        }
        if (value == null) {
            return null;
        }
        Object operand = Objects.requireNonNull(comparison.operand());
        return switch (operator) {
            case EQ -> order(comparison, value, operand) == 0;
            case NE -> order(comparison, value, operand) != 0;
            case GT -> order(comparison, value, operand) > 0;
            case GE -> order(comparison, value, operand) >= 0;
            case LT -> order(comparison, value, operand) < 0;
            case LE -> order(comparison, value, operand) <= 0;
            case BETWEEN -> {
                List<?> bounds = (List<?>) operand;
                yield order(comparison, value, bounds.get(0)) >= 0 && order(comparison, value, bounds.get(1)) <= 0;
            }
            case IN -> ((List<?>) operand).stream().anyMatch(each -> order(comparison, value, each) == 0);
            case NOT_IN -> ((List<?>) operand).stream().noneMatch(each -> order(comparison, value, each) == 0);
            case LIKE, ILIKE, CONTAINS, IS_NULL, IS_NOT_NULL -> throw new IllegalStateException("It is not local");
        };
    }

    private int order(Match.Comparison comparison, Object value, @Nullable Object operand) {
        String path = comparison.path();
        ValueType type =
                Objects.requireNonNull(record.values().get(path)).property().type();
        Object other = type.normalize(Objects.requireNonNull(operand), path);
        return switch (value) {
            case String text -> BY_CODE_POINTS.compare(text, (String) other);
            case Long number -> number.compareTo((Long) other);
            case Double number -> number.compareTo((Double) other);
            case BigDecimal number -> number.compareTo((BigDecimal) other);
            case Boolean truth -> truth.compareTo((Boolean) other);
            case Instant instant -> instant.compareTo((Instant) other);
            default -> throw new IllegalStateException("There is no order for " + value.getClass());
        };
    }
}
