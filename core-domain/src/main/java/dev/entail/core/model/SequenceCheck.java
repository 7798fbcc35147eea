package dev.entail.core.model;

import dev.entail.core.computation.Sequence;
import dev.entail.core.definition.Property;
import dev.entail.core.match.Match;
import dev.entail.core.value.ValueType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks values that number records (MOD-110, MOD-111, MOD-115). */
final class SequenceCheck {
    private static final Set<ValueType> TYPES =
            EnumSet.of(ValueType.TEXT, ValueType.INTEGER, ValueType.DECIMAL, ValueType.NUMBER, ValueType.BOOLEAN);

    private final Model model;
    private final Problems problems;
    private final Map<String, String> names = new HashMap<>();

    SequenceCheck(Model model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    void check(String path, @Nullable RecordModel record, Property<?> property, Sequence sequence) {
        if (record == null) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "A global value numbers no records",
                    "Use a sequence on a property of the records that are to be numbered");
            return;
        }
        if (record.identity().isPresent()) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    record.name() + " has an identity, so whether a record is created is known only when it is sent",
                    "Number records without an identity, and make their key unique(...)");
        }
        if (property.type() != ValueType.INTEGER || property.isList()) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    "A sequence yields an integer, the property is " + property,
                    "Declare the property as an integer");
        }
        checkDeclaration(path, sequence);
        sequence.scope().forEach(attribute -> checkScope(path, record, attribute));
        new KeyConditionCheck(record, path, "DECL_SEQUENCE", problems).check(sequence.where());
        requirePlain(path, record, sequence.where());
    }

    private void checkDeclaration(String path, Sequence sequence) {
        if (!FactCheck.NAME.matcher(sequence.name()).matches()) {
            problems.add(
                    "DECL_NAME_INVALID",
                    path,
                    "'" + sequence.name() + "' is not a name",
                    "Use letters A-Z, a-z, digits and underscores");
        }
        if (names.putIfAbsent(sequence.name().toLowerCase(Locale.ROOT), path) != null) {
            problems.add(
                    "DECL_SEQUENCE",
                    path,
                    "Two values are numbered by a sequence of this name, letter case aside",
                    "Rename one of the sequences");
        }
        if (sequence.scope().isEmpty()
                || new HashSet<>(sequence.scope()).size() != sequence.scope().size()) {
            problems.add(
                    "DECL_SEQUENCE",
                    path,
                    "The scope names no attribute, or one twice: " + sequence.scope(),
                    "Name each attribute once, with per(...)");
        }
        if (sequence.step() < 1) {
            problems.add("DECL_SEQUENCE", path, "The step is " + sequence.step(), "Use a step of at least 1");
        }
    }

    private void checkScope(String path, RecordModel record, String attribute) {
        ValueModel value = record.values().get(attribute);
        Navigation navigation = record.navigations().get(attribute);
        if (value == null && navigation == null) {
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    path,
                    record.name() + " has no attribute '" + attribute + "'"
                            + Suggestion.forName(attribute, record.values().keySet()),
                    "Use a value or a single relation of the record");
        } else if (value != null
                && (value.isDerived()
                        || value.property().isList()
                        || !TYPES.contains(value.property().type()))) {
            problems.add(
                    "DECL_SEQUENCE",
                    path,
                    "'" + attribute + "' is derived, or is no text, number or truth value",
                    "Use plain values and single relations in the scope");
        } else if (navigation != null && !isKnownAtCreation(record, navigation)) {
            problems.add(
                    "DECL_SEQUENCE",
                    path,
                    "The relation '" + attribute + "' is not stored with the record",
                    "Use a single relation that the record itself holds");
        }
    }

    private boolean isKnownAtCreation(RecordModel record, Navigation navigation) {
        boolean end = record.relation().isPresent()
                && (navigation.name().equals(Navigation.End.SOURCE.attribute())
                        || navigation.name().equals(Navigation.End.TARGET.attribute()));
        return end || model.isHeld(navigation);
    }

    /** Whether a record is numbered is decided before anything is derived. */
    private void requirePlain(String path, RecordModel record, Match where) {
        for (Dependency dependency :
                Condition.of(model, path, record.name(), where).dependencies()) {
            ValueModel value = dependency instanceof Dependency.OnValue on
                    ? record.values().get(on.value())
                    : null;
            if (value != null && value.isDerived()) {
                problems.add(
                        "DECL_SEQUENCE",
                        path,
                        "The condition looks at '" + value.name() + "', which is derived",
                        "Look at plain values");
            }
        }
    }
}
