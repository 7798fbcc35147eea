package dev.entail.builtins.payload;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a payload field must satisfy besides having their type (PAY-10). Made with the methods of {@link
 * PayloadField}, in the manner of {@code text("title").required().maxLength(80)}. A value that does not satisfy one is
 * refused with {@code PAYLOAD_CONSTRAINT_VIOLATED}; neither message nor details repeat what was given.
 */
public sealed interface PayloadConstraint {
    /** Name of the constraint, the detail {@code constraint} of a refusal: {@code atLeast}, for example. */
    String name();

    /** What is demanded, to follow the name of a field: {@code must be at least 5}. */
    String demand();

    /** The bound, the detail {@code bound} of a refusal: a number, a text or a list of those; null if there is none. */
    default @Nullable Object bound() {
        return null;
    }

    /** Whether it is about a list as a whole; if not, and the field is a list, it is about each value in it. */
    default boolean isAboutList() {
        return false;
    }

    /**
     * Whether a value satisfies it.
     *
     * @param value a value of the type of the field, as {@link PayloadSchema#check} stores it
     */
    boolean allows(Object value);

    /**
     * One of these.
     *
     * @param values values of the type of the field, at least one
     */
    record OneOf(List<Object> values) implements PayloadConstraint {
        private static final int NAMED = 20;

        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public String name() {
            return "oneOf";
        }

        @Override
        public String demand() {
            return values.size() <= NAMED
                    ? "must be one of " + values
                    : "must be one of " + values.size() + " values such as " + values.subList(0, NAMED);
        }

        @Override
        public Object bound() {
            return values.stream().map(Values::plain).toList();
        }

        @Override
        public boolean allows(Object value) {
            return values.contains(value);
        }
    }

    /**
     * Not less than a bound.
     *
     * @param least a number or an {@link Instant}
     */
    record AtLeast(Object least) implements PayloadConstraint {
        @Override
        public String name() {
            return "atLeast";
        }

        @Override
        public String demand() {
            return "must be at least " + Values.plain(least);
        }

        @Override
        public Object bound() {
            return Values.plain(least);
        }

        @Override
        public boolean allows(Object value) {
            return Values.compare(value, least) >= 0;
        }
    }

    /**
     * Not more than a bound.
     *
     * @param most a number or an {@link Instant}
     */
    record AtMost(Object most) implements PayloadConstraint {
        @Override
        public String name() {
            return "atMost";
        }

        @Override
        public String demand() {
            return "must be at most " + Values.plain(most);
        }

        @Override
        public Object bound() {
            return Values.plain(most);
        }

        @Override
        public boolean allows(Object value) {
            return Values.compare(value, most) <= 0;
        }
    }

    /**
     * A text that is not too short.
     *
     * @param least how many characters at least, in code points of Unicode
     */
    record MinLength(int least) implements PayloadConstraint {
        @Override
        public String name() {
            return "minLength";
        }

        @Override
        public String demand() {
            return "must have at least " + least + " characters";
        }

        @Override
        public Object bound() {
            return least;
        }

        @Override
        public boolean allows(Object value) {
            return Values.length(value) >= least;
        }
    }

    /**
     * A text that is not too long.
     *
     * @param most how many characters at most, in code points of Unicode
     */
    record MaxLength(int most) implements PayloadConstraint {
        @Override
        public String name() {
            return "maxLength";
        }

        @Override
        public String demand() {
            return "must have at most " + most + " characters";
        }

        @Override
        public Object bound() {
            return most;
        }

        @Override
        public boolean allows(Object value) {
            return Values.length(value) <= most;
        }
    }

    /** A text with something besides white space. */
    record NotBlank() implements PayloadConstraint {
        @Override
        public String name() {
            return "notBlank";
        }

        @Override
        public String demand() {
            return "must not be blank";
        }

        @Override
        public boolean allows(Object value) {
            return !((String) value).isBlank();
        }
    }

    /**
     * A text that fits a pattern as a whole. Searching it is given up after a number of steps, and the text refused: see {@link
     * TextPattern}.
     *
     * @param pattern the pattern
     */
    record Matching(TextPattern pattern) implements PayloadConstraint {
        @Override
        public String name() {
            return "matching";
        }

        @Override
        public String demand() {
            return "must match " + pattern.regex();
        }

        @Override
        public Object bound() {
            return pattern.regex();
        }

        @Override
        public boolean allows(Object value) {
            return pattern.matches((String) value);
        }
    }

    /**
     * A list that is not too short.
     *
     * @param least how many items at least
     */
    record MinItems(int least) implements PayloadConstraint {
        @Override
        public String name() {
            return "minItems";
        }

        @Override
        public String demand() {
            return "must have at least " + least + " items";
        }

        @Override
        public Object bound() {
            return least;
        }

        @Override
        public boolean isAboutList() {
            return true;
        }

        @Override
        public boolean allows(Object value) {
            return ((List<?>) value).size() >= least;
        }
    }

    /**
     * A list that is not too long.
     *
     * @param most how many items at most
     */
    record MaxItems(int most) implements PayloadConstraint {
        @Override
        public String name() {
            return "maxItems";
        }

        @Override
        public String demand() {
            return "must have at most " + most + " items";
        }

        @Override
        public Object bound() {
            return most;
        }

        @Override
        public boolean isAboutList() {
            return true;
        }

        @Override
        public boolean allows(Object value) {
            return ((List<?>) value).size() <= most;
        }
    }

    /** A list in which no value, or no record, stands twice. */
    record Distinct() implements PayloadConstraint {
        @Override
        public String name() {
            return "distinct";
        }

        @Override
        public String demand() {
            return "must not have an item twice";
        }

        @Override
        public boolean isAboutList() {
            return true;
        }

        @Override
        public boolean allows(Object value) {
            // Ids, not the objects around them: many objects of one hash would make a set slow on purpose.
            Set<Object> seen = new HashSet<>();
            for (Object item : (List<?>) value) {
                Object key = item instanceof java.util.Map<?, ?>
                        ? PayloadCheck.referenceId(item).value()
                        : item;
                if (!seen.add(key)) {
                    return false;
                }
            }
            return true;
        }
    }
}
