package dev.entail.testkit.history;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.reference.ReferenceEvent;
import dev.entail.testkit.reference.ReferenceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what a store has told of a transaction with what had to be told (STO-370..374, STO-410..417). */
final class EventComparison {
    private final Model model;
    private final Binding binding;

    EventComparison(Model model, Binding binding) {
        this.model = model;
        this.binding = binding;
    }

    /**
     * Compares.
     *
     * @param entailed names of the records that follow from others, which are told of in a way of their own
     */
    void compare(List<ReferenceEvent> expected, EventReader told, Set<String> entailed) {
        List<Told> missing = new ArrayList<>(translated(expected));
        List<Told> surplus = new ArrayList<>();
        for (Told each : told.data()) {
            if (!entailed.contains(each.record()) && !missing.remove(each)) {
                surplus.add(each);
            }
        }
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            throw new DifferenceFound("events", "missing " + lines(missing) + "\n  surplus " + lines(surplus));
        }
        requireOrder(told.data());
    }

    private List<Told> translated(List<ReferenceEvent> events) {
        EventReader reader = new EventReader(model);
        for (ReferenceEvent event : events) {
            String record = event.id().record();
            RecordId id = binding.id(event.id());
            RecordId shown = id == null ? RecordId.of(Long.MAX_VALUE) : id;
            switch (event) {
                case ReferenceEvent.Created created -> reader.created(record, shown, facts(created.record()));
                case ReferenceEvent.Deleted deleted -> reader.deleted(record, shown, facts(deleted.record()));
                case ReferenceEvent.Updated updated -> {
                    Map<String, Object> changes = new TreeMap<>();
                    updated.changes()
                            .forEach((name, change) ->
                                    changes.put(name, Objects.requireNonNull(EventReader.change(change))));
                    reader.updated(record, shown, changes);
                }
            }
        }
        return reader.data();
    }

    private Map<String, Object> facts(ReferenceRecord record) {
        Map<String, Object> all = new LinkedHashMap<>(record.values());
        if (record.source() != null && record.target() != null) {
            all.put("source", shown(binding.id(record.source())));
            all.put("target", shown(binding.id(record.target())));
        }
        return EventReader.facts(model.record(record.record()), all);
    }

    private static Object shown(@Nullable RecordId id) {
        return id == null ? Binding.NOBODY : id;
    }

    /** A link comes after its ends and goes before them (STO-321, STO-347). */
    private void requireOrder(List<Told> told) {
        Map<String, Integer> created = new HashMap<>();
        Map<String, Integer> deleted = new HashMap<>();
        for (int i = 0; i < told.size(); i++) {
            Told each = told.get(i);
            String key = model.record(each.record()).root() + each.id();
            if (each.kind().equals(Told.CREATED)) {
                created.put(key, i);
            } else if (each.kind().equals(Told.DELETED)) {
                deleted.put(key, i);
            }
        }
        for (int i = 0; i < told.size(); i++) {
            Told each = told.get(i);
            RecordModel record = model.record(each.record());
            if (record.relation().isEmpty()) {
                continue;
            }
            for (Map.Entry<String, RecordDefinition> end : Map.of(
                            "source", record.relation().get().source(),
                            "target", record.relation().get().target())
                    .entrySet()) {
                String key = model.record(end.getValue()).root() + each.values().get(end.getKey());
                boolean early = each.kind().equals(Told.CREATED) && created.getOrDefault(key, -1) > i;
                boolean late = each.kind().equals(Told.DELETED) && deleted.getOrDefault(key, told.size()) < i;
                if (early || late) {
                    throw new DifferenceFound(
                            "order", each + (early ? " comes before its end " : " comes after its end ") + key);
                }
            }
        }
    }

    /** Each record that enters or leaves a view is told of once, and nothing else. */
    void compareMemberships(Members before, Members after, List<Told> told, boolean oneOperation) {
        Map<String, Boolean> net = new TreeMap<>();
        for (Told each : told) {
            String key = each.record() + " #" + each.id();
            boolean in = each.kind().equals(Told.CREATED);
            Boolean previous = net.put(key, in);
            if (previous != null && (previous == in || oneOperation && !isNext(each))) {
                throw new DifferenceFound("membership", key + " is told of twice: " + lines(told));
            }
        }
        net.keySet().removeIf(key -> !after.isObserved(key.substring(0, key.indexOf(' '))));
        Set<String> keys = new TreeSet<>(net.keySet());
        keys.addAll(before.keys());
        keys.addAll(after.keys());
        for (String key : keys) {
            boolean was = before.keys().contains(key);
            boolean is = after.keys().contains(key);
            Boolean last = net.get(key);
            if (was != is && (last == null || last != is)) {
                throw new DifferenceFound(
                        "membership", key + (is ? " has entered" : " has left") + ", told was " + lines(told));
            }
            if (was == is && last != null && last != is) {
                throw new DifferenceFound(
                        "membership", key + (is ? " has stayed in" : " has stayed out") + ", told was " + lines(told));
            }
        }
    }

    /** Whether it may be a link that has the id of one before it. */
    private boolean isNext(Told told) {
        return told.kind().equals(Told.CREATED)
                && model.record(told.record())
                        .relation()
                        .filter(relation -> !model.linksStandAlone(relation))
                        .isPresent();
    }

    private static String lines(List<Told> told) {
        return told.isEmpty()
                ? "nothing"
                : String.join("", told.stream().map(each -> "\n    " + each).toList());
    }
}
