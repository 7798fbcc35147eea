package dev.entail.core.match;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a record. Paths are dotted names that start at the record asked for: {@code title}, {@code author.name},
 * {@code source.id} on a relation. A comparison with null never holds, except {@link #isNull}; a path through a list
 * relation holds if some related record satisfies it (BEX-20..25).
 */
public sealed interface Match {
    /** Every record. */
    record All() implements Match {}

    /** Both hold for all parts; true if there are none. */
    record And(List<Match> parts) implements Match {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** One of the parts holds; false if there are none. */
    record Or(List<Match> parts) implements Match {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** The part does not hold. */
    record Not(Match part) implements Match {
        public Not {
            Objects.requireNonNull(part, "part");
        }
    }

    /**
     * A comparison of a value with an operand.
     *
     * @param path dotted path to a value
     * @param operator how to compare
     * @param operand the value to compare with, or a {@link Field}; null only for the two null tests, a list only for IN,
     *     NOT_IN and BETWEEN
     */
    record Comparison(
            String path, Operator operator, @Nullable Object operand) implements Match {
        public Comparison {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(operator, "operator");
            if ((operand == null) != operator.isNullTest()) {
                throw new EntailException(
                        ErrorCode.QUERY_INVALID,
                        "Operator " + operator + " on '" + path + "' "
                                + (operand == null
                                        ? "needs a value; use isNull or isNotNull to ask for null"
                                        : "takes no value"));
            }
        }
    }

    /**
     * Another value of the record asked for, to compare with.
     *
     * @param path dotted path over single relations, from the record that the whole query asks for (STO-130)
     */
    record Field(String path) {
        public Field {
            Objects.requireNonNull(path, "path");
        }
    }

    /** Some record at the end of a path through a list relation satisfies the inner condition. */
    record Exists(String path, Match inner) implements Match {
        public Exists {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(inner, "inner");
        }
    }

    /** Every record. */
    static Match all() {
        return new All();
    }

    /** The value equals {@code operand}; null asks for null. */
    static Match eq(String path, @Nullable Object operand) {
        return operand == null ? isNull(path) : new Comparison(path, Operator.EQ, operand);
    }

    /** The value is present and differs from {@code operand}; null asks for not null. */
    static Match ne(String path, @Nullable Object operand) {
        return operand == null ? isNotNull(path) : new Comparison(path, Operator.NE, operand);
    }

    /** The value is greater. */
    static Match gt(String path, Object operand) {
        return new Comparison(path, Operator.GT, operand);
    }

    /** The value is greater or equal. */
    static Match ge(String path, Object operand) {
        return new Comparison(path, Operator.GE, operand);
    }

    /** The value is less. */
    static Match lt(String path, Object operand) {
        return new Comparison(path, Operator.LT, operand);
    }

    /** The value is less or equal. */
    static Match le(String path, Object operand) {
        return new Comparison(path, Operator.LE, operand);
    }

    /** The value lies between two others, both included. */
    static Match between(String path, Object low, Object high) {
        return new Comparison(path, Operator.BETWEEN, List.of(low, high));
    }

    /** Another value to compare with: {@code Match.gt("endsAt", Match.field("startsAt"))}. */
    static Field field(String path) {
        return new Field(path);
    }

    /** The text fits a pattern with {@code %} and {@code _}; case matters, backslash escapes. */
    static Match like(String path, String pattern) {
        return new Comparison(path, Operator.LIKE, pattern);
    }

    /** The value is one of these; a null among them also matches null, an empty list matches nothing (BEX-22). */
    static Match in(String path, Collection<? extends @Nullable Object> operands) {
        List<Object> present = new ArrayList<>();
        operands.stream().filter(Objects::nonNull).forEach(present::add);
        Match some =
                present.isEmpty() ? or() : new Comparison(path, Operator.IN, Collections.unmodifiableList(present));
        return present.size() == operands.size() ? some : or(some, isNull(path));
    }

    /** The value is present and none of these; an empty list matches everything (BEX-22). */
    static Match notIn(String path, Collection<? extends @Nullable Object> operands) {
        List<Object> present = new ArrayList<>();
        operands.stream().filter(Objects::nonNull).forEach(present::add);
        if (present.isEmpty()) {
            return operands.isEmpty() ? all() : isNotNull(path);
        }
        return new Comparison(path, Operator.NOT_IN, Collections.unmodifiableList(present));
    }

    /** The value is null, or the path leads nowhere. */
    static Match isNull(String path) {
        return new Comparison(path, Operator.IS_NULL, null);
    }

    /** The value is not null. */
    static Match isNotNull(String path) {
        return new Comparison(path, Operator.IS_NOT_NULL, null);
    }

    /** Some record at the end of the path satisfies {@code inner}. */
    static Match exists(String path, Match inner) {
        return new Exists(path, inner);
    }

    /** All hold. */
    static Match and(Match... parts) {
        return parts.length == 1 ? parts[0] : new And(Arrays.asList(parts));
    }

    /** At least one holds. */
    static Match or(Match... parts) {
        return parts.length == 1 ? parts[0] : new Or(Arrays.asList(parts));
    }

    /** It does not hold. */
    static Match not(Match part) {
        return new Not(part);
    }
}
