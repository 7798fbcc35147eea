package dev.entail.runtime.computation;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What every computation of a model subscribes to. The one place that knows all kinds of computation. */
public final class Subscriptions {
    private final Model model;

    private Subscriptions(Model model) {
        this.model = model;
    }

    /**
     * All subscriptions. Of two values that follow from the same mutation, the one that also depends on the other comes
     * first: it looks at the other before it changes, and hears of the change afterwards.
     */
    public static List<Subscription> of(Model model) {
        Subscriptions subscriptions = new Subscriptions(model);
        List<Subscription> all = new ArrayList<>();
        for (Model.DerivedValue derived : model.evaluationOrder().reversed()) {
            all.addAll(
                    derived.record().equals(Model.GLOBALS)
                            ? subscriptions.ofGlobal(derived.value())
                            : subscriptions.ofValue(model.record(derived.record()), derived.value()));
        }
        for (RecordModel record : model.records().values()) {
            record.computations().forEach(computation -> all.addAll(ofRecords(record, computation)));
        }
        return all;
    }

    private List<Subscription> ofValue(RecordModel holder, ValueModel value) {
        return switch (Objects.requireNonNull(value.computation())) {
            case Count count ->
                new RelatedCount(navigation(holder, count.items()), holder.name(), value).subscriptions();
            case Summation sum -> {
                Navigation navigation = navigation(holder, sum.items());
                yield new RelatedSum(
                                navigation,
                                model.record(navigation.targetRecord()).concrete(),
                                holder.name(),
                                value,
                                Objects.requireNonNull(model.record(navigation.targetRecord())
                                        .values()
                                        .get(sum.value())))
                        .subscriptions();
            }
            // The write session keeps values true that depend on their own row alone.
            case Computed computed -> List.of();
            case Sequence sequence -> new SequenceGuard(holder, value, sequence).subscriptions();
        };
    }

    private List<Subscription> ofGlobal(ValueModel global) {
        return switch (Objects.requireNonNull(global.computation())) {
            case Count count ->
                GlobalSum.counting(model.record(record(count.items())), global).subscriptions();
            case Summation sum -> {
                RecordModel record = model.record(record(sum.items()));
                ValueModel summand = record.values().get(sum.value());
                yield new GlobalSum(record, global, summand).subscriptions();
            }
            case Computed computed -> throw new IllegalStateException("The model check refuses this");
            case Sequence sequence -> throw new IllegalStateException("The model check refuses this");
        };
    }

    private static List<Subscription> ofRecords(RecordModel record, Computation.OfRecords computation) {
        return switch (computation) {
            case Transform<?> transform -> List.of(new EventTransform<>(record, transform).subscription());
            case Removal<?> removal -> List.of(new EventRemoval<>(record, removal).subscription());
        };
    }

    private static Navigation navigation(RecordModel holder, Items items) {
        return switch (items) {
            case Items.Related related ->
                Objects.requireNonNull(holder.navigations().get(related.property()));
            case Items.All all -> throw new IllegalStateException("The model check refuses this");
        };
    }

    private static String record(Items items) {
        return switch (items) {
            case Items.All all -> all.record().name();
            case Items.Related related -> throw new IllegalStateException("The model check refuses this");
        };
    }
}
