package dev.entail.core.model;

import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.value.ValueType;
import java.util.EnumSet;
import java.util.Set;

/** Checks the identity of an entity (MOD-90, STO-520). */
final class IdentityCheck {
    private static final Set<ValueType> TYPES =
            EnumSet.of(ValueType.TEXT, ValueType.INTEGER, ValueType.DECIMAL, ValueType.NUMBER, ValueType.BOOLEAN);

    private final ModelBuilder.Declarations declarations;
    private final RecordModel record;
    private final String path;
    private final Problems problems;

    IdentityCheck(ModelBuilder.Declarations declarations, RecordModel record, String path, Problems problems) {
        this.declarations = declarations;
        this.record = record;
        this.path = path;
        this.problems = problems;
    }

    void check(Constraint.Identity identity) {
        checkHolder();
        for (String attribute : identity.attributes()) {
            ValueModel value = record.values().get(attribute);
            if (value != null) {
                checkValue(attribute, value);
            }
        }
        long identities = record.constraints().stream()
                .filter(Constraint.Identity.class::isInstance)
                .count();
        if (identities > 1) {
            problems.add(
                    "DECL_CONSTRAINT", path, record.name() + " has two identities", "Make one of them unique(...)");
        }
    }

    private void checkHolder() {
        if (!(record.definition() instanceof Entity) || record.isTyped()) {
            problems.add(
                    "DECL_CONSTRAINT",
                    path,
                    record.name() + " is a relation, or in a union; only an entity with a table of its own can have an"
                            + " identity",
                    "Use unique(...)");
        } else if (declarations.eventSources.stream()
                .anyMatch(source -> source.eventEntity().name().equals(record.name()))) {
            problems.add(
                    "DECL_CONSTRAINT",
                    path,
                    record.name() + " holds events, and each event is a record of its own",
                    "Derive records with an identity from the events");
        }
    }

    private void checkValue(String attribute, ValueModel value) {
        if (value.property().isList() || !TYPES.contains(value.property().type())) {
            problems.add(
                    "DECL_CONSTRAINT",
                    path,
                    "'" + attribute + "' is " + value.property() + ", which says nothing about which record it is",
                    "Use texts, numbers or truth values");
        } else if (value.isDerived() || value.property().defaultValue() != null) {
            problems.add(
                    "DECL_CONSTRAINT",
                    path,
                    "'" + attribute + "' is derived or has a default",
                    "Use values that are always given");
        }
    }
}
