package dev.entail.runtime.computation;

import dev.entail.core.event.Change;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.ValueType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has done to one record since somebody looked last: enough to tell what it was then from what it is now.
 * Not thread-safe.
 */
final class ItemHistory {
    private final RecordModel record;
    private final Map<String, First> first = new LinkedHashMap<>();
    private @Nullable Boolean wasMember;
    private @Nullable Boolean isMember;

    /** A record of an entity, relation, view or union. */
    ItemHistory(RecordModel record) {
        this.record = record;
    }

    /** It was created, or entered the view. */
    void entered() {
        if (wasMember == null) {
            wasMember = false;
        }
        isMember = true;
    }

    /** It was deleted, or left the view; another one may come with the same id. */
    void left(MutationEvent.Deleted event, Collection<String> names) {
        if (wasMember == null) {
            wasMember = true;
        }
        isMember = false;
        for (String name : names) {
            Object value = record.seen(name, event.values());
            first.merge(
                    name,
                    First.known(value),
                    (before, now) -> before.isKnown() ? before : First.known(before.in(value, type(name))));
        }
    }

    /** Some of its values changed. */
    void changed(MutationEvent.Updated event, Collection<String> names) {
        event.changes().forEach((name, change) -> {
            if (names.contains(name)) {
                First before = first.get(name);
                if (before == null || !before.isKnown()) {
                    first.put(name, first(before, change, type(name)));
                }
            }
        });
    }

    /** Whether it was there, and a member of the view, when somebody looked last. */
    boolean wasMember(boolean isMemberNow) {
        return wasMember == null ? isMemberNow : wasMember;
    }

    /** Whether it is a member now, as far as there was an event that tells. */
    @Nullable
    Boolean isMember() {
        return isMember;
    }

    /** What its values were, from what they are; of one that is gone all of them are known. */
    Map<String, @Nullable Object> before(Map<String, ? extends @Nullable Object> now) {
        Map<String, @Nullable Object> before = new LinkedHashMap<>(now);
        first.forEach((name, value) -> before.put(name, value.in(now.get(name), type(name))));
        return before;
    }

    private static First first(@Nullable First increased, Change change, ValueType type) {
        Number added = increased == null ? null : increased.added();
        return switch (change) {
            case Change.Replaced replaced when added == null -> First.known(replaced.before());
            case Change.Replaced replaced -> First.known(First.less(added).in(replaced.before(), type));
            case Change.Increased delta -> First.less(added == null ? delta.delta() : type.add(added, delta.delta()));
        };
    }

    private ValueType type(String name) {
        return Objects.requireNonNull(record.values().get(name), name)
                .property()
                .type();
    }

    /**
     * What a value was at first.
     *
     * @param value what it was, if that is known
     * @param added otherwise what has been added to it since
     */
    private record First(@Nullable Object value, @Nullable Number added) {
        static First known(@Nullable Object value) {
            return new First(value, null);
        }

        static First less(Number added) {
            return new First(null, added);
        }

        boolean isKnown() {
            return added == null;
        }

        @Nullable
        Object in(@Nullable Object now, ValueType type) {
            return added == null ? value : type.add(now == null ? type.zero() : (Number) now, type.negate(added));
        }
    }
}
