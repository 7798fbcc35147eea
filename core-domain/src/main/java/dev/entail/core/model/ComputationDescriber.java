package dev.entail.core.model;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Async;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.description.ComputationDescription;
import dev.entail.core.description.JsonTree;
import dev.entail.core.description.TriggerDescription;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.MatchTree;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes computations as they were declared. */
final class ComputationDescriber {
    private ComputationDescriber() {}

    static ComputationDescription of(Computation.OfValue computation) {
        return switch (computation) {
            case Count count -> aggregate("count", count.items(), count.condition(), Map.of());
            case Summation sum -> aggregate("sum", sum.items(), sum.summand(), Map.of());
            case WeightedSummation sum ->
                new ComputationDescription.Aggregate(
                        "weightedSum", items(sum.items()), sum.function().inputs(), !sum.isProduct(), Map.of());
            case Average average ->
                aggregate(
                        "average", average.items(), average.function(), Map.of("ignoresNulls", average.ignoresNulls()));
            case Every every ->
                aggregate("every", every.items(), every.function(), Map.of("whenEmpty", every.whenEmpty()));
            case Any any -> aggregate("any", any.items(), any.function(), Map.of());
            case Computed computed -> new ComputationDescription.Computed(computed.inputs());
            case Lookup lookup -> new ComputationDescription.Copy("lookup", lookup.path());
            case GlobalValue global ->
                new ComputationDescription.Copy("globalValue", GlobalValue.PREFIX + global.global());
            case Sequence sequence ->
                new ComputationDescription.Numbering(
                        sequence.name(),
                        sequence.scope(),
                        sequence.start(),
                        sequence.step(),
                        new JsonTree(MatchTree.of(sequence.where())),
                        sequence.manual());
            case StateMachine machine -> machine(machine);
            case Custom custom -> reader("custom", custom.parts(), custom.sets(), List.of());
            case RealTime realTime -> reader("realTime", realTime.parts(), realTime.sets(), List.of());
            case Async async -> reader("async", async.parts(), async.sets(), List.of());
        };
    }

    static ComputationDescription of(Computation.OfRecords computation) {
        return switch (computation) {
            case Transform<?> transform ->
                new ComputationDescription.Triggered("transform", trigger(transform.trigger()));
            case Removal<?> removal -> new ComputationDescription.Triggered("removal", trigger(removal.trigger()));
            case Projection projection ->
                new ComputationDescription.Projection(
                        projection.source().name(),
                        projection.inputs().stream().map(ValuePaths::declared).toList());
            case CustomRecords records ->
                reader("customRecords", records.reads().parts(), records.reads().sets(), records.key());
        };
    }

    private static ComputationDescription aggregate(
            String kind, Items items, @Nullable ItemFunction<?> function, Map<String, Boolean> options) {
        return new ComputationDescription.Aggregate(
                kind,
                items(items),
                function == null ? List.of() : function.inputs(),
                function != null && !function.plain(),
                options);
    }

    private static ComputationDescription.Items items(Items items) {
        return switch (items) {
            case Items.Related related -> new ComputationDescription.Items.Related(related.property());
            case Items.All all ->
                new ComputationDescription.Items.All(all.record().name());
        };
    }

    private static ComputationDescription machine(StateMachine machine) {
        return new ComputationDescription.Machine(
                machine.states(),
                machine.ends(),
                machine.hasValues(),
                machine.transfers().stream()
                        .map(transfer -> new ComputationDescription.Transfer(
                                transfer.from(), transfer.to(), trigger(transfer.trigger())))
                        .toList());
    }

    private static TriggerDescription trigger(Trigger<?> trigger) {
        return switch (trigger) {
            case Trigger.Dispatched<?> dispatched ->
                new TriggerDescription.Dispatched(
                        dispatched.source().name(),
                        dispatched.source().eventEntity().name());
            case Trigger.Mutated mutated -> {
                String record = mutated.record();
                yield record == null
                        ? new TriggerDescription.Changed(mutated.values())
                        : new TriggerDescription.Mutated(
                                record, mutated.kind().name().toLowerCase(Locale.ROOT), mutated.values());
            }
        };
    }

    private static ComputationDescription reader(
            String kind, List<Selection> parts, Map<String, Query> sets, List<String> key) {
        return new ComputationDescription.Reader(
                kind,
                new JsonTree(QueryTree.of(parts)),
                sets.entrySet().stream()
                        .map(set -> new ComputationDescription.Set(
                                set.getKey(), set.getValue().record(), new JsonTree(QueryTree.of(set.getValue()))))
                        .toList(),
                key);
    }
}
