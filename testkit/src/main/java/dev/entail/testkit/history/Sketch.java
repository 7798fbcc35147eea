package dev.entail.testkit.history;

import dev.entail.core.computation.Computation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A random model in the making: declarations so far, and the choices that decide what comes next. Not thread-safe. */
final class Sketch {
    private final Choices choices;
    private final Set<Feature> features;
    private final List<RecordDefinition> facts = new ArrayList<>();
    private final List<Entity> entities = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<Consumer<ModelBuilder>> derivations = new ArrayList<>();
    private final Set<String> rounded = new HashSet<>();
    private final Set<String> large = new HashSet<>();
    private @Nullable Model model;
    private int names;

    Sketch(Choices choices, Set<Feature> features) {
        this.choices = choices;
        this.features = features;
    }

    Choices choices() {
        return choices;
    }

    Set<Feature> features() {
        return features;
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    /** Everything that has records, in the order of declaration. */
    List<RecordDefinition> facts() {
        return facts;
    }

    /** The entities, those that computations make included. */
    List<Entity> entities() {
        return entities;
    }

    /** The relations, those that computations make included. */
    List<Relation> relations() {
        return relations;
    }

    /** What values are derived for. */
    List<RecordDefinition> holders() {
        List<RecordDefinition> all = new ArrayList<>(entities);
        all.addAll(relations);
        return all;
    }

    String name(String prefix) {
        return prefix + names++;
    }

    void add(Entity entity) {
        entities.add(entity);
        addSet(entity);
    }

    void add(Relation relation) {
        relations.add(relation);
        addSet(relation);
    }

    /** A view or union. */
    void addSet(RecordDefinition set) {
        facts.add(set);
        model = null;
    }

    void declare(Consumer<ModelBuilder> declaration) {
        derivations.add(declaration);
        model = null;
    }

    void derive(RecordDefinition holder, Property<?> property, Computation.OfValue computation) {
        declare(builder -> builder.derive(holder, property, computation));
    }

    void derive(Property<?> global, Computation.OfValue computation) {
        declare(builder -> builder.derive(global, computation));
    }

    void derive(RecordDefinition record, Computation.OfRecords computation) {
        declare(builder -> builder.derive(record, computation));
    }

    /** Notes that a value is a floating-point number that was rounded, so that sums of such depend on their order. */
    void round(String name) {
        rounded.add(name);
    }

    boolean isRounded(String name) {
        return rounded.contains(name);
    }

    /** Notes that a value is a product, so that products of such may leave the range of decimals. */
    void enlarge(String name) {
        large.add(name);
    }

    boolean isLarge(String name) {
        return large.contains(name);
    }

    /** A value is like the one at the end of a path that it comes from. */
    void inherit(String name, String path) {
        String origin = path.substring(path.lastIndexOf('.') + 1).replace("@", "");
        if (isRounded(origin)) {
            round(name);
        }
        if (isLarge(origin)) {
            enlarge(name);
        }
    }

    /**
     * The model so far.
     *
     * @throws InvalidModelException if it is none
     */
    Model current() {
        Model current = model;
        if (current == null) {
            current = declarations().build();
            model = current;
        }
        return current;
    }

    /** Everything so far, to be added to. */
    ModelBuilder declarations() {
        ModelBuilder builder = Model.model("Random").facts(facts.toArray(RecordDefinition[]::new));
        derivations.forEach(each -> each.accept(builder));
        return builder;
    }

    /** Declares something, or takes it back if the model would not be one any more; tells whether it stays. */
    boolean attempt(Runnable declarations) {
        int wasFacts = facts.size();
        int wasEntities = entities.size();
        int wasRelations = relations.size();
        int wasDerivations = derivations.size();
        try {
            declarations.run();
            current();
            return derivations.size() > wasDerivations || facts.size() > wasFacts;
        } catch (InvalidModelException e) {
            facts.subList(wasFacts, facts.size()).clear();
            entities.subList(wasEntities, entities.size()).clear();
            relations.subList(wasRelations, relations.size()).clear();
            derivations.subList(wasDerivations, derivations.size()).clear();
            model = null;
            return false;
        }
    }
}
