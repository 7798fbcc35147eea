package dev.entail.storage.spi;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a column of each type can hold, on every database alike: the intersection of what they all can store without a
 * change. Messages say what is wrong but do not contain the value, which may be a secret.
 */
final class ColumnValues {
    private static final int KEY_TEXT_LENGTH = 255;
    private static final int DECIMAL_INTEGER_DIGITS = 28;
    private static final int DECIMAL_FRACTION_DIGITS = 10;
    private static final Instant FIRST_INSTANT = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59.999Z");

    private ColumnValues() {}

    static long integer(ColumnType type, Object value) {
        return cast(type, Long.class, value);
    }

    static boolean bool(Object value) {
        return cast(ColumnType.BOOLEAN, Boolean.class, value);
    }

    static double number(Object value) {
        double number = cast(ColumnType.NUMBER, Double.class, value);
        if (!Double.isFinite(number)) {
            throw mismatch("A NUMBER must be finite, but the value is infinite or not a number");
        }
        // Adding zero turns -0.0, which not every database keeps, into 0.0.
        return number + 0.0;
    }

    static BigDecimal decimal(Object value) {
        BigDecimal stripped = cast(ColumnType.DECIMAL, BigDecimal.class, value).stripTrailingZeros();
        // Long arithmetic and the check before any rescaling, because exponents may be enormous.
        long integerDigits = (long) stripped.precision() - stripped.scale();
        if (integerDigits > DECIMAL_INTEGER_DIGITS || stripped.scale() > DECIMAL_FRACTION_DIGITS) {
            throw outOfRange("A DECIMAL has at most " + DECIMAL_INTEGER_DIGITS + " digits before and "
                    + DECIMAL_FRACTION_DIGITS + " after the point; round the value first");
        }
        return canonical(stripped);
    }

    /** The same number without trailing zeros after the point and without exponent, so that equal numbers are equal. */
    static BigDecimal canonical(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static Instant instant(Object value) {
        Instant instant = cast(ColumnType.TIMESTAMP, Instant.class, value).truncatedTo(ChronoUnit.MILLIS);
        if (instant.isBefore(FIRST_INSTANT) || instant.isAfter(LAST_INSTANT)) {
            throw outOfRange("A TIMESTAMP must lie between " + FIRST_INSTANT + " and " + LAST_INSTANT);
        }
        return instant;
    }

    static String text(Object value) {
        String text = cast(ColumnType.TEXT, String.class, value);
        checkCharacters(ColumnType.TEXT, text);
        return text;
    }

    static String keyText(Object value) {
        String text = cast(ColumnType.KEY_TEXT, String.class, value);
        checkCharacters(ColumnType.KEY_TEXT, text);
        if (text.length() > KEY_TEXT_LENGTH && text.codePointCount(0, text.length()) > KEY_TEXT_LENGTH) {
            throw new EntailException(
                    ErrorCode.VALUE_TOO_LONG,
                    "A KEY_TEXT has at most " + KEY_TEXT_LENGTH + " characters, but the value has "
                            + text.codePointCount(0, text.length()));
        }
        return text;
    }

    static String json(Object value) {
        String text = cast(ColumnType.JSON, String.class, value);
        checkCharacters(ColumnType.JSON, text);
        JsonEscapes.check(text);
        return text;
    }

    private static void checkCharacters(ColumnType type, String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw mismatch("A " + type + " must not contain the character NUL, but it has one at index " + i);
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw mismatch("A " + type
                            + " must be well-formed Unicode, but it has half a surrogate pair at index " + i);
                }
                i++;
            }
        }
    }

    private static <T> T cast(ColumnType type, Class<T> wanted, Object value) {
        if (!wanted.isInstance(value)) {
            throw mismatch("A column of type " + type + " takes a " + wanted.getSimpleName() + ", not a "
                    + value.getClass().getName());
        }
        return wanted.cast(value);
    }

    static EntailException mismatch(String message) {
        return new EntailException(ErrorCode.VALUE_MISMATCH, message);
    }

    private static EntailException outOfRange(String message) {
        return new EntailException(ErrorCode.VALUE_OUT_OF_RANGE, message);
    }
}
