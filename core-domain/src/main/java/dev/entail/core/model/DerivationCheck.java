package dev.entail.core.model;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks derivations against the assembled facts (MOD-32, MOD-44, MOD-130, SCH cycles). */
final class DerivationCheck {
    private final ModelBuilder.Declarations declarations;
    private final Model model;
    private final Problems problems;
    private final SequenceCheck sequences;
    private final PathCheck paths;
    private final AggregateCheck aggregates;
    private final TriggerCheck triggers;
    private final StateMachineCheck machines;
    private final CustomCheck customs;
    private final CustomRecordsCheck yields;

    DerivationCheck(ModelBuilder.Declarations declarations, Model model, Problems problems) {
        this.declarations = declarations;
        this.model = model;
        this.problems = problems;
        this.sequences = new SequenceCheck(model, problems);
        this.paths = new PathCheck(model, problems);
        this.aggregates = new AggregateCheck(model, paths, problems);
        this.triggers = new TriggerCheck(model, problems);
        this.machines = new StateMachineCheck(triggers, problems);
        this.customs = new CustomCheck(model, paths, problems);
        this.yields = new CustomRecordsCheck(declarations, model, customs, problems);
    }

    void check() {
        checkGlobalNames();
        for (ModelBuilder.Declarations.ValueDerivation derivation : declarations.values) {
            checkValue(derivation);
        }
        for (ModelBuilder.Declarations.RecordDerivation derivation : declarations.records) {
            checkRecords(derivation.record(), derivation.computation());
        }
    }

    private void checkGlobalNames() {
        List<Property<?>> globals = new ArrayList<>(declarations.globals);
        declarations.values.stream()
                .filter(derivation -> derivation.record().equals(Model.GLOBALS))
                .forEach(derivation -> globals.add(derivation.property()));
        Map<String, String> seen = new HashMap<>();
        for (Property<?> global : globals) {
            String name = global.name();
            if (!FactCheck.NAME.matcher(name).matches()) {
                problems.add(
                        "DECL_NAME_INVALID",
                        Model.GLOBALS + "." + name,
                        "'" + name + "' is not a name",
                        "Use letters A-Z, a-z, digits and underscores");
            }
            if (seen.putIfAbsent(name.toLowerCase(java.util.Locale.ROOT), name) != null) {
                problems.add(
                        "DECL_PROPERTY_DUPLICATE",
                        Model.GLOBALS + "." + name,
                        "Two global values have this name, letter case aside",
                        "Rename one of them");
            }
        }
    }

    private void checkValue(ModelBuilder.Declarations.ValueDerivation derivation) {
        String path = derivation.record() + "." + derivation.property().name();
        boolean global = derivation.record().equals(Model.GLOBALS);
        RecordModel record = model.records().get(derivation.record());
        if (!global && record == null) {
            problems.unknownRecord(path, derivation.record(), model);
            return;
        }
        if (record != null && !record.isConcrete()) {
            problems.add(
                    "SETUP_VIEW_PROPERTY",
                    path,
                    record.name() + " is a view or union, which has the attributes of what is below it and no others",
                    "Derive the value for one of " + record.concrete());
            return;
        }
        Property<?> property = derivation.property();
        if (property.defaultValue() != null && !(derivation.computation() instanceof Async)) {
            problems.add(
                    "DECL_TWO_WRITERS",
                    path,
                    "The value is derived and also has a default",
                    "Remove the default; a derived value always has a value of its own");
        }
        switch (derivation.computation()) {
            case Count count -> aggregates.check(path, record, property, count);
            case Summation sum -> aggregates.check(path, record, property, sum);
            case Computation.Composite composite -> aggregates.check(path, record, property, composite);
            case Computed computed -> checkInputs(path, record, computed);
            case Lookup lookup -> checkCopy(path, record, property, lookup.path());
            case Custom custom -> customs.check(path, record, custom);
            case RealTime realTime -> customs.check(path, record, property, realTime);
            case Async async -> customs.check(path, record, async.reader());
            case GlobalValue copy -> checkCopy(path, record, property, GlobalValue.PREFIX + copy.global());
            case Sequence sequence -> sequences.check(path, record, property, sequence);
            case StateMachine machine -> machines.check(path, record, property, machine);
        }
    }

    private void checkInputs(String path, @Nullable RecordModel record, Computed computed) {
        for (String input : computed.inputs()) {
            if (record != null) {
                paths.value(path, record, input);
            } else if (!model.globals().containsKey(input)) {
                problems.add(
                        "DECL_UNKNOWN_ATTRIBUTE",
                        path,
                        "The model has no global value '" + input + "'"
                                + Suggestion.forName(input, model.globals().keySet()),
                        "Use one of " + model.globals().keySet());
            }
        }
    }

    private void checkCopy(String path, @Nullable RecordModel record, Property<?> property, String copied) {
        if (record == null) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "A global value has no record from which to look at others",
                    "Use it on a property of the records that look");
            return;
        }
        ValueModel found = paths.value(path, record, copied);
        if (found != null
                && (found.property().type() != property.type()
                        || found.property().isList() != property.isList())) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    "'" + copied + "' is " + found.property() + ", the property is " + property,
                    "Declare the property with the type of what is looked up");
        }
    }

    private void checkRecords(RecordDefinition record, Computation.OfRecords computation) {
        if (!model.records().containsKey(record.name())) {
            problems.unknownRecord(record.name(), record.name(), model);
        }
        if (!(record instanceof Entity) && !(record instanceof Relation)) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    record.name(),
                    "Records are not derived for a view or union",
                    "Derive them for what is below it");
        }
        switch (computation) {
            case Transform<?> transform -> triggers.check(record.name(), transform.trigger());
            case Removal<?> removal -> {
                triggers.check(record.name(), removal.trigger());
                requireRelation(record);
            }
            case Projection projection -> checkProjection(record.name(), projection);
            case CustomRecords records -> yields.check(record, records);
        }
    }

    private void requireRelation(RecordDefinition record) {
        if (!(record instanceof Relation)) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    record.name(),
                    "A removal names links by their ends, and this is not a relation",
                    "Use it on a relation");
        }
    }

    private void checkProjection(String path, Projection projection) {
        RecordModel source = model.records().get(projection.source().name());
        if (source == null) {
            problems.unknownRecord(path, projection.source().name(), model);
            return;
        }
        if (projection.inputs().isEmpty()) {
            problems.add(
                    "DECL_PROJECTION",
                    path,
                    "The projection from " + source.name() + " looks at nothing, so it can never change",
                    "Name the values that it looks at, at least one");
        }
        for (String input : projection.inputs()) {
            Navigation navigation = source.navigations().get(input);
            if (navigation == null || navigation.many()) {
                paths.value(path, source, input);
            }
        }
    }
}
