package dev.entail.runtime.propagation;

import dev.entail.core.event.Change;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which values users do not see, because they are only there for others to be computed from. Immutable. */
final class HiddenValues {
    private final Map<String, Set<String>> byRecord = new HashMap<>();

    HiddenValues(Model model) {
        note(Model.GLOBALS, model.globals());
        for (RecordModel record : model.records().values()) {
            note(record.name(), record.values());
        }
    }

    private void note(String record, Map<String, ValueModel> values) {
        Set<String> hidden = values.values().stream()
                .filter(ValueModel::isHidden)
                .map(ValueModel::name)
                .collect(Collectors.toSet());
        if (!hidden.isEmpty()) {
            byRecord.put(record, hidden);
        }
    }

    /** A mutation as users see it; empty if they see nothing of it. */
    Optional<MutationEvent> visible(MutationEvent event) {
        Set<String> hidden = byRecord.get(event.record());
        if (hidden == null) {
            return Optional.of(event);
        }
        return switch (event) {
            case MutationEvent.Created created ->
                Optional.of(
                        new MutationEvent.Created(created.record(), created.id(), without(created.values(), hidden)));
            case MutationEvent.Deleted deleted ->
                Optional.of(
                        new MutationEvent.Deleted(deleted.record(), deleted.id(), without(deleted.values(), hidden)));
            case MutationEvent.Updated updated -> {
                Map<String, Change> changes = without(updated.changes(), hidden);
                yield changes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new MutationEvent.Updated(updated.record(), updated.id(), changes));
            }
        };
    }

    private static <T> Map<String, T> without(Map<String, T> values, Set<String> hidden) {
        Map<String, T> visible = new LinkedHashMap<>(values);
        visible.keySet().removeAll(hidden);
        return visible;
    }
}
