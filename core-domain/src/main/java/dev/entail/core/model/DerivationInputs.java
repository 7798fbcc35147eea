package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values a derived value follows from, by {@code Record.value}. */
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
            case Custom custom ->
                record.equals(Model.GLOBALS) ? read(model, custom) : read(model, Reading.of(model, record, custom));
            case GlobalValue global -> List.of(Model.GLOBALS + "." + global.global());
            // Its value follows from what has happened, not from what there is.
            case StateMachine machine -> List.of();
            case Sequence sequence ->
                sequence.scope().stream()
                        .map(attribute -> record + "." + attribute)
                        .toList();
        };
    }

    private static List<String> read(Model model, Custom custom) {
        List<String> values = new ArrayList<>();
        custom.globals().forEach(global -> values.add(Model.GLOBALS + "." + global));
        for (Query set : custom.sets().values()) {
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
