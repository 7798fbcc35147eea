package dev.entail.runtime.propagation;

import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.EventSource;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Dependency;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.runtime.computation.Reaction;
import dev.entail.runtime.computation.Subscription;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.runtime.computation.Subscriptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Who reacts to what, and which derived values others depend on. Compiled once, when a model is opened. Immutable. */
public final class DependencyGraph {
    private final Map<Trigger, List<Reaction>> reactions = new HashMap<>();
    private final Set<String> observed = new HashSet<>();
    private final Map<String, Set<String>> observedEnds = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();

    private DependencyGraph() {}

    /** Names of the entities, relations, views and unions whose records computations look at. */
    public static Set<String> recordsLookedAt(Model model) {
        Set<String> names = new HashSet<>();
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            switch (derived.value().computation()) {
                case Count count -> names.add(lookedAt(model, derived.record(), count.items()));
                case Summation sum -> names.add(lookedAt(model, derived.record(), sum.items()));
                case Computed computed -> {}
                case Sequence sequence -> {}
                case null -> {}
            }
        }
        return names;
    }

    private static String lookedAt(Model model, String holder, Items items) {
        return switch (items) {
            case Items.All all -> all.record().name();
            case Items.Related related ->
                Objects.requireNonNull(model.record(holder).navigations().get(related.property()))
                        .relation()
                        .name();
        };
    }

    /**
     * The graph of a model.
     *
     * @param observedViews names of views whose members somebody wants to hear of, besides computations
     */
    public static DependencyGraph of(Model model, Set<String> observedViews) {
        DependencyGraph graph = new DependencyGraph();
        for (Subscription subscription : Subscriptions.of(model)) {
            graph.reactions
                    .computeIfAbsent(subscription.trigger(), trigger -> new ArrayList<>())
                    .add(subscription.reaction());
        }
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            graph.ranks.put(derived.path(), graph.ranks.size());
            graph.observeInputs(model, derived);
        }
        Set<String> views = new HashSet<>(observedViews);
        views.addAll(recordsLookedAt(model));
        views.forEach(view -> graph.observeMembership(model, model.record(view)));
        return graph;
    }

    /** The reactions to a mutation, apart from those to a dispatched event. */
    List<Reaction> reactionsTo(MutationEvent event) {
        return switch (event) {
            case MutationEvent.Created created ->
                reactions.getOrDefault(new Trigger.Created(created.record()), List.of());
            case MutationEvent.Deleted deleted ->
                reactions.getOrDefault(new Trigger.Deleted(deleted.record()), List.of());
            case MutationEvent.Updated updated -> {
                List<Reaction> all = new ArrayList<>();
                for (String value : updated.changes().keySet()) {
                    all.addAll(reactions.getOrDefault(new Trigger.Changed(updated.record(), value), List.of()));
                }
                yield all;
            }
        };
    }

    /** The reactions to an event of a source. */
    List<Reaction> reactionsTo(EventSource<?> source) {
        return reactions.getOrDefault(new Trigger.Dispatched(source.name()), List.of());
    }

    /** Whether something depends on a value, so that it matters when and by how much it changes. */
    boolean isObserved(String record, String value) {
        return observed.contains(path(record, value));
    }

    /** Relation attributes of a record that are asked for when one of its values changes. */
    Set<String> observedEnds(String record) {
        return observedEnds.getOrDefault(record, Set.of());
    }

    /** Place in an order in which each derived value comes after what it depends on. */
    int rank(String record, String value) {
        return ranks.getOrDefault(path(record, value), 0);
    }

    private void observeInputs(Model model, Model.DerivedValue derived) {
        switch (derived.value().computation()) {
            case Computed computed -> computed.inputs().forEach(input -> observed.add(path(derived.record(), input)));
            case Summation sum -> observeSummand(model, derived.record(), sum);
            case Count count -> {}
            case Sequence sequence -> {}
            case null -> {}
        }
    }

    /** What decides about membership must change when its turn comes, not at the very end. */
    private void observeMembership(Model model, RecordModel view) {
        for (Dependency dependency : view.dependencies(model)) {
            if (dependency instanceof Dependency.OnValue value) {
                model.record(value.record()).concrete().forEach(name -> observed.add(path(name, value.value())));
            }
        }
    }

    private void observeSummand(Model model, String holder, Summation sum) {
        switch (sum.items()) {
            case Items.All all ->
                model.record(all.record()).concrete().forEach(name -> observed.add(path(name, sum.value())));
            case Items.Related related -> {
                Navigation navigation = model.record(holder).navigations().get(related.property());
                if (navigation != null) {
                    RecordModel items = model.record(navigation.targetRecord());
                    items.concrete().forEach(name -> observed.add(path(name, sum.value())));
                    items.navigations().values().stream()
                            .filter(back -> back.relation().equals(navigation.relation())
                                    && back.from() == navigation.from().opposite())
                            .forEach(back -> items.concrete()
                                    .forEach(name -> observedEnds
                                            .computeIfAbsent(name, key -> new HashSet<>())
                                            .add(back.name())));
                }
            }
        }
    }

    private static String path(String record, String value) {
        return record + "." + value;
    }
}
