package dev.entail.builtins.payload;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of Java that is tried on texts from outside. Some expressions, such as {@code (a+)+}, take time that
 * grows without measure with the text, so each trial may look at characters {@value #STEPS} times, plus {@value
 * #STEPS_FOR_EACH} times for each character of the text; a text that needs more does not match. Immutable; equal to any other
 * of the same expression.
 */
public final class TextPattern {
    private static final long STEPS = 100_000;
    private static final long STEPS_FOR_EACH = 100;

    private final String regex;
    private final @Nullable Pattern pattern;
    private final @Nullable String mistake;

    private TextPattern(String regex, @Nullable Pattern pattern, @Nullable String mistake) {
        this.regex = regex;
        this.pattern = pattern;
        this.mistake = mistake;
    }

    /** A pattern; what is wrong with the expression is reported when the model is built. */
    static TextPattern of(String regex) {
        Objects.requireNonNull(regex, "regex");
        try {
            return new TextPattern(regex, Pattern.compile(regex), null);
        } catch (PatternSyntaxException e) {
            return new TextPattern(regex, null, e.getDescription() + " near index " + e.getIndex());
        }
    }

    /** The expression. */
    public String regex() {
        return regex;
    }

    /** What is wrong with the expression, or null. */
    @Nullable
    String mistake() {
        return mistake;
    }

    /** Whether the expression fits the whole text and this is found out in time. */
    boolean matches(String text) {
        if (pattern == null) {
            return false;
        }
        try {
            return pattern.matcher(new Metered(text, 0, text.length(), new Meter(text.length())))
                    .matches();
        } catch (OutOfSteps e) {
            return false;
        } catch (StackOverflowError e) {
            // Alternatives in a loop, such as (a|b)*, take a frame of the stack for each character.
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPattern that && regex.equals(that.regex);
    }

    @Override
    public int hashCode() {
        return regex.hashCode();
    }

    @Override
    public String toString() {
        return regex;
    }

    /** Counts how often characters are looked at. */
    private static final class Meter {
        private long left;

        Meter(int length) {
            this.left = STEPS + STEPS_FOR_EACH * length;
        }

        void step() {
            if (--left < 0) {
                throw new OutOfSteps();
            }
        }
    }

    /** A text that counts how often it is looked at. */
    private record Metered(String text, int from, int to, Meter meter) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            meter.step();
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Metered(text, from + start, from + end, meter);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }

    private static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfSteps() {
            super("out of steps", null, false, false);
        }
    }
}
