package dev.entail.runtime.computation;

import dev.entail.core.event.Change;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** By how much a numeric value of a record changed; null counts as zero. */
final class Deltas {
    private Deltas() {}

    static Number of(MutationEvent event, ValueModel value) {
        ValueType type = value.property().type();
        return switch (event) {
            case MutationEvent.Created created -> present(created.values(), value);
            case MutationEvent.Deleted deleted -> type.negate(present(deleted.values(), value));
            case MutationEvent.Updated updated ->
                switch (Objects.requireNonNull(updated.changes().get(value.name()))) {
                    case Change.Increased increased -> increased.delta();
                    case Change.Replaced replaced ->
                        type.add(orZero(replaced.after(), type), type.negate(orZero(replaced.before(), type)));
                };
        };
    }

    private static Number present(Map<String, Object> values, ValueModel value) {
        return orZero(values.get(value.name()), value.property().type());
    }

    private static Number orZero(@Nullable Object value, ValueType type) {
        return value == null ? type.zero() : (Number) value;
    }
}
