package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Projection;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation.End;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts declarations together by name. Where names clash the first one counts; the checks report the clash. */
final class Assembly {
    private final String name;
    private final ModelBuilder.Declarations declarations;
    private final @Nullable Expansion expansion;
    private final Families families;

    /**
     * An assembly.
     *
     * @param expansion what derivations are made of; null for a model whose derivations stay as they were declared, which is
     *     good for checks alone
     */
    Assembly(String name, ModelBuilder.Declarations declarations, @Nullable Expansion expansion) {
        this.name = name;
        this.declarations = declarations;
        this.expansion = expansion;
        this.families = new Families(declarations.allDefinitions());
    }

    Model assemble(List<Model.DerivedValue> evaluationOrder) {
        Map<String, RecordModel> records = new LinkedHashMap<>();
        Map<String, RecordModel> roots = new LinkedHashMap<>();
        for (RecordDefinition definition : declarations.allDefinitions()) {
            records.putIfAbsent(definition.name(), record(definition));
        }
        for (RecordDefinition definition : declarations.allDefinitions()) {
            String root = families.root(definition);
            roots.computeIfAbsent(root, key -> root(definition, records));
        }
        Map<String, ValueModel> globals = new LinkedHashMap<>();
        declarations.globals.forEach(property -> globals.putIfAbsent(property.name(), ValueModel.fact(property)));
        addDerived(Model.GLOBALS, globals);
        Map<String, EventSource<?>> sources = new LinkedHashMap<>();
        declarations.eventSources.forEach(source -> sources.putIfAbsent(source.name(), source));
        return new Model(name, records, roots, globals, sources, evaluationOrder);
    }

    private RecordModel record(RecordDefinition definition) {
        return new RecordModel(
                definition,
                Families.asRelation(definition),
                families.root(definition),
                families.membership(definition),
                values(definition),
                navigations(definition),
                computations(definition),
                constraints(definition));
    }

    /** What is stored for a family: the one record itself, or everything that the members of unions have. */
    private RecordModel root(RecordDefinition member, Map<String, RecordModel> records) {
        if (!families.isTyped(member)) {
            return records.getOrDefault(families.root(member), record(Families.withoutViews(member)));
        }
        Map<String, ValueModel> values = new LinkedHashMap<>();
        Map<String, Navigation> navigations = new LinkedHashMap<>();
        List<Constraint> constraints = new ArrayList<>();
        // The ends of a link are those of the family, not of the first of its relations.
        Objects.requireNonNull(records.get(families.root(member)), families.root(member))
                .navigations()
                .forEach(navigations::putIfAbsent);
        for (RecordModel record : records.values()) {
            if (record.root().equals(families.root(member))) {
                record.values().forEach(values::putIfAbsent);
                record.navigations().forEach(navigations::putIfAbsent);
                constraints.addAll(record.constraints());
            }
        }
        RecordDefinition union = Objects.requireNonNull(records.get(families.root(member)), families.root(member))
                .definition();
        return new RecordModel(
                union,
                Families.asRelation(union),
                families.root(member),
                Match.all(),
                values,
                navigations,
                List.of(),
                constraints);
    }

    private Map<String, ValueModel> values(RecordDefinition definition) {
        Map<String, ValueModel> values = new LinkedHashMap<>();
        if (families.isTyped(definition)) {
            values.put(Model.TYPE, ValueModel.typeOfRecord());
        }
        addValues(definition, values);
        return values;
    }

    private void addValues(RecordDefinition definition, Map<String, ValueModel> values) {
        RecordDefinition own = Families.withoutViews(definition);
        for (Property<?> property : own.properties()) {
            values.putIfAbsent(property.name(), ValueModel.fact(property));
        }
        addDerived(own.name(), values);
        Families.inputs(own).forEach(input -> addValues(input, values));
    }

    private void addDerived(String record, Map<String, ValueModel> values) {
        if (expansion != null) {
            expansion.of(record).forEach(value -> values.putIfAbsent(value.name(), value));
            return;
        }
        for (ModelBuilder.Declarations.ValueDerivation derivation : declarations.values) {
            if (derivation.record().equals(record)) {
                Computation.Elementary elementary =
                        derivation.computation() instanceof Computation.Elementary one ? one : null;
                values.putIfAbsent(
                        derivation.property().name(),
                        ValueModel.derived(derivation.property(), derivation.computation(), elementary));
            }
        }
    }

    private Map<String, Navigation> navigations(RecordDefinition definition) {
        Map<String, Navigation> navigations = new LinkedHashMap<>();
        Relation own = Families.asRelation(definition);
        if (own != null) {
            for (End end : End.values()) {
                String other = Families.withoutViews(end == End.SOURCE ? own.source() : own.target())
                        .name();
                navigations.put(end.attribute(), new Navigation(end.attribute(), own, end, other, false, true));
            }
        }
        for (RecordDefinition fact : declarations.facts) {
            Relation relation = fact instanceof View ? null : Families.asRelation(fact);
            if (relation != null) {
                if (Families.shares(definition, relation.source())) {
                    navigations.putIfAbsent(relation.sourceProperty(), fromSource(relation));
                }
                if (Families.shares(definition, relation.target())) {
                    navigations.putIfAbsent(relation.targetProperty(), fromTarget(relation));
                }
            }
        }
        return navigations;
    }

    private static Navigation fromSource(Relation relation) {
        return new Navigation(
                relation.sourceProperty(),
                relation,
                End.SOURCE,
                Families.withoutViews(relation.target()).name(),
                !relation.cardinality().singleTarget(),
                false);
    }

    private static Navigation fromTarget(Relation relation) {
        return new Navigation(
                relation.targetProperty(),
                relation,
                End.TARGET,
                Families.withoutViews(relation.source()).name(),
                !relation.cardinality().singleSource(),
                false);
    }

    private List<Constraint> constraints(RecordDefinition definition) {
        List<Constraint> constraints = new ArrayList<>();
        declarations.constraints.stream()
                .filter(constrained -> constrained.record().equals(definition.name()))
                .map(ModelBuilder.Declarations.Constrained::constraint)
                .forEach(constraints::add);
        if (expansion != null && computations(definition).stream().anyMatch(Projection.class::isInstance)) {
            constraints.add(Projections.key(definition.name()));
        }
        return constraints;
    }

    private List<Computation.OfRecords> computations(RecordDefinition definition) {
        List<Computation.OfRecords> list = new ArrayList<>();
        for (ModelBuilder.Declarations.RecordDerivation derivation : declarations.records) {
            if (derivation.record().name().equals(definition.name())) {
                list.add(expansion == null ? derivation.computation() : ValuePaths.flattened(derivation.computation()));
            }
        }
        return list;
    }
}
