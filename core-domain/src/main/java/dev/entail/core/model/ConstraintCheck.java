package dev.entail.core.model;

import dev.entail.core.computation.Computed;
import dev.entail.core.definition.Constraint;
import dev.entail.core.match.Match;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks constraints against the assembled model (MOD-80, MOD-84, STO-701, STO-703). */
final class ConstraintCheck {
    private final ModelBuilder.Declarations declarations;
    private final Model model;
    private final Problems problems;

    ConstraintCheck(ModelBuilder.Declarations declarations, Model model, Problems problems) {
        this.declarations = declarations;
        this.model = model;
        this.problems = problems;
    }

    void check() {
        Map<String, String> seen = new HashMap<>();
        Map<String, String> keys = new HashMap<>();
        for (ModelBuilder.Declarations.Constrained constrained : declarations.constraints) {
            Constraint constraint = constrained.constraint();
            String path = constrained.record() + "." + constraint.name();
            checkName(constraint, path, seen);
            List<String> attributes = constraint.attributes();
            if (attributes.isEmpty() || new HashSet<>(attributes).size() != attributes.size()) {
                problems.add(
                        "DECL_CONSTRAINT",
                        path,
                        "It names no attribute, or one twice: " + attributes,
                        "Name each attribute once");
            }
            RecordModel record = model.records().get(constrained.record());
            if (record == null) {
                problems.add(
                        "DECL_UNKNOWN_RECORD",
                        path,
                        "The model has no entity or relation '" + constrained.record() + "'",
                        "Add it with facts(...)");
            } else if (!record.isConcrete()) {
                problems.add(
                        "SETUP_CONSTRAINT_ATTRIBUTE",
                        path,
                        record.name() + " is a view or union, which stores nothing",
                        "Constrain one of " + record.concrete());
            } else {
                attributes.forEach(attribute -> checkAttribute(record, constraint, attribute, path));
                checkKey(record, constraint, path, keys);
            }
        }
    }

    private void checkName(Constraint constraint, String path, Map<String, String> seen) {
        if (!FactCheck.NAME.matcher(constraint.name()).matches()) {
            problems.add(
                    "DECL_NAME_INVALID",
                    path,
                    "'" + constraint.name() + "' is not a name",
                    "Use letters A-Z, a-z, digits and underscores");
        }
        if (seen.putIfAbsent(constraint.name().toLowerCase(Locale.ROOT), path) != null) {
            problems.add(
                    "SETUP_CONSTRAINT_DUPLICATE",
                    path,
                    "Two constraints have this name, letter case aside",
                    "Rename one of them; names of constraints are unique in the model");
        }
    }

    /** Two keys of the same attributes are one, and not every database tells which of them was violated. */
    private void checkKey(RecordModel record, Constraint constraint, String path, Map<String, String> keys) {
        boolean whole = switch (constraint) {
            case Constraint.Unique unique -> {
                new KeyConditionCheck(record, path, problems).check(unique.where());
                yield unique.where() instanceof Match.All;
            }
            case Constraint.Identity identity -> {
                new IdentityCheck(declarations, record, path, problems).check(identity);
                yield true;
            }
            case Constraint.Required required -> false;
        };
        Set<String> attributes = Set.copyOf(new HashSet<>(constraint.attributes()));
        String other = whole
                ? keys.putIfAbsent(record.name() + attributes.stream().sorted().toList(), path)
                : null;
        if (other != null) {
            problems.add(
                    "DECL_CONSTRAINT",
                    path,
                    other + " makes " + attributes + " a key already",
                    "Keep one of them; an identity is unique by itself");
        }
    }

    private void checkAttribute(RecordModel record, Constraint constraint, String attribute, String path) {
        ValueModel value = record.values().get(attribute);
        Navigation navigation = record.navigations().get(attribute);
        boolean unique = constraint instanceof Constraint.Unique;
        if (value == null && navigation == null) {
            unknown(record, attribute, path);
        } else if (value != null && value.computation() instanceof Computed) {
            problems.add(
                    "SETUP_CONSTRAINT_ATTRIBUTE",
                    path,
                    "'" + attribute + "' is computed from other values of the record",
                    "Constrain what it is computed from");
        } else if (value != null && unique && isStructured(value)) {
            problems.add(
                    "SETUP_CONSTRAINT_ATTRIBUTE",
                    path,
                    "'" + attribute + "' is a list or JSON value, which cannot be a key",
                    "Use plain values");
        } else if (navigation != null && !(unique && isStoredWith(navigation))) {
            problems.add(
                    "SETUP_CONSTRAINT_ATTRIBUTE",
                    path,
                    "The relation '" + attribute + "' is not stored with the record",
                    unique
                            ? "Use a single relation that the record itself holds"
                            : "Only values can be required or say which record it is");
        }
    }

    private void unknown(RecordModel record, String attribute, String path) {
        List<String> known = new ArrayList<>(record.values().keySet());
        known.addAll(record.navigations().keySet());
        problems.add(
                "DECL_UNKNOWN_ATTRIBUTE",
                path,
                record.name() + " has no attribute '" + attribute + "'" + Suggestion.forName(attribute, known),
                "Use one of " + known);
    }

    static boolean isStructured(ValueModel value) {
        return value.property().isList() || value.property().type() == ValueType.JSON;
    }

    /** The ends of a link, and the single relation of the many side, unless the links are records of their own. */
    private boolean isStoredWith(Navigation navigation) {
        if (navigation.isEnd()) {
            return true;
        }
        return model.isHeld(navigation);
    }
}
