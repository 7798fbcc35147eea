package dev.entail.core.description;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every record must satisfy.
 *
 * @param kind {@code unique}, {@code required} or {@code identity}
 * @param name unique name in the model
 * @param attributes values and single relations that it looks at
 * @param code the code of a refusal
 * @param where which records count, as a condition; null for all of them
 */
public record ConstraintDescription(
        String kind,
        String name,
        List<String> attributes,
        String code,
        @Nullable JsonTree where) {
    public ConstraintDescription {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(code, "code");
        attributes = List.copyOf(attributes);
    }
}
