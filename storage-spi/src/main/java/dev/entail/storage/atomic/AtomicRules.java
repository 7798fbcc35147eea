package dev.entail.storage.atomic;

import dev.entail.core.computation.Projection;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Dependency;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Which values may change without anybody being told (W-47): plain values of entities and relations that nothing follows
 * from. What the database itself keeps, such as keys, needs no care. Immutable.
 */
final class AtomicRules {
    private final Model model;

    /** By {@code Record.value}: who looks at it. */
    private final Map<String, String> watchers = new HashMap<>();

    AtomicRules(Model model) {
        this.model = model;
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            model.inputs(derived).forEach(input -> watchers.putIfAbsent(input, derived.path() + " follows from it"));
        }
        for (RecordModel record : model.records().values()) {
            for (Dependency dependency : record.dependencies(model)) {
                if (dependency instanceof Dependency.OnValue on) {
                    note(on.record(), on.value(), "it decides who belongs to " + record.name());
                }
            }
            if (record.yieldedBy().isPresent()) {
                record.values()
                        .keySet()
                        .forEach(value -> note(record.name(), value, "a computation yields its records"));
            }
            for (Constraint constraint : record.constraints()) {
                if (constraint instanceof Constraint.Identity identity) {
                    identity.attributes().forEach(value -> note(record.name(), value, "it is part of the identity"));
                }
            }
        }
        for (Projection projection : model.projections()) {
            RecordModel source = model.record(projection.source());
            projection.inputs().stream()
                    .filter(source.values()::containsKey)
                    .forEach(value -> note(source.name(), value, "records are made of it"));
        }
        for (Trigger<?> trigger : model.triggers()) {
            if (trigger instanceof Trigger.Mutated mutated && mutated.kind() == Trigger.Kind.UPDATED) {
                noteListened(mutated);
            }
        }
        for (EventSource<?> source : model.eventSources().values()) {
            RecordModel event = model.record(source.eventEntity().name());
            event.values().keySet().forEach(value -> note(event.name(), value, "it is part of an event"));
        }
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
        RecordModel named = model.record(record);
        named.concrete().forEach(concrete -> watchers.putIfAbsent(concrete + "." + value, why));
    }

    /**
     * The value of a record that may be changed.
     *
     * @throws EntailException {@code UNKNOWN_NAME}, or {@code ATOMIC_NOT_ALLOWED} with the reason
     */
    ValueModel require(RecordModel record, String name) {
        ValueModel value = record.values().get(name);
        if (value == null) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    record.name() + " has no value '" + name + "'; it has " + record.visibleNames());
        }
        if (!record.isConcrete()) {
            throw refused(record.name(), name, record.name() + " is a view or union; name what is below it");
        }
        String watcher = value.isDerived() ? "it is derived" : watchers.get(record.name() + "." + name);
        if (watcher != null) {
            throw refused(record.name(), name, watcher);
        }
        return value;
    }

    /** The same of a value of the whole model. */
    void requirePlain(ValueModel global) {
        String watcher = watchers.get(Model.GLOBALS + "." + global.name());
        if (watcher != null) {
            throw refused(Model.GLOBALS, global.name(), watcher);
        }
        if (global.isDerived()) {
            throw refused(Model.GLOBALS, global.name(), "it is derived");
        }
    }

    private static EntailException refused(String record, String value, String why) {
        return new EntailException(
                ErrorCode.ATOMIC_NOT_ALLOWED.name(),
                "An atomic operation on " + record + "." + value + " would go unnoticed, but " + why
                        + "; use an update, or a value that nothing depends on",
                Map.of("record", record, "attribute", value));
    }
}
