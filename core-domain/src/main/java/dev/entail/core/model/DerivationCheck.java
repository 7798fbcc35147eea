package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks derivations against the assembled facts (MOD-32, MOD-44, MOD-130, SCH cycles). */
final class DerivationCheck {
    private final ModelBuilder.Declarations declarations;
    private final Model model;
    private final Problems problems;
    private final SequenceCheck sequences;

    DerivationCheck(ModelBuilder.Declarations declarations, Model model, Problems problems) {
        this.declarations = declarations;
        this.model = model;
        this.problems = problems;
        this.sequences = new SequenceCheck(model, problems);
    }

    void check() {
        checkGlobalNames();
        for (ModelBuilder.Declarations.ValueDerivation derivation : declarations.values) {
            checkValue(derivation);
        }
        for (ModelBuilder.Declarations.RecordDerivation derivation : declarations.records) {
            checkRecords(derivation.record(), derivation.computation());
        }
        for (List<String> cycle : DerivationOrder.of(model).cycles()) {
            problems.add(
                    "DERIVATION_CYCLE",
                    cycle.get(0),
                    "The value depends on itself: " + String.join(" <- ", cycle) + " <- " + cycle.get(0),
                    "Break the cycle by deriving one of these values from facts");
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
            unknownRecord(path, derivation.record());
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
        if (property.defaultValue() != null) {
            problems.add(
                    "DECL_TWO_WRITERS",
                    path,
                    "The value is derived and also has a default",
                    "Remove the default; a derived value always has a value of its own");
        }
        switch (derivation.computation()) {
            case Count count -> {
                checkItems(path, record, count.items());
                requireType(path, property, ValueType.INTEGER, "Count");
            }
            case Summation sum -> {
                RecordModel items = checkItems(path, record, sum.items());
                if (items != null) {
                    checkSummand(path, property, items, sum.value());
                }
            }
            case Computed computed -> checkInputs(path, global, record, computed);
            case Sequence sequence -> sequences.check(path, record, property, sequence);
        }
    }

    /** The record of the items, or null after reporting why there is none. */
    private @Nullable RecordModel checkItems(String path, @Nullable RecordModel holder, Items items) {
        return switch (items) {
            case Items.All all -> {
                if (holder != null) {
                    problems.add(
                            "SETUP_COMPUTATION_CONTEXT",
                            path,
                            "A property cannot aggregate over all of "
                                    + all.record().name(),
                            "Name a relation attribute of " + holder.name() + ", one of "
                                    + new TreeSet<>(holder.navigations().keySet()));
                }
                RecordModel record = model.records().get(all.record().name());
                if (record == null) {
                    unknownRecord(path, all.record().name());
                }
                yield holder == null ? record : null;
            }
            case Items.Related related -> related(path, holder, related.property());
        };
    }

    private @Nullable RecordModel related(String path, @Nullable RecordModel holder, String property) {
        if (holder == null) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "A global value cannot aggregate over the relation attribute '" + property + "'",
                    "Name an entity or relation instead");
            return null;
        }
        Navigation navigation = holder.navigations().get(property);
        if (navigation != null && navigation.isEnd()) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "A link cannot aggregate over its ends",
                    "Derive the value for the entity at the end of " + holder.name());
            return null;
        }
        if (navigation == null) {
            Set<String> known = new TreeSet<>(holder.navigations().keySet());
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    path,
                    holder.name() + " has no relation attribute '" + property + "'"
                            + Suggestion.forName(property, known),
                    "Use one of " + known);
            return null;
        }
        Relation relation = navigation.relation();
        RecordDefinition declared = Families.withoutViews(
                navigation.from() == Navigation.End.SOURCE ? relation.source() : relation.target());
        if (!declared.name().equals(holder.name())) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "'" + property + "' is declared for " + declared.name() + ", whose other records have it too",
                    "Declare the relation for " + holder.name() + " alone, or aggregate elsewhere");
            return null;
        }
        return model.records().get(navigation.targetRecord());
    }

    private void checkSummand(String path, Property<?> result, RecordModel items, String name) {
        ValueModel value = items.values().get(name);
        if (value == null) {
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    path,
                    items.name() + " has no value '" + name + "'"
                            + Suggestion.forName(name, items.values().keySet()),
                    "Use one of " + items.values().keySet());
        } else if (!value.property().type().isNumeric() || value.property().isList()) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    items.name() + "." + name + " is " + value.property() + ", which cannot be summed",
                    "Sum an integer, decimal or number");
        } else {
            requireType(path, result, value.property().type(), "This sum");
        }
    }

    private void requireType(String path, Property<?> property, ValueType type, String what) {
        if (property.type() != type || property.isList()) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    what + " yields " + type.description() + ", the property is " + property,
                    "Declare the property as " + type.description());
        }
    }

    private void checkInputs(String path, boolean global, @Nullable RecordModel record, Computed computed) {
        if (global || record == null) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "A global value has no record to be computed from",
                    "Use an aggregate such as Count or Summation");
            return;
        }
        for (String input : computed.inputs()) {
            if (!record.values().containsKey(input)) {
                problems.add(
                        "DECL_UNKNOWN_ATTRIBUTE",
                        path,
                        record.name() + " has no value '" + input + "'"
                                + Suggestion.forName(input, record.values().keySet()),
                        "Use one of " + record.values().keySet());
            }
        }
    }

    private void checkRecords(RecordDefinition record, Computation.OfRecords computation) {
        if (!model.records().containsKey(record.name())) {
            unknownRecord(record.name(), record.name());
        }
        if (!(record instanceof Entity) && !(record instanceof Relation)) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    record.name(),
                    "Records are not derived for a view or union",
                    "Derive them for what is below it");
        }
        EventSource<?> source = switch (computation) {
            case Transform<?> transform -> transform.source();
            case Removal<?> removal -> removal.source();
        };
        if (model.eventSources().get(source.name()) != source) {
            problems.add(
                    "DECL_UNKNOWN_EVENT_SOURCE",
                    record.name(),
                    "It is derived from event source '" + source.name() + "', which the model does not have",
                    "Add that very event source with events(...)");
        }
        if (computation instanceof Removal<?> && !(record instanceof Relation)) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    record.name(),
                    "A removal names links by their ends, and this is not a relation",
                    "Use it on a relation");
        }
    }

    private void unknownRecord(String path, String record) {
        problems.add(
                "DECL_UNKNOWN_RECORD",
                path,
                "The model has no entity or relation '" + record + "'"
                        + Suggestion.forName(record, model.records().keySet()),
                "Add it with facts(...)");
    }
}
