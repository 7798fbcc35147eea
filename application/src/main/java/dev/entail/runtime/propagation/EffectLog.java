package dev.entail.runtime.propagation;

import dev.entail.core.event.Change;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has brought about, with causes. Changes of a record that was created in the same transaction and is
 * not sent yet are part of its creation (RSP-04).
 */
final class EffectLog {
    private final List<Effect> effects = new ArrayList<>();
    private final Map<Key, Integer> creations = new HashMap<>();
    private final Map<Key, Increments> increments = new LinkedHashMap<>();

    /** Adds a mutation and tells its position. */
    int add(MutationEvent event, OptionalInt cause) {
        int index = effects.size();
        effects.add(new Effect(index, cause, event));
        if (event instanceof MutationEvent.Created) {
            creations.put(new Key(event.record(), event.id()), index);
        }
        return index;
    }

    /** Makes a change part of the creation of its record and tells the position of that. */
    int amend(MutationEvent.Updated update, Map<String, ValueModel> values) {
        int index = creations.getOrDefault(new Key(update.record(), update.id()), -1);
        Effect effect = effects.get(index);
        MutationEvent.Created created = (MutationEvent.Created) effect.mutation();
        Map<String, Object> amended = new LinkedHashMap<>(created.values());
        update.changes().forEach((name, change) -> {
            ValueModel value = values.get(name);
            switch (change) {
                case Change.Replaced replaced -> put(amended, name, replaced.after());
                case Change.Increased increased -> {
                    ValueType type = Objects.requireNonNull(value).property().type();
                    Number before = (Number) amended.get(name);
                    amended.put(name, type.add(before == null ? type.zero() : before, increased.delta()));
                }
            }
        });
        effects.set(
                index,
                new Effect(
                        index, effect.causedBy(), new MutationEvent.Created(created.record(), created.id(), amended)));
        return index;
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    /** Notes an increment whose statement waits until the end. */
    void increased(String record, RecordId id, ValueModel value, Number delta, OptionalInt cause) {
        increments
                .computeIfAbsent(new Key(record, id), key -> new Increments(cause, new LinkedHashMap<>()))
                .deltas()
                .merge(
                        value.name(),
                        delta,
                        (left, right) -> value.property().type().add(left, right));
    }

    /** Forgets increments of a record that has been deleted. */
    void forget(String record, RecordId id) {
        increments.remove(new Key(record, id));
    }

    /**
     * Remembers how things stand; what is returned goes back there. Effects from before must not be amended in between,
     * so their records must have been sent.
     */
    Runnable mark() {
        int size = effects.size();
        Map<Key, Increments> copy = new LinkedHashMap<>();
        increments.forEach((key, row) -> copy.put(key, new Increments(row.cause(), new LinkedHashMap<>(row.deltas()))));
        return () -> {
            effects.subList(size, effects.size()).clear();
            creations.values().removeIf(index -> index >= size);
            increments.clear();
            increments.putAll(copy);
        };
    }

    /** Makes effects of the increments that were waiting; nothing will be added to them any more. */
    void seal() {
        effects.addAll(waiting());
        increments.clear();
    }

    /** The effects from a position on, counted from there. */
    List<Effect> since(int position) {
        if (position == 0) {
            return List.copyOf(effects);
        }
        return effects.subList(position, effects.size()).stream()
                .map(effect -> movedBack(effect, position))
                .toList();
    }

    private static Effect movedBack(Effect effect, int by) {
        OptionalInt cause = effect.causedBy();
        OptionalInt moved = cause.isPresent() && cause.getAsInt() >= by
                ? OptionalInt.of(cause.getAsInt() - by)
                : OptionalInt.empty();
        return new Effect(effect.index() - by, moved, effect.mutation());
    }

    int size() {
        return effects.size();
    }

    /** Everything, the waiting increments last. */
    List<Effect> all() {
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(waiting());
        return List.copyOf(all);
    }

    private List<Effect> waiting() {
        List<Effect> waiting = new ArrayList<>();
        increments.forEach((key, row) -> {
            Map<String, Change> changes = new LinkedHashMap<>();
            row.deltas().forEach((name, delta) -> {
                if (delta.doubleValue() != 0.0) {
                    changes.put(name, new Change.Increased(delta));
                }
            });
            if (!changes.isEmpty()) {
                MutationEvent update = new MutationEvent.Updated(key.record(), key.id(), changes);
                waiting.add(new Effect(effects.size() + waiting.size(), row.cause(), update));
            }
        });
        return waiting;
    }

    private record Key(String record, RecordId id) {}

    private record Increments(OptionalInt cause, Map<String, Number> deltas) {}
}
