package dev.entail.testkit.scenario;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares values as users write them with values as they are read: numbers by what they are worth. */
final class Comparison {
    private Comparison() {}

    static boolean isEqual(@Nullable Object actual, @Nullable Object expected) {
        if (actual instanceof Number left && expected instanceof Number right) {
            return decimal(left).compareTo(decimal(right)) == 0;
        }
        return Objects.equals(actual, expected);
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    }

    static void requireEqual(String what, @Nullable Object actual, @Nullable Object expected) {
        if (!isEqual(actual, expected)) {
            throw new AssertionError(what + " should be " + expected + ", but is " + actual);
        }
    }
}
