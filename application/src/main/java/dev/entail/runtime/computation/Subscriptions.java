package dev.entail.runtime.computation;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
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
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What every computation of a model subscribes to. The one place that knows all kinds of computation. */
public final class Subscriptions {
    private final Model model;
    private final Occasions occasions;

    private Subscriptions(Model model) {
        this.model = model;
        this.occasions = new Occasions(model);
    }

    /**
     * All subscriptions. Of two values that follow from the same mutation, the one that also depends on the other comes
     * first: it looks at the other before it changes, and hears of the change afterwards.
     */
    public static List<Subscription> of(Model model) {
        Subscriptions subscriptions = new Subscriptions(model);
        List<Subscription> all = new ArrayList<>();
        for (Model.DerivedValue derived : model.evaluationOrder().reversed()) {
            all.addAll(subscriptions.ofValue(derived));
        }
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            if (derived.value().computation() instanceof StateMachine machine) {
                all.addAll(subscriptions.ofMachine(derived, machine));
            }
        }
        for (RecordModel record : model.records().values()) {
            record.computations().forEach(computation -> all.addAll(subscriptions.ofRecords(record, computation)));
        }
        return all;
    }

    /** What one derived value subscribes to. */
    public static List<Subscription> of(Model model, Model.DerivedValue derived) {
        Subscriptions subscriptions = new Subscriptions(model);
        return derived.value().computation() instanceof StateMachine machine
                ? subscriptions.ofMachine(derived, machine)
                : subscriptions.ofValue(derived);
    }

    /** Computes a value anew that is made of what a function reads. */
    public static Recomputation recomputation(Model model, Model.DerivedValue derived, Computation.Immediate reader) {
        Results results = Results.of(model, place(derived.record(), derived.value()), reader);
        return derived.record().equals(Model.GLOBALS)
                ? new CustomizingGlobal(model, derived.value(), reader, results)
                : new Customizing(model, model.record(derived.record()), derived.value(), reader, results);
    }

    /** Brings what is projected from some records up to date. */
    public static Recomputation projecting(Model model, RecordModel record, Projection projection) {
        return new Projecting(model, record, projection);
    }

    /** After what one derived value needs SERIALIZABLE, whatever functions say. */
    public static List<Subscription> needingSerializable(Model model, Model.DerivedValue derived) {
        if (!(derived.value().computation() instanceof Computation.Reader reader)) {
            return List.of();
        }
        if (reader instanceof Custom custom && custom.stepping() != null) {
            return new SteppingGlobal(model, derived.value(), custom).recomputing();
        }
        return reader.isAtomicSafe() ? List.of() : of(model, derived);
    }

    /** What one computation of records subscribes to. */
    public static List<Subscription> of(Model model, RecordModel record, Computation.OfRecords computation) {
        return new Subscriptions(model).ofRecords(record, computation);
    }

    private List<Subscription> ofValue(Model.DerivedValue derived) {
        return derived.record().equals(Model.GLOBALS)
                ? ofGlobal(derived.value())
                : ofValue(model.record(derived.record()), derived.value());
    }

    private List<Subscription> ofValue(RecordModel holder, ValueModel value) {
        return switch (Objects.requireNonNull(value.computation())) {
            case Count count -> {
                ItemScope scope = scope(holder.name(), count.items());
                ItemFunction<?> condition = count.condition();
                yield condition == null
                        ? new RelatedCount(Objects.requireNonNull(scope.navigation()), holder.name(), value)
                                .subscriptions()
                        : sum(scope, holder.name(), condition, value);
            }
            case Summation sum -> sum(scope(holder.name(), sum.items()), holder.name(), sum.summand(), value);
            // The write session keeps values true that depend on their own row alone.
            case Computed computed -> List.of();
            case Lookup lookup -> new Following(model, holder, value, lookup).subscriptions();
            case Computation.Immediate reader ->
                new Customizing(model, holder, value, reader, Results.of(model, place(holder.name(), value), reader))
                        .subscriptions();
            case Async async ->
                new Customizing(model, holder, value, async, Requesting.of(place(holder.name(), value), async))
                        .subscriptions();
            case GlobalValue global -> new Copying(model, holder, value, global).subscriptions();
            case Sequence sequence -> new SequenceGuard(holder, value, sequence).subscriptions();
            case StateMachine machine -> List.of();
        };
    }

    private List<Subscription> sum(ItemScope scope, String holder, ItemFunction<?> function, ValueModel value) {
        return new RelatedSum(
                        model, scope, holder, Contribution.of(scope, function, new Model.DerivedValue(holder, value)))
                .subscriptions();
    }

    private List<Subscription> ofGlobal(ValueModel global) {
        return switch (Objects.requireNonNull(global.computation())) {
            case Count count -> {
                ItemScope scope = scope(Model.GLOBALS, count.items());
                ItemFunction<?> condition = count.condition();
                yield condition == null
                        ? new GlobalCount(scope.items(), global).subscriptions()
                        : globalSum(scope, condition, global);
            }
            case Summation sum -> globalSum(scope(Model.GLOBALS, sum.items()), sum.summand(), global);
            // Computed from other global values whenever it is asked for.
            case Computed computed -> List.of();
            case StateMachine machine -> List.of();
            case Custom custom
            when custom.stepping() != null -> new SteppingGlobal(model, global, custom).subscriptions();
            case Computation.Immediate reader ->
                new CustomizingGlobal(model, global, reader, results(global, reader)).subscriptions();
            case Async async ->
                new CustomizingGlobal(model, global, async, Requesting.of(place(Model.GLOBALS, global), async))
                        .subscriptions();
            case GlobalValue copy -> throw new IllegalStateException("The model check refuses this");
            case Lookup lookup -> throw new IllegalStateException("The model check refuses this");
            case Sequence sequence -> throw new IllegalStateException("The model check refuses this");
        };
    }

    private List<Subscription> globalSum(ItemScope scope, ItemFunction<?> function, ValueModel global) {
        Contribution contribution = Contribution.of(scope, function, new Model.DerivedValue(Model.GLOBALS, global));
        return new GlobalSum(model, scope.items(), contribution).subscriptions();
    }

    /** A global value may stand for all records of an entity or relation; then these are what is kept true. */
    private Results results(ValueModel global, Computation.Immediate reader) {
        String yielded = CustomRecords.marked(global.name());
        return yielded == null
                ? Results.of(model, place(Model.GLOBALS, global), reader)
                : new Yielded(model.record(yielded)).results(global);
    }

    private static ValuePlace place(String record, ValueModel value) {
        return new ValuePlace(record, value);
    }

    private ItemScope scope(String holder, Items items) {
        return ItemScope.of(model, holder, items).orElseThrow();
    }

    private List<Subscription> ofMachine(Model.DerivedValue derived, StateMachine machine) {
        boolean global = derived.record().equals(Model.GLOBALS);
        RecordModel holder = global ? null : model.record(derived.record());
        return new Transitions(
                        occasions, holder, holder == null ? model.globals() : holder.values(), derived.value(), machine)
                .subscriptions();
    }

    private List<Subscription> ofRecords(RecordModel record, Computation.OfRecords computation) {
        return switch (computation) {
            case Transform<?> transform -> new EventTransform<>(record, transform).subscriptions(occasions);
            case Removal<?> removal -> new EventRemoval<>(record, removal).subscriptions(occasions);
            case Projection projection -> new Projecting(model, record, projection).subscriptions();
            // They are kept true together with the hidden global value that stands for them.
            case CustomRecords records -> List.of();
        };
    }
}
