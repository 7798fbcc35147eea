package dev.entail.core.model;

import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks entities, relations, properties and event sources (MOD-20..26, MOD-50..54, MOD-151, MOD-152). */
final class FactCheck {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
    private static final String FRAMEWORK_PREFIX = "_entail_";
    private static final Set<String> RESERVED = Set.of("id", "_rowid");
    private static final Set<String> RESERVED_ON_LINKS = Set.of("id", "_rowid", "source", "target");

    /** Names that no property or relation attribute may have, letter case aside. */
    static Set<String> reserved(boolean onLinks) {
        return onLinks ? RESERVED_ON_LINKS : RESERVED;
    }

    private final ModelBuilder.Declarations declarations;
    private final Problems problems;

    FactCheck(ModelBuilder.Declarations declarations, Problems problems) {
        this.declarations = declarations;
        this.problems = problems;
    }

    void check() {
        checkRecordNames();
        for (RecordDefinition definition : declarations.allDefinitions()) {
            checkName(definition.name(), definition.name());
            checkProperties(definition);
            switch (definition) {
                case Relation relation -> checkRelation(relation);
                case View view -> checkDeclared(view.base(), view.name());
                case RelationView view -> {
                    checkEndNames(view.name(), view.sourceProperty(), view.targetProperty());
                    checkDeclared(view.base(), view.name());
                }
                case Union union -> union.inputs().forEach(input -> checkDeclared(input, union.name()));
                case RelationUnion union -> {
                    checkEndNames(union.name(), union.sourceProperty(), union.targetProperty());
                    union.inputs().forEach(input -> checkDeclared(input, union.name()));
                }
                case Entity entity -> {}
            }
        }
        checkEventSources();
    }

    private void checkRecordNames() {
        Map<String, String> seen = new HashMap<>();
        seen.put(folded(Model.GLOBALS), Model.GLOBALS);
        for (RecordDefinition definition : declarations.allDefinitions()) {
            String name = definition.name();
            String other = seen.putIfAbsent(folded(name), name);
            if (name.equals(Model.GLOBALS) || folded(name).startsWith(FRAMEWORK_PREFIX)) {
                problems.add(
                        "SETUP_RECORD_DUPLICATE", name, "The name is taken by the framework", "Choose another name");
            } else if (name.equals(other)) {
                problems.add(
                        "SETUP_RECORD_DUPLICATE",
                        name,
                        "Two entities or relations have this name",
                        "Give one of them another name; relations are named with named(...)");
            } else if (other != null) {
                caseClash(name, other);
            }
        }
    }

    private void checkName(String name, String path) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    "DECL_NAME_INVALID",
                    path,
                    "'" + name + "' is not a name",
                    "Use letters A-Z, a-z, digits and underscores");
        }
    }

    private void checkProperties(RecordDefinition definition) {
        Set<String> reserved = reserved(definition instanceof Relation);
        Map<String, String> seen = new HashMap<>();
        for (Property<?> property : declaredProperties(definition)) {
            String path = definition.name() + "." + property.name();
            checkName(property.name(), path);
            if (reserved.contains(folded(property.name()))) {
                problems.add("DECL_PROPERTY_RESERVED", path, "The name is reserved", "Choose another name");
            }
            String other = seen.putIfAbsent(folded(property.name()), property.name());
            if (property.name().equals(other)) {
                problems.add(
                        "DECL_PROPERTY_DUPLICATE",
                        path,
                        "Two properties, declared or derived, have this name",
                        "Remove or rename one; a value has exactly one writer");
            } else if (other != null) {
                caseClash(path, definition.name() + "." + other);
            }
        }
    }

    private List<Property<?>> declaredProperties(RecordDefinition definition) {
        List<Property<?>> all = new java.util.ArrayList<>(definition.properties());
        declarations.values.stream()
                .filter(derivation -> derivation.record().equals(definition.name()))
                .forEach(derivation -> all.add(derivation.property()));
        return all;
    }

    private void checkRelation(Relation relation) {
        String path = relation.name();
        checkEndNames(path, relation.sourceProperty(), relation.targetProperty());
        for (RecordDefinition end : List.of(relation.source(), relation.target())) {
            checkDeclared(end, path);
        }
        if (relation.reliant() && !relation.cardinality().singleSource()) {
            problems.add(
                    "DECL_RELIANCE_TYPE",
                    path,
                    "A target that depends on its source has one source, and this relation is "
                            + relation.cardinality().notation(),
                    "Use oneToOne or oneToMany with the owner as the source");
        }
        if (relation.isSymmetric() && relation.cardinality() != Cardinality.MANY_TO_MANY) {
            problems.add(
                    "DECL_SYMMETRIC_TYPE",
                    path,
                    "A relation with the same entity and name at both ends must be n:n, this one is "
                            + relation.cardinality().notation(),
                    "Use manyToMany, or two different names for a relation with a direction");
        }
    }

    private void checkEndNames(String path, String sourceProperty, String targetProperty) {
        checkName(sourceProperty, path + ".sourceProperty");
        checkName(targetProperty, path + ".targetProperty");
    }

    private void checkDeclared(RecordDefinition definition, String path) {
        if (declarations.allDefinitions().contains(definition)) {
            return;
        }
        boolean sameName =
                declarations.facts.stream().anyMatch(fact -> fact.name().equals(definition.name()));
        problems.add(
                "DECL_UNKNOWN_RECORD",
                path,
                sameName
                        ? "It refers to a '" + definition.name() + "' other than the one in the model"
                        : "It refers to '" + definition.name() + "', which the model does not have",
                "Add that very definition with facts(...)");
    }

    private void checkEventSources() {
        Map<String, EventSource<?>> seen = new HashMap<>();
        for (EventSource<?> source : declarations.eventSources) {
            String path = "events." + source.name();
            if (source.name().isBlank() || (source.name().contains(":") && source.standsFor() == null)) {
                problems.add(
                        "DECL_NAME_INVALID",
                        path,
                        "'" + source.name() + "' is not a name for an event source",
                        "Use a name that is not blank and has no colon");
            }
            EventSource<?> other = seen.putIfAbsent(source.name(), source);
            if (other != null && other != source) {
                problems.add(
                        "SETUP_EVENT_SOURCE_DUPLICATE",
                        path,
                        "Two event sources have this name",
                        "Give one of them another name");
            }
            Entity entity = source.eventEntity();
            if (declarations.allDefinitions().stream()
                    .anyMatch(definition -> definition.name().equals(entity.name()) && !definition.equals(entity))) {
                problems.add(
                        "SETUP_RECORD_DUPLICATE",
                        entity.name(),
                        "The events of '" + source.name()
                                + "' are stored under this name, which another declaration uses",
                        "Rename the other entity or relation");
            }
            source.references().forEach(reference -> checkDeclared(reference, path));
            source.problems().forEach(problems::add);
        }
        declarations.parts.forEach(part -> part.problems(declarations.parts).forEach(problems::add));
    }

    private void caseClash(String path, String other) {
        problems.add(
                "DECL_NAME_CASE_CLASH",
                path,
                "The name differs from " + other + " only in letter case, which some databases ignore",
                "Rename one of them");
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
