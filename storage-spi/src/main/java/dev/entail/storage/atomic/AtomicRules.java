package dev.entail.storage.atomic;

import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.model.Watchers;
import java.util.HashMap;
import java.util.Map;

/**
 * Which values may change without anybody being told (W-47): plain values of entities and relations that nothing follows
 * from. What the database itself keeps, such as keys, needs no care. Immutable.
 */
final class AtomicRules {
    private final Model model;

    /** By {@code Record.value}: who looks at it. */
    private final Map<String, String> watchers;

    AtomicRules(Model model) {
        this.model = model;
        this.watchers = new HashMap<>(Watchers.of(model));
        for (RecordModel record : model.records().values()) {
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
        for (EventSource<?> source : model.eventSources().values()) {
            RecordModel event = model.record(source.eventEntity().name());
            event.values().keySet().forEach(value -> note(event.name(), value, "it is part of an event"));
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
        if (value.property().isHot()) {
            throw refused(record.name(), name, "it is hot, and a part of it stands in other rows");
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
