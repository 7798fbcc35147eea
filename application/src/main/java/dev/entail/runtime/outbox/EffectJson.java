package dev.entail.runtime.outbox;

import dev.entail.core.event.Change;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.value.RecordId;
import dev.entail.storage.json.ValueJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Effects as text and back. */
final class EffectJson {
    private static final String INDEX = "index";
    private static final String CAUSE = "cause";
    private static final String RECORD = "record";
    private static final String ID = "id";
    private static final String CREATED = "created";
    private static final String UPDATED = "updated";
    private static final String DELETED = "deleted";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String BY = "by";

    private final ValueJson json = new ValueJson();

    String write(Effect effect) {
        MutationEvent mutation = effect.mutation();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(INDEX, effect.index());
        tree.put(
                CAUSE,
                effect.causedBy().isPresent() ? (Object) effect.causedBy().getAsInt() : null);
        tree.put(RECORD, mutation.record());
        tree.put(ID, mutation.id());
        switch (mutation) {
            case MutationEvent.Created created -> tree.put(CREATED, created.values());
            case MutationEvent.Deleted deleted -> tree.put(DELETED, deleted.values());
            case MutationEvent.Updated updated -> {
                Map<String, Object> changes = new LinkedHashMap<>();
                updated.changes().forEach((name, change) -> changes.put(name, tree(change)));
                tree.put(UPDATED, changes);
            }
        }
        return json.write(tree, "effect");
    }

    private static Map<String, @Nullable Object> tree(Change change) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        switch (change) {
            case Change.Replaced replaced -> {
                tree.put(BEFORE, replaced.before());
                tree.put(AFTER, replaced.after());
            }
            case Change.Increased increased -> tree.put(BY, increased.delta());
        }
        return tree;
    }

    Effect read(String text) {
        Map<String, @Nullable Object> tree = map(json.read(text));
        Object cause = tree.get(CAUSE);
        return new Effect(
                ((Long) Objects.requireNonNull(tree.get(INDEX))).intValue(),
                cause == null ? OptionalInt.empty() : OptionalInt.of(((Long) cause).intValue()),
                mutation(tree));
    }

    private static MutationEvent mutation(Map<String, @Nullable Object> tree) {
        String record = (String) Objects.requireNonNull(tree.get(RECORD));
        RecordId id = (RecordId) Objects.requireNonNull(tree.get(ID));
        if (tree.containsKey(CREATED)) {
            return new MutationEvent.Created(record, id, values(tree.get(CREATED)));
        }
        if (tree.containsKey(DELETED)) {
            return new MutationEvent.Deleted(record, id, values(tree.get(DELETED)));
        }
        Map<String, Change> changes = new LinkedHashMap<>();
        map(tree.get(UPDATED)).forEach((name, change) -> changes.put(name, change(map(change))));
        return new MutationEvent.Updated(record, id, changes);
    }

    private static Change change(Map<String, @Nullable Object> tree) {
        return tree.containsKey(BY)
                ? new Change.Increased((Number) Objects.requireNonNull(tree.get(BY)))
                : new Change.Replaced(tree.get(BEFORE), tree.get(AFTER));
    }

    private static Map<String, Object> values(@Nullable Object tree) {
        Map<String, Object> values = new LinkedHashMap<>();
        map(tree).forEach((name, value) -> values.put(name, Objects.requireNonNull(value)));
        return values;
    }

    @SuppressWarnings("unchecked") // write() makes maps with text keys
    private static Map<String, @Nullable Object> map(@Nullable Object tree) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(tree);
    }
}
