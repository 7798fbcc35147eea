package dev.entail.core.error;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A constraint that a write violated, as a program sees it (STO-708, MOD-85). Trying the same write again does not help.
 * Never contains values.
 *
 * @param kind what the constraint demands
 * @param code the code of the refusal: one of the application, or that of the kind
 * @param constraint name of the constraint; empty for what follows from the model itself, or if the database does not tell
 * @param record the entity or relation, or an empty text
 * @param attributes the attributes that it looks at
 */
public record ConstraintViolation(Kind kind, String code, String constraint, String record, List<String> attributes) {
    /** Under which a failure says in its details which kind of constraint it is about. */
    public static final String KIND = "kind";

    public ConstraintViolation {
        Objects.requireNonNull(kind, "kind");
        attributes = List.copyOf(attributes);
    }

    /** What a constraint demands. */
    public enum Kind {
        /** No two records are equal in some attributes. */
        UNIQUE("unique"),
        /** A value is present. */
        NON_NULL("non-null");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** How the kind stands in the details of a failure. */
        public String text() {
            return text;
        }
    }

    /**
     * The first violation among a failure and all that it carries with it, if there is any (STO-709).
     *
     * @see ErrorChain
     */
    public static Optional<ConstraintViolation> in(@Nullable Throwable failure) {
        for (Throwable current : ErrorChain.of(failure)) {
            if (current instanceof EntailException coded) {
                for (Kind kind : Kind.values()) {
                    if (kind.text().equals(coded.details().get(KIND))) {
                        return Optional.of(of(kind, coded));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static ConstraintViolation of(Kind kind, EntailException failure) {
        List<String> attributes = failure.details().get("attributes") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
        return new ConstraintViolation(
                kind, failure.code(), text(failure, "constraint"), text(failure, "record"), attributes);
    }

    private static String text(EntailException failure, String detail) {
        return failure.details().get(detail) instanceof String text ? text : "";
    }
}
