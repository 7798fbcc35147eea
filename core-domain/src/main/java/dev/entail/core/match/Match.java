package dev.entail.core.match;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a record. Paths are dotted names that start at the record asked for: {@code title}, {@code author.name},
 * {@code source.id} on a relation. Directly after a relation attribute {@code &} stands for the link that was followed:
 * {@code clubs.&.post}. Inside {@link #exists} and inside the condition of a selected relation a path may start with
 * {@code &}: the link over which the record was reached.
 *
 * <p>A comparison with null never holds, neither plain nor negated, except {@link #isNull} and {@link #isNotNull}.
 *
 * <p>A comparison whose path goes through a list holds if <em>some</em> related record satisfies it (STO-123). Comparisons
 * that stand together in one {@link #and} and go through the same list are about the same related record; alternatives of an
 * {@link #or} inside it count as one comparison if all of them go through that list. {@link #not} belongs to the
 * comparison, not to the search: {@code not(eq("clubs.title", "A"))} holds if some club has another title, and neither it
 * nor its opposite holds where there are no clubs. Negations of whole {@code and}s and {@code or}s are first moved to the
 * comparisons inside. {@link #exists} is always about each record on its own: two of them may be satisfied by different
 * related records, and {@code not(exists(...))} holds if there is none at all (STO-125..128).
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
     * @param operand the value to compare with, or a {@link Field}; null only for the two null tests; a list of values for
     *     IN and NOT_IN, a list of two values or fields for BETWEEN
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
     * @param path dotted path over single relations, from the record that the whole query asks for (STO-130); in the
     *     condition of a selected relation, from the related record
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

    /** The value lies between two others, both included; a bound may be a {@link #field}. */
    static Match between(String path, Object low, Object high) {
        return new Comparison(path, Operator.BETWEEN, Collections.unmodifiableList(Arrays.asList(low, high)));
    }

    /** Another value to compare with: {@code Match.gt("endsAt", Match.field("startsAt"))}. */
    static Field field(String path) {
        return new Field(path);
    }

    /** The text fits a pattern with {@code %} and {@code _}; case matters, backslash escapes. */
    static Match like(String path, String pattern) {
        return new Comparison(path, Operator.LIKE, pattern);
    }

    /** The text fits a pattern that is the value of another field (STO-131). */
    static Match like(String path, Field pattern) {
        return new Comparison(path, Operator.LIKE, pattern);
    }

    /**
     * The same as {@link #like(String, String)}, but the letters A to Z count as a to z, in the text and in the pattern.
     * All other letters are compared as they are, on every database: {@code É} does not fit {@code é}.
     */
    static Match ilike(String path, String pattern) {
        return new Comparison(path, Operator.ILIKE, pattern);
    }

    /** The list has this element. */
    static Match contains(String path, Object element) {
        return new Comparison(path, Operator.CONTAINS, element);
    }

    /**
     * All these values are equal to the given ones (STO-118).
     *
     * @throws EntailException {@code QUERY_INVALID} for an empty map, which is more often a mistake than a wish for all
     */
    static Match values(Map<String, ? extends @Nullable Object> values) {
        if (values.isEmpty()) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID, "There is no value to compare with; use all() to ask for every record");
        }
        return and(values.entrySet().stream()
                .map(entry -> eq(entry.getKey(), entry.getValue()))
                .toArray(Match[]::new));
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
