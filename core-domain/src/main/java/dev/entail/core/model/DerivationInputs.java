package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.query.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a derived value follows from: values, by {@code Record.value}, and records. */
final class DerivationInputs {
    private DerivationInputs() {}

    static List<String> of(Model model, String record, Computation.Elementary computation) {
        return switch (computation) {
            case Count count -> {
                ItemFunction<?> condition = count.condition();
                yield items(model, record, count.items(), condition == null ? List.of() : condition.inputs());
            }
            case Summation sum ->
                items(model, record, sum.items(), sum.summand().inputs());
            case Computed computed ->
                computed.inputs().stream().map(input -> record + "." + input).toList();
            case Lookup lookup -> {
                RecordModel holder = model.records().get(record);
                Navigation navigation =
                        holder == null ? null : holder.navigations().get(lookup.attribute());
                yield navigation == null
                        ? List.of()
                        : paths(model.records().get(navigation.targetRecord()), lookup.value());
            }
            case Computation.Reader reader ->
                record.equals(Model.GLOBALS) ? read(model, reader) : read(model, Reading.of(model, record, reader));
            case GlobalValue global -> List.of(Model.GLOBALS + "." + global.global());
            // Its value follows from what has happened, not from what there is.
            case StateMachine machine -> List.of();
            case Sequence sequence ->
                sequence.scope().stream()
                        .map(attribute -> record + "." + attribute)
                        .toList();
        };
    }

    /** Names of the entities, relations, views and unions whose records a derived value looks at. */
    static Set<String> records(Model model, String record, Computation.Elementary computation) {
        return switch (computation) {
            case Count count -> counted(model, record, count.items());
            case Summation sum -> counted(model, record, sum.items());
            case Lookup lookup ->
                Set.of(Objects.requireNonNull(model.record(record).navigations().get(lookup.attribute()))
                        .relation()
                        .name());
            case Computation.Reader reader -> recordsRead(model, record, reader);
            case StateMachine machine -> Set.of();
            case GlobalValue global -> Set.of();
            case Computed computed -> Set.of();
            case Sequence sequence -> Set.of();
        };
    }

    private static Set<String> counted(Model model, String record, Items items) {
        return Set.of(ItemScope.of(model, record, items).orElseThrow().counted().name());
    }

    private static Set<String> recordsRead(Model model, String holder, Computation.Reader reader) {
        Set<String> names = new LinkedHashSet<>();
        List<Reading> readings = new ArrayList<>();
        if (!holder.equals(Model.GLOBALS)) {
            readings.add(Reading.of(model, holder, reader));
        }
        reader.sets().values().forEach(set -> {
            names.add(set.record());
            readings.add(Reading.of(model, set));
        });
        for (Reading reading : readings) {
            for (Dependency dependency : reading.dependencies()) {
                if (dependency instanceof Dependency.OnLinks links) {
                    names.add(links.navigation().relation().name());
                }
            }
        }
        return names;
    }

    private static List<String> read(Model model, Computation.Reader reader) {
        List<String> values = new ArrayList<>();
        reader.globals().forEach(global -> values.add(Model.GLOBALS + "." + global));
        for (Query set : reader.sets().values()) {
            RecordModel items = model.records().get(set.record());
            if (items != null) {
                values.addAll(members(model, items));
                values.addAll(read(model, Reading.of(model, set)));
            }
        }
        return values;
    }

    private static List<String> read(Model model, Reading reading) {
        List<String> values = new ArrayList<>();
        for (Dependency dependency : reading.dependencies()) {
            switch (dependency) {
                case Dependency.OnValue value -> values.addAll(paths(model.record(value.record()), value.value()));
                case Dependency.OnLinks links ->
                    values.addAll(members(
                            model, model.record(links.navigation().relation().name())));
            }
        }
        return values;
    }

    /** What decides who belongs to a view, and which records of a custom computation there are. */
    private static List<String> members(Model model, RecordModel record) {
        List<String> values = new ArrayList<>();
        for (String name : record.concrete()) {
            if (model.record(name).yieldedBy().isPresent()) {
                values.add(Model.GLOBALS + "." + CustomRecords.marker(name).name());
            }
        }
        for (Dependency dependency : record.dependencies(model)) {
            if (dependency instanceof Dependency.OnValue value) {
                values.addAll(paths(model.record(value.record()), value.value()));
            }
        }
        return values;
    }

    /** What each item is looked at for, and what decides which items there are, if a view does. */
    private static List<String> items(Model model, String record, Items items, List<String> inputs) {
        ItemScope scope = ItemScope.of(model, record, items).orElse(null);
        if (scope == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>(members(model, scope.counted()));
        inputs.forEach(input -> values.addAll(paths(scope.holderOf(input), ItemScope.nameIn(input))));
        return values;
    }

    private static List<String> paths(@Nullable RecordModel record, String value) {
        return record == null
                ? List.of()
                : record.concrete().stream().map(name -> name + "." + value).toList();
    }
}
