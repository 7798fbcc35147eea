package dev.entail.runtime.computation;

import dev.entail.core.event.Change;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the values of a record were before a change. */
final class Before {
    private Before() {}

    /** Values with those that an event changed put back; {@code now} holds all of them. */
    static Map<String, @Nullable Object> of(
            MutationEvent.Updated event, Map<String, ? extends @Nullable Object> now, RecordModel record) {
        Map<String, @Nullable Object> before = new LinkedHashMap<>(now);
        event.changes().forEach((name, change) -> {
            if (before.containsKey(name)) {
                switch (change) {
                    case Change.Replaced replaced -> before.put(name, replaced.before());
                    case Change.Increased increased -> before.put(name, less(record, name, now, increased.delta()));
                }
            }
        });
        return before;
    }

    /** The values after an event if the event tells all of them, so that nothing has to be read; null otherwise. */
    static @Nullable Map<String, @Nullable Object> told(MutationEvent.Updated event, Collection<String> names) {
        Map<String, @Nullable Object> now = new LinkedHashMap<>();
        for (String name : names) {
            if (!(event.changes().get(name) instanceof Change.Replaced replaced)) {
                return null;
            }
            now.put(name, replaced.after());
        }
        return now;
    }

    private static Number less(
            RecordModel record, String name, Map<String, ? extends @Nullable Object> now, Number delta) {
        ValueModel value = Objects.requireNonNull(record.values().get(name), name);
        ValueType type = value.property().type();
        return type.add((Number) Objects.requireNonNull(now.get(name), name), type.negate(delta));
    }
}
