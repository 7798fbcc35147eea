package dev.entail.core.model;

import dev.entail.core.computation.Projection;
import dev.entail.core.event.Trigger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Who has to hear of it when a value changes: what follows from it, and what happens because of it. */
public final class Watchers {
    private final Model model;
    private final Map<String, String> watchers = new HashMap<>();

    private Watchers(Model model) {
        this.model = model;
    }

    /** By {@code Record.value}, entities and relations only: who watches the value, as the end of a sentence. */
    public static Map<String, String> of(Model model) {
        Watchers all = new Watchers(model);
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            model.inputs(derived)
                    .forEach(input -> all.watchers.putIfAbsent(input, derived.path() + " follows from it"));
        }
        for (RecordModel record : model.records().values()) {
            for (Dependency dependency : record.dependencies(model)) {
                if (dependency instanceof Dependency.OnValue on) {
                    all.note(on.record(), on.value(), "it decides who belongs to " + record.name());
                }
            }
        }
        for (Projection projection : model.projections()) {
            RecordModel source = model.record(projection.source());
            projection.inputs().stream()
                    .filter(source.values()::containsKey)
                    .forEach(value -> all.note(source.name(), value, "records are made of it"));
        }
        for (Trigger<?> trigger : model.triggers()) {
            if (trigger instanceof Trigger.Mutated mutated && mutated.kind() == Trigger.Kind.UPDATED) {
                all.noteListened(mutated);
            }
        }
        return all.watchers;
    }

    private void noteListened(Trigger.Mutated trigger) {
        String why = "something happens when it changes";
        String record = trigger.record();
        if (record == null) {
            trigger.values().forEach(global -> watchers.putIfAbsent(Model.GLOBALS + "." + global, why));
        } else {
            Collection<String> values =
                    trigger.values().isEmpty() ? model.record(record).visibleNames() : trigger.values();
            values.forEach(value -> note(record, value, why));
        }
    }

    private void note(String record, String value, String why) {
        model.record(record).concrete().forEach(concrete -> watchers.putIfAbsent(concrete + "." + value, why));
    }
}
