package dev.entail.core.description;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value of a record or of the whole model.
 *
 * @param name its name
 * @param type {@code text}, {@code integer}, {@code decimal}, {@code number}, {@code boolean}, {@code timestamp} or {@code json}
 * @param list whether it is a list of those
 * @param hasDefault whether there is a value for records that are created without one
 * @param derived whether only the framework writes it
 * @param computation what it follows from by; null for facts and for what the framework keeps for unions
 * @param hot whether many transactions change it at once, so that it is stored beside its record
 * @param from what it follows from: {@code Record.value}, {@code Record} for the records of a kind, {@code @name} for a global value
 */
public record ValueDescription(
        String name,
        String type,
        boolean list,
        boolean hasDefault,
        boolean derived,
        @Nullable ComputationDescription computation,
        boolean hot,
        List<String> from) {
    public ValueDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        from = List.copyOf(from);
    }
}
