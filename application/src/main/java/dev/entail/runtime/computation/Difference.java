package dev.entail.runtime.computation;

import dev.entail.core.model.Navigation;
import dev.entail.core.model.Projections;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to the stored records of an entity or relation to make them those that a function yields.
 *
 * @param record the entity or relation
 * @param isPlaced whether records are told apart by their place
 * @param surplus records that are not yielded
 * @param changed what is to change in records that stay
 * @param missing what is yielded and not stored, by key: drafts or links
 */
public record Difference(
        RecordModel record,
        boolean isPlaced,
        List<RecordId> surplus,
        Map<RecordId, Map<String, Change>> changed,
        Map<List<@Nullable Object>, Object> missing) {
    /**
     * A value, or the ids behind a relation attribute, of a stored record.
     *
     * @param stored what it is
     * @param expected what it should be
     */
    public record Change(@Nullable Object stored, @Nullable Object expected) {}

    /** Writes it. What is too much goes first, so that what comes may take its place in a constraint. */
    public void apply(ReactionContext context) {
        WriteSession session = context.session();
        session.writingAsOwner(record.name(), () -> {
            if (!surplus.isEmpty()) {
                session.delete(record.name(), surplus);
            }
            change(session);
            missing.forEach((key, result) -> {
                RecordId id = EventTransform.create(record, result, context);
                if (isPlaced) {
                    session.derive(
                            record.name(), Map.of(id, Collections.singletonMap(Projections.INDEX.name(), key.get(0))));
                }
            });
        });
    }

    /** Values of all records are changed together, relations record by record. */
    private void change(WriteSession session) {
        Map<RecordId, Map<String, @Nullable Object>> values = new LinkedHashMap<>();
        Map<RecordId, Draft> relations = new LinkedHashMap<>();
        changed.forEach((id, changes) -> changes.forEach((name, change) -> {
            if (record.values().containsKey(name)) {
                values.computeIfAbsent(id, key -> new LinkedHashMap<>()).put(name, change.expected());
            } else {
                Draft draft = relations.getOrDefault(id, Draft.empty());
                relations.put(id, draft.set(name, reference(name, change.expected())));
            }
        }));
        if (!values.isEmpty()) {
            session.derive(record.name(), values);
        }
        relations.forEach((id, draft) -> session.update(record.name(), List.of(id), draft));
    }

    private @Nullable Object reference(String name, @Nullable Object expected) {
        List<Object> ids = expected instanceof Set<?> some ? new ArrayList<>(some) : List.of();
        boolean many = record.navigations().get(name) instanceof Navigation to && to.many();
        return many ? ids : ids.isEmpty() ? null : ids.get(0);
    }
}
