package dev.entail.testkit.reference;

import dev.entail.core.match.Operator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/** Comparison of values by an operator, and the order of values. */
final class Comparing {
    private Comparing() {}

    static Truth compare(Operator operator, @Nullable Object value, @Nullable Object operand) {
        if (operator.isNullTest()) {
            return Truth.of((value == null) == (operator == Operator.IS_NULL));
        }
        if (value == null || operand == null) {
            return Truth.UNKNOWN;
        }
        return switch (operator) {
            case EQ -> Truth.of(equal(value, operand));
            case NE -> Truth.of(!equal(value, operand));
            case GT -> Truth.of(order(value, operand) > 0);
            case GE -> Truth.of(order(value, operand) >= 0);
            case LT -> Truth.of(order(value, operand) < 0);
            case LE -> Truth.of(order(value, operand) <= 0);
            case LIKE -> Truth.of(like((String) value, (String) operand));
            case BETWEEN -> between(value, (List<?>) operand);
            case IN -> anyOf(value, (List<?>) operand);
            case NOT_IN -> anyOf(value, (List<?>) operand).not();
            case ILIKE -> Truth.of(like(folded((String) value), folded((String) operand)));
            case CONTAINS ->
                Truth.of(((List<?>) value).stream().anyMatch(item -> item != null && equal(item, operand)));
            case IS_NULL, IS_NOT_NULL -> throw new IllegalArgumentException(operator + " has no operand");
        };
    }

    private static Truth between(Object value, List<?> bounds) {
        return compare(Operator.GE, value, bounds.get(0)).and(compare(Operator.LE, value, bounds.get(1)));
    }

    private static Truth anyOf(Object value, List<?> operands) {
        Truth any = Truth.FALSE;
        for (Object operand : operands) {
            any = any.or(compare(Operator.EQ, value, operand));
        }
        return any;
    }

    private static boolean equal(Object left, Object right) {
        return left instanceof Comparable<?> && left.getClass() == right.getClass()
                ? order(left, right) == 0
                : Objects.equals(left, right);
    }

    /** The order of two values of one type. Texts are ordered by code points on every database. */
    static int order(Object left, Object right) {
        return switch (left) {
            case String text -> byCodePoints(text, (String) right);
            case Long number -> number.compareTo((Long) right);
            case Double number -> number.compareTo((Double) right);
            case BigDecimal number -> number.compareTo((BigDecimal) right);
            case Boolean truth -> truth.compareTo((Boolean) right);
            case Instant instant -> instant.compareTo((Instant) right);
            case ReferenceId id -> id.compareTo((ReferenceId) right);
            default -> throw new IllegalArgumentException("There is no order for " + left.getClass());
        };
    }

    /** Nulls come last. */
    static Comparator<@Nullable Object> nullsLast() {
        return (left, right) -> {
            if (left == null || right == null) {
                return Boolean.compare(left == null, right == null);
            }
            return order(left, right);
        };
    }

    private static int byCodePoints(String left, String right) {
        PrimitiveIterator.OfInt first = left.codePoints().iterator();
        PrimitiveIterator.OfInt second = right.codePoints().iterator();
        while (first.hasNext() && second.hasNext()) {
            int difference = Integer.compare(first.nextInt(), second.nextInt());
            if (difference != 0) {
                return difference;
            }
        }
        return Boolean.compare(first.hasNext(), second.hasNext());
    }

    /** Letters A to Z as a to z, all others as they are. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder();
        text.codePoints()
                .forEach(point -> folded.appendCodePoint(point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point));
        return folded.toString();
    }

    /** {@code %} is any text, {@code _} any character, a backslash takes the next character as it is (STO-114). */
    static boolean like(String value, String pattern) {
        return like(value.codePoints().toArray(), 0, pattern.codePoints().toArray(), 0);
    }

    private static boolean like(int[] value, int at, int[] pattern, int in) {
        if (in == pattern.length) {
            return at == value.length;
        }
        return switch (pattern[in]) {
            case '%' -> {
                for (int next = at; next <= value.length; next++) {
                    if (like(value, next, pattern, in + 1)) {
                        yield true;
                    }
                }
                yield false;
            }
            case '_' -> at < value.length && like(value, at + 1, pattern, in + 1);
            case '\\' ->
                at < value.length
                        && in + 1 < pattern.length
                        && value[at] == pattern[in + 1]
                        && like(value, at + 1, pattern, in + 2);
            default -> at < value.length && value[at] == pattern[in] && like(value, at + 1, pattern, in + 1);
        };
    }
}
