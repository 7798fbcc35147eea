package dev.entail.core.model;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Checks that values and relation attributes of a record, of its views and of the unions it is in have different names
 * (MOD-56, STO-004).
 */
final class NamespaceCheck {
    private final ModelBuilder.Declarations declarations;
    private final Model model;
    private final Problems problems;
    private final Families families;

    NamespaceCheck(ModelBuilder.Declarations declarations, Model model, Problems problems) {
        this.declarations = declarations;
        this.model = model;
        this.problems = problems;
        this.families = new Families(declarations.allDefinitions());
    }

    void check() {
        Map<String, Map<String, String>> seen = new LinkedHashMap<>();
        for (RecordModel root : model.roots().values()) {
            Map<String, String> names = new HashMap<>();
            root.values().keySet().forEach(name -> names.put(folded(name), "property " + name));
            seen.put(root.name(), names);
        }
        for (RecordDefinition fact : declarations.facts) {
            Relation relation = fact instanceof View ? null : Families.asRelation(fact);
            if (relation != null) {
                claim(relation, seen);
            }
        }
    }

    private void claim(Relation relation, Map<String, Map<String, String>> seen) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        names.computeIfAbsent(families.root(relation.source()), key -> new HashSet<>())
                .add(relation.sourceProperty());
        Set<String> atTarget = names.computeIfAbsent(families.root(relation.target()), key -> new HashSet<>());
        if (!atTarget.add(relation.targetProperty()) && !relation.isSymmetric()) {
            conflict(families.root(relation.target()), relation, relation.targetProperty(), "its other end");
        }
        names.forEach((root, claimed) -> claimed.forEach(name -> claim(root, relation, name, seen)));
    }

    private void claim(String root, Relation relation, String name, Map<String, Map<String, String>> seen) {
        RecordModel holder = model.roots().get(root);
        boolean onLinks = holder != null && holder.relation().isPresent();
        if (FactCheck.reserved(onLinks).contains(folded(name))) {
            problems.add("DECL_PROPERTY_RESERVED", root + "." + name, "The name is reserved", "Choose another name");
        }
        String other = seen.computeIfAbsent(root, key -> new HashMap<>())
                .putIfAbsent(folded(name), "relation " + relation.name());
        if (other != null) {
            conflict(root, relation, name, other);
        }
    }

    private void conflict(String root, Relation relation, String name, String other) {
        problems.add(
                "SETUP_NAMESPACE_CONFLICT",
                root + "." + name,
                "Relation " + relation.name() + " and " + other + " use the same name, letter case aside",
                "Rename one of them; values and relations of a record, its views and unions share one namespace");
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
