package dev.entail.core.model;

import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which definitions are stored together, and which of the stored records belong to each. Definitions that share a union are
 * one family with one table; any other entity or relation is a family of its own.
 */
final class Families {
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();

    Families(List<RecordDefinition> definitions) {
        for (RecordDefinition definition : definitions) {
            Set<String> concrete = concrete(definition);
            concrete.forEach(name -> parents.putIfAbsent(name, name));
            if (!inputs(definition).isEmpty()) {
                String first = concrete.iterator().next();
                concrete.forEach(name -> parents.put(top(name), top(first)));
            }
        }
        for (RecordDefinition definition : definitions) {
            for (String name : concrete(definition)) {
                members.computeIfAbsent(top(name), key -> new LinkedHashSet<>()).add(name);
                if (!inputs(definition).isEmpty()) {
                    names.putIfAbsent(top(name), definition.name());
                }
            }
        }
    }

    private String top(String name) {
        String parent = parents.getOrDefault(name, name);
        return parent.equals(name) ? name : top(parent);
    }

    /** Name of the family: that of its first union, or of its only member. */
    String root(RecordDefinition definition) {
        String top = top(concrete(definition).iterator().next());
        return names.getOrDefault(top, top);
    }

    /** Names of the entities or relations of the family of {@code definition}, in the order of declaration. */
    Set<String> members(RecordDefinition definition) {
        return members.getOrDefault(top(concrete(definition).iterator().next()), Set.of());
    }

    /** Whether the records of a family say what they were created as. */
    boolean isTyped(RecordDefinition definition) {
        return names.containsKey(top(concrete(definition).iterator().next()));
    }

    /** Which of the stored records of its family belong to a definition. */
    Match membership(RecordDefinition definition) {
        if (concrete(definition).containsAll(members(definition)) && isWhole(definition)) {
            return Match.all();
        }
        return switch (definition) {
            case Entity entity -> Match.eq(Model.TYPE, entity.name());
            case Relation relation -> Match.eq(Model.TYPE, relation.name());
            case View view -> both(membership(view.base()), view.condition());
            case RelationView view -> both(membership(view.base()), view.condition());
            case Union union -> any(union.inputs());
            case RelationUnion union -> any(union.inputs());
        };
    }

    private Match any(List<RecordDefinition> inputs) {
        return Match.or(inputs.stream().map(this::membership).toArray(Match[]::new));
    }

    private static Match both(Match left, Match right) {
        return left instanceof Match.All ? right : Match.and(left, right);
    }

    /** Whether no view leaves records out. */
    private static boolean isWhole(RecordDefinition definition) {
        return switch (definition) {
            case Entity entity -> true;
            case Relation relation -> true;
            case View view -> false;
            case RelationView view -> false;
            case Union union -> union.inputs().stream().allMatch(Families::isWhole);
            case RelationUnion union -> union.inputs().stream().allMatch(Families::isWhole);
        };
    }

    /** Names of the entities or relations whose records a definition has. */
    static Set<String> concrete(RecordDefinition definition) {
        Set<String> names = new LinkedHashSet<>();
        RecordDefinition stripped = withoutViews(definition);
        if (inputs(stripped).isEmpty()) {
            names.add(stripped.name());
        }
        inputs(stripped).forEach(input -> names.addAll(concrete(input)));
        if (names.isEmpty()) {
            // An empty union, which the checks refuse.
            names.add(stripped.name());
        }
        return names;
    }

    /** The definition below all views. */
    static RecordDefinition withoutViews(RecordDefinition definition) {
        return switch (definition) {
            case View view -> withoutViews(view.base());
            case RelationView view -> withoutViews(view.base());
            case Entity entity -> entity;
            case Relation relation -> relation;
            case Union union -> union;
            case RelationUnion union -> union;
        };
    }

    /** What a union puts together; empty for anything else. */
    static List<RecordDefinition> inputs(RecordDefinition definition) {
        return switch (definition) {
            case Union union -> union.inputs();
            case RelationUnion union -> union.inputs();
            case Entity entity -> List.of();
            case Relation relation -> List.of();
            case View view -> List.of();
            case RelationView view -> List.of();
        };
    }

    /** Whether an attribute declared for {@code declared} is one of {@code holder} too. */
    static boolean shares(RecordDefinition holder, RecordDefinition declared) {
        RecordDefinition own = withoutViews(holder);
        RecordDefinition other = withoutViews(declared);
        return own.name().equals(other.name()) || isPart(own, other) || isPart(other, own);
    }

    private static boolean isPart(RecordDefinition part, RecordDefinition union) {
        return inputs(union).stream()
                .map(Families::withoutViews)
                .anyMatch(input -> input.name().equals(part.name()) || isPart(part, input));
    }

    /** What a relation, a view of one or a union of some looks like as a relation; null for anything else. */
    static @Nullable Relation asRelation(RecordDefinition definition) {
        return switch (definition) {
            case Relation relation -> relation;
            case RelationView view -> renamed(view.name(), view.base(), view.sourceProperty(), view.targetProperty());
            case RelationUnion union ->
                union.inputs().isEmpty()
                        ? null
                        : renamed(union.name(), union.inputs().get(0), union.sourceProperty(), union.targetProperty());
            case View view -> linksOf(view);
            case Entity entity -> null;
            case Union union -> null;
        };
    }

    /** A plain view of links has ends as well, although nobody navigates over it. */
    private static @Nullable Relation linksOf(View view) {
        Relation base = asRelation(view.base());
        return base == null ? null : renamed(view.name(), view.base(), base.sourceProperty(), base.targetProperty());
    }

    private static @Nullable Relation renamed(
            String name, RecordDefinition base, String sourceProperty, String targetProperty) {
        Relation shape = asRelation(base);
        return shape == null
                ? null
                : new Relation(
                        name,
                        shape.source(),
                        sourceProperty,
                        shape.cardinality(),
                        shape.target(),
                        targetProperty,
                        shape.properties(),
                        shape.reliant());
    }

    /** Entities or relations that records are created as under the name of a definition; empty for unions. */
    static List<String> creates(RecordDefinition definition) {
        RecordDefinition own = withoutViews(definition);
        return inputs(own).isEmpty() ? new ArrayList<>(List.of(own.name())) : List.of();
    }
}
