package dev.entail.testkit.history;

import dev.entail.core.definition.Relation;
import dev.entail.core.event.Change;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings effects to a form in which they can be compared: without what is derived, and with the changes of a record that
 * was created in the same transaction as part of its creation.
 */
final class EventReader {
    private final Model model;
    private final List<Told> data = new ArrayList<>();
    private final List<Told> memberships = new ArrayList<>();
    private final Map<String, Integer> created = new HashMap<>();

    EventReader(Model model) {
        this.model = model;
    }

    /** What happened to entities and links. */
    List<Told> data() {
        return data;
    }

    /** What happened to views and unions. */
    List<Told> memberships() {
        return memberships;
    }

    EventReader read(List<Effect> effects) {
        effects.forEach(effect -> read(effect.mutation()));
        return this;
    }

    private void read(MutationEvent event) {
        if (event.record().equals(Model.GLOBALS)) {
            return;
        }
        RecordModel record = model.records().get(event.record());
        if (record == null) {
            throw new DifferenceFound("events", "an event under the unknown name " + event.record() + ": " + event);
        }
        if (!record.isConcrete()) {
            boolean in = event instanceof MutationEvent.Created;
            memberships.add(new Told(in ? Told.CREATED : Told.DELETED, event.record(), event.id(), Map.of()));
            return;
        }
        switch (event) {
            case MutationEvent.Created each -> created(event.record(), each.id(), facts(record, each.values()));
            case MutationEvent.Updated each -> updated(event.record(), each.id(), changes(record, each));
            case MutationEvent.Deleted each ->
                data.add(new Told(Told.DELETED, event.record(), each.id(), facts(record, each.values())));
        }
    }

    void created(String record, RecordId id, Map<String, Object> facts) {
        created.put(record + id, data.size());
        data.add(new Told(Told.CREATED, record, id, facts));
    }

    void updated(String record, RecordId id, Map<String, Object> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Integer index = created.get(record + id);
        if (index == null) {
            data.add(new Told(Told.UPDATED, record, id, changes));
            return;
        }
        Map<String, Object> facts = new TreeMap<>(data.get(index).values());
        changes.forEach((name, change) -> {
            Object after = ((List<?>) change).get(1);
            if (after == null) {
                facts.remove(name);
            } else {
                facts.put(name, after);
            }
        });
        data.set(index, new Told(Told.CREATED, record, id, facts));
    }

    void deleted(String record, RecordId id, Map<String, Object> facts) {
        data.add(new Told(Told.DELETED, record, id, facts));
    }

    static @Nullable Object change(Change.Replaced change) {
        return Arrays.asList(change.before(), change.after());
    }

    private Map<String, Object> changes(RecordModel record, MutationEvent.Updated event) {
        Map<String, Object> changes = new TreeMap<>();
        event.changes().forEach((name, change) -> {
            ValueModel value = record.values().get(name);
            if (value != null && value.isDerived()) {
                return;
            }
            changes.put(
                    name,
                    switch (change) {
                        case Change.Replaced replaced -> Arrays.asList(replaced.before(), replaced.after());
                        case Change.Increased increased -> Arrays.asList("increased", increased.delta());
                    });
        });
        return changes;
    }

    /** The facts of a record, links with their ends in one order if they have no direction. */
    static Map<String, Object> facts(RecordModel record, Map<String, Object> values) {
        Map<String, Object> facts = new TreeMap<>();
        new LinkedHashMap<>(values).forEach((name, value) -> {
            ValueModel declared = record.values().get(name);
            if (declared == null || !declared.isDerived()) {
                facts.put(name, value);
            }
        });
        if (record.definition() instanceof Relation relation
                && relation.isSymmetric()
                && facts.get(End.SOURCE.attribute()) instanceof RecordId source
                && facts.get(End.TARGET.attribute()) instanceof RecordId target
                && source.compareTo(target) > 0) {
            facts.put(End.SOURCE.attribute(), target);
            facts.put(End.TARGET.attribute(), source);
        }
        return facts;
    }
}
