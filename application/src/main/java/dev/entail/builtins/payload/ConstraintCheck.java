package dev.entail.builtins.payload;

import dev.entail.builtins.payload.PayloadConstraint.AtLeast;
import dev.entail.builtins.payload.PayloadConstraint.AtMost;
import dev.entail.builtins.payload.PayloadConstraint.Distinct;
import dev.entail.builtins.payload.PayloadConstraint.Matching;
import dev.entail.builtins.payload.PayloadConstraint.MaxItems;
import dev.entail.builtins.payload.PayloadConstraint.MaxLength;
import dev.entail.builtins.payload.PayloadConstraint.MinItems;
import dev.entail.builtins.payload.PayloadConstraint.MinLength;
import dev.entail.builtins.payload.PayloadConstraint.NotBlank;
import dev.entail.builtins.payload.PayloadConstraint.OneOf;
import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.Problem;
import dev.entail.core.value.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Finds constraints of a field that make no sense. */
final class ConstraintCheck {
    private final PayloadField field;
    private final String path;
    private final List<Problem> problems;

    ConstraintCheck(PayloadField field, String path, List<Problem> problems) {
        this.field = field;
        this.path = path;
        this.problems = problems;
    }

    void check() {
        Set<String> seen = new HashSet<>();
        boolean fit = true;
        for (PayloadConstraint constraint : field.constraints()) {
            if (!seen.add(constraint.name())) {
                add("DECL_PAYLOAD_BOUNDS", "'" + constraint.name() + "' is given twice", "Keep one of them");
            }
            if (fits(constraint)) {
                alone(constraint);
            } else {
                fit = false;
                add(
                        "DECL_PAYLOAD_CONSTRAINT",
                        "'" + constraint.name() + "' does not fit " + described() + ", or its bound does not",
                        "Leave it out, or correct the type of the field or the bound");
            }
        }
        if (fit) {
            together();
        }
    }

    private String described() {
        String type = switch (field.type()) {
            case Type.Scalar scalar -> scalar.valueType().description();
            case Type.OpenObject object -> "an object";
            case Type.Reference reference -> "a reference";
            case Type.Structure structure -> "an object";
            case Type.NewRecord created -> "a new record";
        };
        return field.list() ? "a list (each item is " + type + ")" : type;
    }

    private boolean fits(PayloadConstraint constraint) {
        return switch (constraint) {
            case OneOf oneOf ->
                isScalar(Set.of(ValueType.BOOLEAN, ValueType.JSON), false)
                        && oneOf.values().stream().allMatch(this::isOfType);
            case AtLeast bound -> isOrdered() && isOfType(bound.least());
            case AtMost bound -> isOrdered() && isOfType(bound.most());
            case MinLength bound -> isText();
            case MaxLength bound -> isText();
            case NotBlank bound -> isText();
            case Matching bound -> isText();
            case MinItems bound -> field.list();
            case MaxItems bound -> field.list();
            case Distinct distinct ->
                field.list() && (field.type() instanceof Type.Reference || isScalar(Set.of(ValueType.JSON), false));
        };
    }

    private boolean isText() {
        return isScalar(Set.of(ValueType.TEXT), true);
    }

    private boolean isOrdered() {
        return isScalar(Set.of(ValueType.INTEGER, ValueType.DECIMAL, ValueType.NUMBER, ValueType.TIMESTAMP), true);
    }

    private boolean isScalar(Set<ValueType> types, boolean amongThem) {
        return field.type() instanceof Type.Scalar scalar && types.contains(scalar.valueType()) == amongThem;
    }

    /** Bounds were brought to the type of the field where they have one; what is left as it was differs. */
    private boolean isOfType(Object bound) {
        if (!(field.type() instanceof Type.Scalar scalar)) {
            return false;
        }
        try {
            return Values.ofType(scalar.valueType(), bound, path).equals(bound);
        } catch (EntailException e) {
            return false;
        }
    }

    private void alone(PayloadConstraint constraint) {
        switch (constraint) {
            case OneOf oneOf -> {
                if (oneOf.values().isEmpty()) {
                    add("DECL_PAYLOAD_ENUM", "No value is allowed", "Name at least one");
                }
            }
            case Matching matching -> {
                if (matching.pattern().mistake() != null) {
                    add(
                            "DECL_PAYLOAD_PATTERN",
                            "'" + matching.pattern() + "' is no regular expression: "
                                    + matching.pattern().mistake(),
                            "Correct it");
                }
            }
            case MinLength bound -> notNegative(constraint, bound.least());
            case MaxLength bound -> notNegative(constraint, bound.most());
            case MinItems bound -> notNegative(constraint, bound.least());
            case MaxItems bound -> notNegative(constraint, bound.most());
            case AtLeast bound -> {}
            case AtMost bound -> {}
            case NotBlank blank -> {}
            case Distinct distinct -> {}
        }
    }

    private void notNegative(PayloadConstraint constraint, int bound) {
        if (bound < 0) {
            add("DECL_PAYLOAD_BOUNDS", "'" + constraint.name() + "' is " + bound, "Give a number from zero on");
        }
    }

    private void together() {
        contradiction(AtLeast.class, AtMost.class, (low, high) -> Values.compare(low.least(), high.most()) > 0);
        contradiction(MinLength.class, MaxLength.class, (low, high) -> low.least() > high.most());
        contradiction(NotBlank.class, MaxLength.class, (blank, high) -> high.most() == 0);
        contradiction(MinItems.class, MaxItems.class, (low, high) -> low.least() > high.most());
        for (PayloadConstraint constraint : field.constraints()) {
            if (constraint instanceof OneOf oneOf
                    && !oneOf.values().isEmpty()
                    && oneOf.values().stream().noneMatch(this::isAllowed)) {
                add(
                        "DECL_PAYLOAD_BOUNDS",
                        "No value of 'oneOf' satisfies the other constraints",
                        "Leave one of them out");
            }
        }
    }

    private boolean isAllowed(Object value) {
        return field.constraints().stream()
                .filter(constraint -> !constraint.isAboutList())
                .allMatch(constraint -> constraint.allows(value));
    }

    private <L, H> void contradiction(Class<L> lower, Class<H> upper, BiPredicate<L, H> contradicts) {
        for (PayloadConstraint low : field.constraints()) {
            for (PayloadConstraint high : field.constraints()) {
                if (lower.isInstance(low)
                        && upper.isInstance(high)
                        && contradicts.test(lower.cast(low), upper.cast(high))) {
                    add(
                            "DECL_PAYLOAD_BOUNDS",
                            "Nothing can satisfy both '" + low.name() + "' and '" + high.name() + "'",
                            "Correct one of them");
                }
            }
        }
    }

    private void add(String code, String message, String hint) {
        problems.add(new Problem(code, path, message, hint));
    }
}
