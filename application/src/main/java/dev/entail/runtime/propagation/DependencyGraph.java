package dev.entail.runtime.propagation;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.EventSource;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.event.Trigger.Mutated;
import dev.entail.core.model.Dependency;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.runtime.computation.Reaction;
import dev.entail.runtime.computation.Subscription;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.runtime.computation.Subscriptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Who reacts to what, and which derived values others depend on. Compiled once, when a model is opened. Immutable. */
public final class DependencyGraph {
    private final Map<Trigger, List<Reaction>> accounts = new HashMap<>();
    private final Map<Trigger, List<Reaction>> reactions = new HashMap<>();
    private final Set<String> observed = new HashSet<>();
    private final Map<String, Set<String>> observedEnds = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();
    private final Map<String, Integer> viewRanks = new HashMap<>();
    private final HiddenValues hidden;
    private final Set<String> serializableSources;

    private DependencyGraph(Model model) {
        this.hidden = new HiddenValues(model);
        this.serializableSources = SerializableSources.of(model);
    }

    /** Names of the entities, relations, views and unions whose records computations look at. */
    public static Set<String> recordsLookedAt(Model model) {
        Set<String> names = new HashSet<>();
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            names.addAll(model.recordsLookedAt(derived));
        }
        for (var trigger : model.triggers()) {
            if (trigger instanceof Mutated mutated && mutated.record() != null) {
                names.add(mutated.record());
            }
        }
        model.projections().forEach(projection -> names.add(projection.source().name()));
        return names;
    }

    /**
     * The graph of a model.
     *
     * @param observedViews names of views whose members somebody wants to hear of, besides computations
     */
    public static DependencyGraph of(Model model, Set<String> observedViews) {
        DependencyGraph graph = new DependencyGraph(model);
        for (Subscription subscription : Subscriptions.of(model)) {
            List<Reaction> known = (subscription.acts() ? graph.reactions : graph.accounts)
                    .computeIfAbsent(subscription.trigger(), trigger -> new ArrayList<>());
            // An input that is named twice is still one value, whose change is heard of once.
            if (!(subscription.trigger() instanceof Trigger.Changed) || !known.contains(subscription.reaction())) {
                known.add(subscription.reaction());
            }
        }
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            List<String> inputs = model.inputs(derived);
            graph.observed.addAll(inputs);
            graph.ranks.put(derived.path(), graph.rank(derived.value(), inputs));
            if (derived.value().computation() instanceof Summation sum) {
                graph.observeEnds(model, derived, sum);
            }
        }
        graph.observeListeners();
        Set<String> views = new HashSet<>(observedViews);
        views.addAll(recordsLookedAt(model));
        views.forEach(view -> graph.observeMembership(model, model.record(view)));
        return graph;
    }

    /** Before a value that is read for comes to its turn, paths are walked back, which has a rank of its own. */
    private int rank(ValueModel value, List<String> inputs) {
        int lowest = value.computation() instanceof Computation.Reader ? 2 : 0;
        int above = lowest == 0 ? 1 : lowest;
        return inputs.stream()
                .mapToInt(input -> ranks.getOrDefault(input, -1) + above)
                .reduce(lowest, Math::max);
    }

    /** What keeps account of a mutation and brings nothing about. */
    List<Reaction> accountsOf(MutationEvent event) {
        return find(accounts, event);
    }

    /** What a mutation calls forth, apart from what a dispatched event does. */
    List<Reaction> reactionsTo(MutationEvent event) {
        return find(reactions, event);
    }

    private static List<Reaction> find(Map<Trigger, List<Reaction>> by, MutationEvent event) {
        return switch (event) {
            case MutationEvent.Created created -> by.getOrDefault(new Trigger.Created(created.record()), List.of());
            case MutationEvent.Deleted deleted -> by.getOrDefault(new Trigger.Deleted(deleted.record()), List.of());
            case MutationEvent.Updated updated
            when updated.changes().size() == 1 ->
                by.getOrDefault(
                        new Trigger.Changed(
                                updated.record(),
                                updated.changes().keySet().iterator().next()),
                        List.of());
            case MutationEvent.Updated updated -> {
                Set<Reaction> all = new LinkedHashSet<>();
                for (String value : updated.changes().keySet()) {
                    all.addAll(by.getOrDefault(new Trigger.Changed(updated.record(), value), List.of()));
                }
                yield List.copyOf(all);
            }
        };
    }

    /** A mutation as users see it; empty if they see nothing of it. */
    Optional<MutationEvent> visible(MutationEvent event) {
        return hidden.visible(event);
    }

    /** The reactions to an event of a source, and of what it stands for; each once. */
    Collection<Reaction> reactionsTo(EventSource<?> source) {
        List<Reaction> own = reactions.getOrDefault(new Trigger.Dispatched(source.name()), List.of());
        EventSource<?> other = source.standsFor();
        if (other == null) {
            return own;
        }
        Set<Reaction> all = new LinkedHashSet<>(own);
        all.addAll(reactions.getOrDefault(new Trigger.Dispatched(other.name()), List.of()));
        return all;
    }

    /** Whether what follows from an event of this source is known to need SERIALIZABLE (SER-07). */
    public boolean needsSerializable(EventSource<?> source) {
        return serializableSources.contains(source.name());
    }

    /** Whether something depends on a value, so that it matters when and by how much it changes. */
    boolean isObserved(String record, String value) {
        return observed.contains(path(record, value));
    }

    /** Relation attributes of a record that are asked for when one of its values changes. */
    Set<String> observedEnds(String record) {
        return observedEnds.getOrDefault(record, Set.of());
    }

    /** How many derived values lie between a derived value and the facts, at most: it depends on lower ones alone. */
    int rank(String record, String value) {
        return ranks.getOrDefault(path(record, value), 0);
    }

    /** The highest rank of the derived values that decide who belongs to a view; empty if facts alone do. */
    OptionalInt viewRank(String view) {
        Integer rank = viewRanks.get(view);
        return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    /** What projections and triggers look at. */
    private void observeListeners() {
        Stream.concat(accounts.keySet().stream(), reactions.keySet().stream())
                .filter(Trigger.Changed.class::isInstance)
                .map(Trigger.Changed.class::cast)
                .forEach(changed -> observed.add(path(changed.record(), changed.value())));
    }

    /** What decides about membership must change when its turn comes, not at the very end. */
    private void observeMembership(Model model, RecordModel view) {
        for (Dependency dependency : view.dependencies(model)) {
            if (dependency instanceof Dependency.OnValue value) {
                model.record(value.record()).concrete().forEach(name -> {
                    observed.add(path(name, value.value()));
                    if (ranks.containsKey(path(name, value.value()))) {
                        viewRanks.merge(view.name(), rank(name, value.value()), Math::max);
                    }
                });
            }
        }
    }

    /** A change of an item goes to those that it is linked to, so its links are best read with it. */
    private void observeEnds(Model model, Model.DerivedValue derived, Summation sum) {
        ItemScope scope = ItemScope.of(model, derived.record(), sum.items()).orElseThrow();
        Navigation navigation = scope.navigation();
        if (navigation == null) {
            return;
        }
        scope.items().navigations().values().stream()
                .filter(back -> back.relation().equals(navigation.relation())
                        && back.from() == navigation.from().opposite())
                .forEach(back -> scope.items()
                        .concrete()
                        .forEach(name -> observedEnds
                                .computeIfAbsent(name, key -> new HashSet<>())
                                .add(back.name())));
    }

    private static String path(String record, String value) {
        return record + "." + value;
    }
}
