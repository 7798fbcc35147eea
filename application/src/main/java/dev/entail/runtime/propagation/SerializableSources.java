package dev.entail.runtime.propagation;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.EventSource;
import dev.entail.core.model.Dependency;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.runtime.computation.Subscription;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.runtime.computation.Subscriptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which event sources lead to a custom computation that needs SERIALIZABLE, so that their dispatches best begin there (SER-07).
 * A guess from declarations: records that are created are taken to be linked to others, what functions and hooks do beyond that
 * is not known. Where the guess is wrong a dispatch costs one attempt more, or one more isolated than it need be.
 */
final class SerializableSources {
    private final Model model;
    private final List<Rule> rules = new ArrayList<>();
    private final Set<Trigger> critical = new HashSet<>();

    private SerializableSources(Model model) {
        this.model = model;
    }

    /** Names of these sources. */
    static Set<String> of(Model model) {
        SerializableSources analysis = new SerializableSources(model);
        analysis.collect();
        Set<String> names = new HashSet<>();
        for (EventSource<?> source : analysis.critical.isEmpty()
                ? List.<EventSource<?>>of()
                : model.eventSources().values()) {
            if (analysis.isCritical(source)) {
                names.add(source.name());
            }
        }
        return names;
    }

    private void collect() {
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            Set<Trigger> when = new HashSet<>();
            Subscriptions.of(model, derived).forEach(subscription -> when.add(subscription.trigger()));
            if (derived.value().computation() instanceof Computed computed) {
                computed.inputs().forEach(input -> when.add(new Trigger.Changed(derived.record(), input)));
            }
            rules.add(new Rule(
                    when,
                    Set.of(new Trigger.Changed(derived.record(), derived.value().name()))));
            Subscriptions.needingSerializable(model, derived)
                    .forEach(subscription -> critical.add(subscription.trigger()));
        }
        for (RecordModel record : model.records().values()) {
            record.computations().forEach(computation -> collect(record, computation));
            if (!record.isConcrete()) {
                collectMembership(record);
            }
        }
    }

    private void collect(RecordModel record, Computation.OfRecords computation) {
        Set<Trigger> when = new HashSet<>();
        Subscriptions.of(model, record, computation).stream()
                .map(Subscription::trigger)
                .forEach(when::add);
        Set<Trigger> then = new HashSet<>();
        switch (computation) {
            case Transform<?> transform -> created(record, then);
            case Removal<?> removal -> then.add(new Trigger.Deleted(record.name()));
            case Projection projection -> rewritten(record, then);
            case CustomRecords records -> {
                when.add(new Trigger.Changed(
                        Model.GLOBALS, CustomRecords.marker(record.name()).name()));
                rewritten(record, then);
            }
        }
        rules.add(new Rule(when, then));
    }

    private static void rewritten(RecordModel record, Set<Trigger> then) {
        created(record, then);
        then.add(new Trigger.Deleted(record.name()));
        record.values().keySet().forEach(value -> then.add(new Trigger.Changed(record.name(), value)));
    }

    /** A new record, with links to others. */
    private static void created(RecordModel record, Set<Trigger> then) {
        then.add(new Trigger.Created(record.name()));
        record.navigations().values().stream()
                .filter(navigation -> !navigation.isEnd())
                .forEach(navigation ->
                        then.add(new Trigger.Created(navigation.relation().name())));
    }

    /** Records enter and leave views when they come into being or change, and unions when they come into being. */
    private void collectMembership(RecordModel view) {
        Set<Trigger> when = new HashSet<>();
        for (String concrete : view.concrete()) {
            when.add(new Trigger.Created(concrete));
            when.add(new Trigger.Deleted(concrete));
        }
        for (Dependency dependency : view.dependencies(model)) {
            switch (dependency) {
                case Dependency.OnValue on ->
                    model.record(on.record())
                            .concrete()
                            .forEach(name -> when.add(new Trigger.Changed(name, on.value())));
                case Dependency.OnLinks on ->
                    when.add(new Trigger.Created(on.navigation().relation().name()));
            }
        }
        rules.add(new Rule(when, Set.of(new Trigger.Created(view.name()), new Trigger.Deleted(view.name()))));
    }

    private boolean isCritical(EventSource<?> source) {
        Set<Trigger> reached = new HashSet<>();
        reached.add(new Trigger.Dispatched(source.name()));
        EventSource<?> other = source.standsFor();
        if (other != null) {
            reached.add(new Trigger.Dispatched(other.name()));
        }
        reached.add(new Trigger.Created(source.eventEntity().name()));
        boolean more = true;
        while (more) {
            more = false;
            for (Rule rule : rules) {
                if (rule.when().stream().anyMatch(reached::contains)) {
                    more |= reached.addAll(rule.then());
                }
            }
        }
        return reached.stream().anyMatch(critical::contains);
    }

    /** What follows from what. */
    private record Rule(Set<Trigger> when, Set<Trigger> then) {}
}
