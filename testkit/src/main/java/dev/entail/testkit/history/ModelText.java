package dev.entail.testkit.history;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.View;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.testkit.reference.Settled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model in lines, for reports. */
final class ModelText {
    private ModelText() {}

    static List<String> lines(Model model) {
        List<String> lines = new ArrayList<>();
        for (RecordModel record : model.records().values()) {
            lines.add("  " + record.definition() + details(record));
            if (!record.isConcrete()) {
                continue;
            }
            record.values().values().forEach(value -> lines.add("    " + value.property() + by(value.computation())));
            record.computations().forEach(computation -> lines.add("    " + made(computation)));
            record.constraints().forEach(constraint -> lines.add("    " + constraint));
        }
        model.globals().values().forEach(value -> lines.add("  global " + value.property() + by(value.computation())));
        return lines;
    }

    private static String details(RecordModel record) {
        return switch (record.definition()) {
            case Relation relation -> relation.reliant() ? ", targets depend on their source" : "";
            case View view -> " where " + Text.of(view.condition());
            case RelationView view -> " where " + Text.of(view.condition());
            default -> "";
        };
    }

    private static String made(Computation.OfRecords computation) {
        return switch (computation) {
            case Projection projection ->
                "projected from " + projection.source().name() + " by " + projection.inputs();
            case CustomRecords records ->
                "yielded per " + records.key() + " from " + records.reads().parts()
                        + records.reads().sets();
            case Transform<?> transform -> "made by events";
            case Removal<?> removal -> "removed by events";
        };
    }

    private static String by(Computation.@Nullable Elementary computation) {
        return switch (computation) {
            case null -> "";
            case Count count ->
                " = count of " + items(count.items())
                        + (count.condition() == null
                                ? ""
                                : " where " + count.condition().inputs());
            case Summation sum -> " = sum of " + sum.summand().inputs() + " over " + items(sum.items());
            case Custom custom -> " = custom of " + custom.parts() + custom.sets();
            case RealTime realTime -> " = in time, from " + realTime.parts() + realTime.sets();
            case Async async ->
                " = async of " + async.reader().parts() + async.reader().sets();
            case GlobalValue global -> " = @" + global.global();
            case Lookup lookup -> " = " + lookup.path();
            case StateMachine machine ->
                " = machine of " + machine.states()
                        + Settled.of(machine)
                                .map(each -> " that comes to" + by(each))
                                .orElse("");
            case Computed computed -> " = computed from " + computed.inputs();
            case Sequence sequence -> " = number per " + sequence.scope();
        };
    }

    private static String items(Items items) {
        return switch (items) {
            case Items.Related related -> related.property();
            case Items.All all -> "all " + all.record().name();
        };
    }
}
