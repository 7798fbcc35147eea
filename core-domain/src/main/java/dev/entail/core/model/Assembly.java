package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Navigation.End;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts declarations together by name. Where names clash the first one counts; the checks report the clash. */
final class Assembly {
    private final String name;
    private final ModelBuilder.Declarations declarations;

    Assembly(String name, ModelBuilder.Declarations declarations) {
        this.name = name;
        this.declarations = declarations;
    }

    Model assemble(List<Model.DerivedValue> evaluationOrder) {
        Map<String, RecordModel> records = new LinkedHashMap<>();
        for (RecordDefinition definition : declarations.allDefinitions()) {
            records.putIfAbsent(
                    definition.name(),
                    new RecordModel(
                            definition,
                            values(definition),
                            navigations(definition),
                            computations(definition),
                            constraints(definition)));
        }
        Map<String, ValueModel> globals = new LinkedHashMap<>();
        addDerived(Model.GLOBALS, globals);
        Map<String, EventSource<?>> sources = new LinkedHashMap<>();
        declarations.eventSources.forEach(source -> sources.putIfAbsent(source.name(), source));
        return new Model(name, records, globals, sources, evaluationOrder);
    }

    private Map<String, ValueModel> values(RecordDefinition definition) {
        Map<String, ValueModel> values = new LinkedHashMap<>();
        for (Property<?> property : definition.properties()) {
            values.putIfAbsent(property.name(), new ValueModel(property, null));
        }
        addDerived(definition.name(), values);
        return values;
    }

    private void addDerived(String record, Map<String, ValueModel> values) {
        for (ModelBuilder.Declarations.ValueDerivation derivation : declarations.values) {
            if (derivation.record().equals(record)) {
                values.putIfAbsent(
                        derivation.property().name(), new ValueModel(derivation.property(), derivation.computation()));
            }
        }
    }

    private Map<String, Navigation> navigations(RecordDefinition definition) {
        Map<String, Navigation> navigations = new LinkedHashMap<>();
        if (definition instanceof Relation relation) {
            for (End end : End.values()) {
                Entity entity = end == End.SOURCE ? relation.source() : relation.target();
                navigations.put(end.attribute(), new Navigation(end.attribute(), relation, end, entity.name(), false));
            }
            return navigations;
        }
        for (RecordDefinition fact : declarations.facts) {
            if (fact instanceof Relation relation) {
                if (relation.source().name().equals(definition.name())) {
                    navigations.putIfAbsent(relation.sourceProperty(), fromSource(relation));
                }
                if (relation.target().name().equals(definition.name())) {
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
                relation.target().name(),
                !relation.cardinality().singleTarget());
    }

    private static Navigation fromTarget(Relation relation) {
        return new Navigation(
                relation.targetProperty(),
                relation,
                End.TARGET,
                relation.source().name(),
                !relation.cardinality().singleSource());
    }

    private List<Constraint> constraints(RecordDefinition definition) {
        return declarations.constraints.stream()
                .filter(constrained -> constrained.record().equals(definition.name()))
                .map(ModelBuilder.Declarations.Constrained::constraint)
                .toList();
    }

    private List<Computation.OfRecords> computations(RecordDefinition definition) {
        List<Computation.OfRecords> list = new ArrayList<>();
        for (ModelBuilder.Declarations.RecordDerivation derivation : declarations.records) {
            if (derivation.record().name().equals(definition.name())) {
                list.add(derivation.computation());
            }
        }
        return list;
    }
}
