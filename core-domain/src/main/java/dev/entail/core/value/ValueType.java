package dev.entail.core.value;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that a property can have. Each has one Java type, to which {@link #normalize} brings what is given. */
public enum ValueType {
    /** Text; {@link String}. */
    TEXT("a text"),
    /** 64-bit integer; {@link Long}. */
    INTEGER("an integer"),
    /** Exact decimal with up to 28 digits before and 10 after the point; {@link BigDecimal} without trailing zeros. */
    DECIMAL("a decimal number"),
    /** Finite floating-point number; {@link Double}. */
    NUMBER("a finite number"),
    /** Truth value; {@link Boolean}. */
    BOOLEAN("true or false"),
    /** Point in time, to the millisecond; {@link Instant}. */
    TIMESTAMP("a timestamp"),
    /** Any JSON value: text, number, truth value, null, list or map with text keys, up to 1000 levels deep. */
    JSON("a JSON value");

    private static final int DECIMAL_SCALE = 10;
    private static final int DECIMAL_INTEGER_DIGITS = 28;
    private static final int JSON_SCALE = 400;
    private static final int JSON_DEPTH = 1000;
    private static final int LONG_DIGITS = 19;
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    private final String description;

    ValueType(String description) {
        this.description = description;
    }

    /** The type in words, with its article: {@code an integer}. */
    public String description() {
        return description;
    }

    /** Whether values of this type can be added. */
    public boolean isNumeric() {
        return this == INTEGER || this == DECIMAL || this == NUMBER;
    }

    /**
     * Brings a value to the Java type of this type, without losing anything.
     *
     * @param value the value; never null, because null fits every type
     * @param path where the value stands, for the error
     * @throws EntailException {@code VALUE_MISMATCH} if it does not fit, {@code VALUE_OUT_OF_RANGE} if it is too large
     */
    public Object normalize(Object value, String path) {
        return switch (this) {
            case TEXT -> value instanceof String ? value : mismatch(value, path);
            case INTEGER -> integer(value, path);
            case DECIMAL -> decimal(value, path);
            case NUMBER -> number(value, path);
            case BOOLEAN -> value instanceof Boolean ? value : mismatch(value, path);
            case TIMESTAMP -> timestamp(value, path);
            case JSON -> json(value, path, 1);
        };
    }

    /** The value that adds nothing; only for numeric types. */
    public Number zero() {
        return switch (this) {
            case INTEGER -> 0L;
            case DECIMAL -> BigDecimal.ZERO;
            case NUMBER -> 0.0;
            case TEXT, BOOLEAN, TIMESTAMP, JSON -> throw new IllegalStateException(this + " is not numeric");
        };
    }

    /**
     * Adds two values of this numeric type.
     *
     * @throws EntailException {@code VALUE_OUT_OF_RANGE} if the sum does not fit
     */
    public Number add(Number left, Number right) {
        return switch (this) {
            case INTEGER -> addExact(left.longValue(), right.longValue());
            case DECIMAL -> canonical(((BigDecimal) left).add((BigDecimal) right));
            case NUMBER -> left.doubleValue() + right.doubleValue();
            case TEXT, BOOLEAN, TIMESTAMP, JSON -> throw new IllegalStateException(this + " is not numeric");
        };
    }

    /** The value with the opposite sign; only for numeric types. */
    public Number negate(Number value) {
        return switch (this) {
            case INTEGER -> subtractExact(0, value.longValue());
            case DECIMAL -> canonical(((BigDecimal) value).negate());
            case NUMBER -> -value.doubleValue();
            case TEXT, BOOLEAN, TIMESTAMP, JSON -> throw new IllegalStateException(this + " is not numeric");
        };
    }

    private static long subtractExact(long left, long right) {
        try {
            return Math.subtractExact(left, right);
        } catch (ArithmeticException e) {
            throw new EntailException(
                    ErrorCode.VALUE_OUT_OF_RANGE, "A difference exceeds the range of 64-bit integers", e);
        }
    }

    private static long addExact(long left, long right) {
        try {
            return Math.addExact(left, right);
        } catch (ArithmeticException e) {
            throw new EntailException(ErrorCode.VALUE_OUT_OF_RANGE, "A sum exceeds the range of 64-bit integers", e);
        }
    }

    private Object integer(Object value, String path) {
        return switch (value) {
            case Long l -> l;
            case Integer i -> i.longValue();
            case Short s -> s.longValue();
            case Byte b -> b.longValue();
            default -> mismatch(value, path);
        };
    }

    private Object decimal(Object value, String path) {
        BigDecimal exact = switch (value) {
            case BigDecimal d -> d;
            case java.math.BigInteger i -> new BigDecimal(i);
            case Long l -> BigDecimal.valueOf(l);
            case Integer i -> BigDecimal.valueOf(i);
            default -> {
                mismatch(value, path);
                yield BigDecimal.ZERO;
            }
        };
        // The range comes first: writing out a number such as 1e30000000 would take minutes.
        BigDecimal stripped = exact.stripTrailingZeros();
        long integerDigits = (long) stripped.precision() - stripped.scale();
        if (stripped.scale() > DECIMAL_SCALE || integerDigits > DECIMAL_INTEGER_DIGITS) {
            throw new EntailException(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    path + " takes at most " + DECIMAL_INTEGER_DIGITS + " digits before and " + DECIMAL_SCALE
                            + " after the decimal point; round the value before writing it");
        }
        BigDecimal result = canonical(stripped);
        return result;
    }

    private static BigDecimal canonical(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private Object number(Object value, String path) {
        return switch (value) {
            case Double d when Double.isFinite(d) -> d == 0.0 ? 0.0 : d;
            case Float f when Float.isFinite(f) -> f.doubleValue();
            case Long l when l >= -EXACT_IN_DOUBLE && l <= EXACT_IN_DOUBLE -> l.doubleValue();
            case Integer i -> i.doubleValue();
            default -> mismatch(value, path);
        };
    }

    private Object timestamp(Object value, String path) {
        return switch (value) {
            case Instant i -> i.truncatedTo(ChronoUnit.MILLIS);
            case String text -> {
                try {
                    yield Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
                } catch (DateTimeParseException e) {
                    throw new EntailException(
                            ErrorCode.VALUE_MISMATCH,
                            path + " takes a timestamp such as 2026-01-31T12:00:00Z; the text given is not one",
                            e);
                }
            }
            default -> mismatch(value, path);
        };
    }

    private Object json(Object value, String path, int level) {
        if (level > JSON_DEPTH && (value instanceof List<?> || value instanceof Map<?, ?>)) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH,
                    path + " takes JSON of at most " + JSON_DEPTH + " levels, was given a value with more");
        }
        return switch (value) {
            case String s -> s;
            case Boolean b -> b;
            case Long l -> l;
            case Integer i -> i.longValue();
            case BigDecimal d -> jsonNumber(d, path);
            case Double d when Double.isFinite(d) -> jsonNumber(BigDecimal.valueOf(d), path);
            case RecordId id -> Map.of("id", id.value());
            case Instant i -> i.toString();
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                for (Object item : list) {
                    copy.add(item == null ? null : json(item, path, level + 1));
                }
                yield java.util.Collections.unmodifiableList(copy);
            }
            case Map<?, ?> map when map.isEmpty() -> Map.of();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) ->
                        copy.put(String.valueOf(key), item == null ? null : json(item, path, level + 1)));
                yield java.util.Collections.unmodifiableMap(copy);
            }
            default -> mismatch(value, path);
        };
    }

    /** Numbers in JSON are longs where they are whole and fit, else exact decimals, as they will be when they are read. */
    private static Object jsonNumber(BigDecimal number, String path) {
        BigDecimal stripped = number.stripTrailingZeros();
        if (Math.abs((long) stripped.scale()) > JSON_SCALE) {
            throw new EntailException(
                    ErrorCode.VALUE_OUT_OF_RANGE, path + " has a number with an exponent beyond " + JSON_SCALE);
        }
        return stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= LONG_DIGITS
                ? wholeNumber(stripped)
                : canonical(stripped);
    }

    private static Object wholeNumber(BigDecimal number) {
        java.math.BigInteger integer = number.toBigIntegerExact();
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : canonical(number);
    }

    private Object mismatch(Object value, String path) {
        throw new EntailException(
                ErrorCode.VALUE_MISMATCH,
                path + " takes " + description + ", was given a value of type "
                        + value.getClass().getSimpleName());
    }
}
