package dev.entail.testkit.history;

import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import dev.entail.testkit.reference.Entailed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Random models, small and valid. */
final class ModelGenerator {
    private static final int ATTEMPTS = 200;

    private final Set<Feature> features;

    ModelGenerator(Set<Feature> features) {
        this.features = features;
    }

    /** The model that grows from a seed. What the checks refuse is not counted: another one is tried. */
    Model model(long seed) {
        return sketch(seed).current();
    }

    /** The declarations of the same model, to be added to. */
    ModelBuilder declarations(long seed) {
        return sketch(seed).declarations();
    }

    private Sketch sketch(long seed) {
        Choices seeds = new Choices(seed);
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Sketch> sketch = attempt(new Choices(seeds.seed()));
            if (sketch.isPresent()) {
                return sketch.get();
            }
        }
        throw new AssertionError("none of " + ATTEMPTS + " random models from seed " + seed + " is valid");
    }

    private Optional<Sketch> attempt(Choices choices) {
        try {
            return Optional.of(new OneModel(choices, features).sketch());
        } catch (InvalidModelException e) {
            return Optional.empty();
        }
    }

    /** Collects declarations step by step; each step looks at the model so far. */
    private static final class OneModel {
        private final Choices choices;
        private final Set<Feature> features;
        private final Sketch sketch;
        private final List<RecordDefinition> facts;
        private final List<Entity> entities;
        private final List<Relation> relations;
        private int views;

        OneModel(Choices choices, Set<Feature> features) {
            this.choices = choices;
            this.features = features;
            this.sketch = new Sketch(choices, features);
            this.facts = sketch.facts();
            this.entities = sketch.entities();
            this.relations = sketch.relations();
        }

        Sketch sketch() {
            int many = 2 + choices.below(2);
            for (int i = 0; i < many; i++) {
                sketch.add(Entity.entity("E" + i, properties()));
            }
            if (features.contains(Feature.UNIONS) && choices.oneIn(2)) {
                sketch.addSet(Union.of("U", entities.subList(0, 2).toArray(RecordDefinition[]::new)));
            }
            int links = 1 + choices.below(4);
            for (int i = 0; i < links; i++) {
                sketch.add(relation("R" + i));
            }
            if (features.contains(Feature.RELATION_UNIONS) && choices.oneIn(3)) {
                relationUnion();
            }
            if (choices.oneIn(2)) {
                Property<?> rate = choices.oneIn(2) ? Property.integer("rate").defaultTo(2L) : Property.decimal("rate");
                sketch.declare(builder -> builder.globals(rate, Property.text("motto")));
            }
            views();
            List<Entity> plain = List.copyOf(entities);
            Relation relation = choices.of(relations);
            derive();
            constrain(plain, relation);
            sketch.current();
            return sketch;
        }

        /** Same names in different entities, so that unions share columns. */
        private Property<?>[] properties() {
            List<Property<?>> all = new ArrayList<>();
            all.add(choices.oneIn(4) ? Property.text("a").defaultTo("none") : Property.text("a"));
            all.add(Property.integer("n"));
            for (Property<?> each : List.of(
                    Property.decimal("d").defaultTo(new BigDecimal("0.5")),
                    Property.number("x"),
                    Property.bool("b"),
                    Property.timestamp("t"),
                    Property.json("j"),
                    Property.list(Property.text("texts")),
                    Property.list(Property.decimal("decimals")),
                    Property.text("shout").defaultTo(row -> row.values().get("a") + "!"))) {
                if (choices.oneIn(4)) {
                    all.add(each);
                }
            }
            return all.toArray(Property<?>[]::new);
        }

        private Relation relation(String name) {
            RecordDefinition source = end();
            RecordDefinition target = end();
            String from = name.toLowerCase(Locale.ROOT) + "s";
            String to = name.toLowerCase(Locale.ROOT) + "t";
            Relation relation = switch (choices.below(4)) {
                case 0 -> Relation.oneToOne(source, from, target, to);
                case 1 -> Relation.oneToMany(source, from, target, to);
                case 2 -> Relation.manyToOne(source, from, target, to);
                default ->
                    choices.oneIn(3)
                            ? Relation.manyToMany(source, from, source, from)
                            : Relation.manyToMany(source, from, target, to);
            };
            if (features.contains(Feature.RELIANCE) && relation.cardinality().singleSource() && choices.oneIn(3)) {
                relation = relation.reliantTargets();
            }
            if (choices.oneIn(2)) {
                relation = choices.oneIn(2)
                        ? relation.with(Property.integer("since"))
                        : relation.with(Property.text("note").defaultTo("new"), Property.decimal("share"));
            }
            return relation.named(name);
        }

        private RecordDefinition end() {
            if (features.contains(Feature.LINK_ENDS) && !relations.isEmpty() && choices.oneIn(5)) {
                return choices.of(relations);
            }
            if (features.contains(Feature.UNIONS)
                    && facts.stream().anyMatch(Union.class::isInstance)
                    && choices.oneIn(4)) {
                return facts.stream()
                        .filter(Union.class::isInstance)
                        .findFirst()
                        .orElseThrow();
            }
            return choices.of(entities);
        }

        private void relationUnion() {
            Relation first = choices.of(relations);
            if (first.isSymmetric()) {
                return;
            }
            Relation twin = new Relation(
                    "Twin",
                    first.source(),
                    "twins",
                    first.cardinality(),
                    first.target(),
                    "twint",
                    List.of(Property.integer("since")),
                    first.reliant());
            sketch.add(twin);
            sketch.addSet(RelationUnion.of("RU", "rus", "rut", first, twin));
        }

        private void views() {
            int many = choices.below(3);
            for (int i = 0; i < many && features.contains(Feature.VIEWS); i++) {
                List<RecordDefinition> bases = new ArrayList<>(entities);
                facts.stream()
                        .filter(fact -> fact instanceof View || fact instanceof Union)
                        .forEach(bases::add);
                RecordDefinition base = choices.of(bases);
                Match match = new MatchGenerator(sketch.current(), features, choices).condition(base.name());
                sketch.addSet(View.of("V" + views++, base, match));
            }
            if (features.contains(Feature.RELATION_VIEWS) && choices.oneIn(2)) {
                Relation base = choices.of(relations);
                Match match = new MatchGenerator(sketch.current(), features, choices).condition(base.name());
                sketch.addSet(RelationView.of("RV", base, "rvs", base.isSymmetric() ? "rvs" : "rvt", match));
            }
        }

        /** Derived values, and now and then a view that looks at what is derived so far, which others may look at again. */
        private void derive() {
            DerivationGenerator generator = new DerivationGenerator(sketch);
            int many = 5 + choices.below(10);
            for (int i = 0; i < many; i++) {
                generator.next();
                if (choices.oneIn(4) && features.contains(Feature.DERIVED_VIEWS)) {
                    sketch.attempt(this::derivedView);
                }
            }
        }

        private void derivedView() {
            RecordDefinition base = choices.of(facts);
            RecordModel record = sketch.current().record(base);
            List<ValueModel> derived = record.values().values().stream()
                    .filter(value -> value.isDerived() && !value.isHidden() && !value.discriminator())
                    .filter(value -> value.property().type() != ValueType.JSON)
                    .toList();
            if (derived.isEmpty()) {
                return;
            }
            Match match = new MatchGenerator(sketch.current(), features, choices).comparing(choices.of(derived));
            if (record.relation().isEmpty()) {
                sketch.addSet(View.of("V" + views++, base, match));
            } else if (base instanceof Relation relation) {
                String name = "W" + views++;
                String from = name.toLowerCase(Locale.ROOT) + "s";
                String to = relation.isSymmetric() ? from : name.toLowerCase(Locale.ROOT) + "t";
                sketch.addSet(RelationView.of(name, relation, from, to, match));
            }
        }

        private void constrain(List<Entity> plain, Relation relation) {
            if (choices.oneIn(2)) {
                Entity entity = choices.of(plain);
                Constraint key = key(entity);
                sketch.declare(builder -> builder.constrain(entity, key));
            }
            if (choices.oneIn(3)) {
                Entity entity = choices.of(plain);
                sketch.declare(builder -> builder.constrain(entity, Constraint.required("needed", "n")));
            }
            boolean hasValue =
                    relation.properties().stream().anyMatch(property -> property.type() == ValueType.INTEGER);
            if (hasValue && !relation.isSymmetric() && choices.oneIn(3)) {
                sketch.declare(builder -> builder.constrain(
                        relation,
                        Constraint.unique("linkKey", "source", "since").withCode("LINK_KEY_TAKEN")));
            }
        }

        /** A key of values and perhaps of what the record points to, for all records or for some. */
        private Constraint key(Entity entity) {
            List<String> attributes = new ArrayList<>(List.of("a"));
            if (choices.oneIn(2)) {
                attributes.add("n");
            }
            Model model = sketch.current();
            Set<String> made = Entailed.records(model);
            model.record(entity).navigations().values().stream()
                    .filter(model::isHeld)
                    .filter(navigation -> !made.contains(navigation.relation().name()))
                    .filter(navigation -> choices.oneIn(3))
                    .findFirst()
                    .ifPresent(navigation -> attributes.add(navigation.name()));
            Constraint.Unique key = Constraint.unique("key", attributes.toArray(String[]::new));
            return switch (choices.below(8)) {
                case 0 -> key.where(Match.ne("n", 1L));
                case 1 -> key.where(Match.eq("a", "a"));
                case 2 -> key.where(Match.and(Match.isNotNull("a"), Match.notIn("n", List.of(0L, 3L))));
                default -> key;
            };
        }
    }
}
