package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computation.Composite;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes declared computations apart into elementary ones. A composite becomes its parts; a path over single relations becomes
 * a hidden {@link Lookup} at each record on the way, so that all other computations look at values of one row, or of one row and
 * its link, and a change far away travels one relation at a time.
 */
final class Expansion {
    private final Model facts;
    private final Map<String, Map<String, ValueModel>> lookups = new LinkedHashMap<>();
    private final Map<String, List<ValueModel>> derived = new LinkedHashMap<>();

    /**
     * Expands declarations.
     *
     * @param facts the model without expansion; what does not fit it is passed over
     */
    Expansion(ModelBuilder.Declarations declarations, Model facts) {
        this.facts = facts;
        for (ModelBuilder.Declarations.ValueDerivation derivation : declarations.values) {
            List<ValueModel> parts = parts(derivation);
            parts.forEach(part -> follow(derivation.record(), part));
            derived.computeIfAbsent(derivation.record(), record -> new ArrayList<>())
                    .addAll(parts.stream().map(ValuePaths::flattened).toList());
        }
        for (ModelBuilder.Declarations.RecordDerivation derivation : declarations.records) {
            switch (derivation.computation()) {
                case Projection projection -> follow(derivation.record().name(), projection);
                case CustomRecords records -> follow(derivation.record(), records);
                case Transform<?> transform -> {}
                case Removal<?> removal -> {}
            }
        }
    }

    /** All that is derived for a record, hidden values included, in the order of declaration. */
    List<ValueModel> of(String record) {
        List<ValueModel> all = new ArrayList<>(derived.getOrDefault(record, List.of()));
        all.addAll(lookups.getOrDefault(record, Map.of()).values());
        return all;
    }

    private List<ValueModel> parts(ModelBuilder.Declarations.ValueDerivation derivation) {
        Property<?> property = derivation.property();
        return switch (derivation.computation()) {
            case StateMachine machine
            when machine.hasValues() ->
                List.of(
                        ValueModel.derived(property, machine, machine),
                        ValueModel.state(Property.text(machine.stateName(property)), machine));
            case Computation.Reader reader -> read(property, reader);
            case Computation.Elementary elementary -> List.of(ValueModel.derived(property, elementary, elementary));
            case Composite composite -> {
                List<ValueModel> all = new ArrayList<>();
                List<Computation.Part> parts = composite.parts(property, inputType(derivation.record(), composite));
                for (Computation.Part part : parts.subList(0, parts.size() - 1)) {
                    all.add(ValueModel.hidden(part.property(), part.computation()));
                }
                all.add(ValueModel.derived(
                        property, composite, parts.get(parts.size() - 1).computation()));
                yield all;
            }
        };
    }

    private static List<ValueModel> read(Property<?> property, Computation.Reader reader) {
        List<ValueModel> all = new ArrayList<>(List.of(ValueModel.derived(property, reader, reader)));
        reader.beside(property).forEach(hidden -> all.add(ValueModel.beside(hidden, reader)));
        return all;
    }

    private ValueType inputType(String record, Composite composite) {
        List<String> inputs = composite.function().inputs();
        if (inputs.isEmpty()) {
            return ValueType.JSON;
        }
        String input = inputs.get(0);
        return ItemScope.of(facts, record, composite.items())
                .map(scope -> scope.holderOf(input))
                .flatMap(holder -> end(holder, ItemScope.nameIn(input)))
                .map(value -> value.property().type())
                .orElse(ValueType.JSON);
    }

    /** Sees to it that everything exists that a computation looks at. */
    private void follow(String record, ValueModel value) {
        switch (value.computation()) {
            case Count count -> {
                ItemFunction<?> condition = count.condition();
                if (condition != null) {
                    follow(record, count.items(), condition);
                }
            }
            case Summation sum -> follow(record, sum.items(), sum.summand());
            case Computed computed -> {
                RecordModel holder = facts.records().get(record);
                if (holder != null) {
                    computed.inputs().forEach(input -> require(holder, input));
                }
            }
            case Lookup lookup -> {
                RecordModel holder = facts.records().get(record);
                Navigation navigation =
                        holder == null ? null : holder.navigations().get(lookup.attribute());
                RecordModel target = navigation == null ? null : facts.records().get(navigation.targetRecord());
                if (target != null) {
                    require(target, lookup.value());
                }
            }
            case Computation.Reader reader -> {
                RecordModel holder = facts.records().get(record);
                if (holder != null) {
                    reader.globals().forEach(global -> requireGlobal(holder, GlobalValue.PREFIX + global));
                }
            }
            case GlobalValue global -> {}
            case Sequence sequence -> {}
            case StateMachine machine -> {}
            case null -> {}
        }
    }

    /** Records that are projected know what from. */
    private void follow(String record, Projection projection) {
        List<ValueModel> known = derived.computeIfAbsent(record, name -> new ArrayList<>());
        if (known.stream().noneMatch(value -> value.name().equals(Projections.SOURCE.name()))) {
            Projections.VALUES.forEach(property -> known.add(ValueModel.kept(property)));
        }
        RecordModel source = facts.records().get(projection.source().name());
        if (source != null) {
            projection.inputs().forEach(input -> require(source, input));
        }
    }

    /** A hidden global value stands for all the records together; without a key they know their place. */
    private void follow(RecordDefinition record, CustomRecords records) {
        derived.computeIfAbsent(Model.GLOBALS, name -> new ArrayList<>())
                .add(ValueModel.hidden(CustomRecords.marker(record.name()), records.forMarker()));
        if (records.key().isEmpty() && record instanceof Entity) {
            derived.computeIfAbsent(record.name(), name -> new ArrayList<>()).add(ValueModel.kept(Projections.INDEX));
        }
    }

    private void follow(String record, Items items, ItemFunction<?> function) {
        ItemScope.of(facts, record, items)
                .ifPresent(scope -> function.inputs().forEach(input -> {
                    RecordModel holder = scope.holderOf(input);
                    if (holder != null) {
                        require(holder, ItemScope.nameIn(input));
                    }
                }));
    }

    /** Sees to it that a record has a copy of the value at the end of a path, or of a global value. */
    private void require(RecordModel record, String path) {
        if (GlobalValue.isNamedBy(path)) {
            requireGlobal(record, path);
            return;
        }
        int dot = path.indexOf('.');
        Optional<ValueModel> end = dot < 0 ? Optional.empty() : end(record, path);
        if (end.isEmpty()) {
            return;
        }
        for (String concrete : record.concrete()) {
            RecordModel member = facts.records().get(concrete);
            if (member == null || !member.navigations().containsKey(path.substring(0, dot))) {
                // Only some members of a union have the relation; the others have nothing to look up.
                continue;
            }
            lookups.computeIfAbsent(concrete, name -> new LinkedHashMap<>())
                    .putIfAbsent(
                            path,
                            ValuePaths.flattened(ValueModel.hidden(
                                    end.get().property().named(ValuePaths.flat(path)), Lookup.of(path))));
        }
        Navigation navigation = record.navigations().get(path.substring(0, dot));
        RecordModel target = navigation == null ? null : facts.records().get(navigation.targetRecord());
        if (target != null) {
            require(target, path.substring(dot + 1));
        }
    }

    private void requireGlobal(RecordModel record, String input) {
        ValueModel global = facts.globals().get(GlobalValue.nameIn(input));
        if (global != null) {
            record.concrete()
                    .forEach(concrete -> lookups.computeIfAbsent(concrete, name -> new LinkedHashMap<>())
                            .putIfAbsent(
                                    input,
                                    ValueModel.hidden(global.property().named(input), GlobalValue.of(global.name()))));
        }
    }

    /** The value at the end of a path over single relations; empty if there is none. */
    private Optional<ValueModel> end(RecordModel record, String path) {
        if (GlobalValue.isNamedBy(path)) {
            return Optional.ofNullable(facts.globals().get(GlobalValue.nameIn(path)));
        }
        int dot = path.indexOf('.');
        if (dot < 0) {
            return Optional.ofNullable(record.values().get(path));
        }
        Navigation navigation = record.navigations().get(path.substring(0, dot));
        RecordModel target =
                navigation == null || navigation.many() ? null : facts.records().get(navigation.targetRecord());
        return target == null ? Optional.empty() : end(target, path.substring(dot + 1));
    }
}
