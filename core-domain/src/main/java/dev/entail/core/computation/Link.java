package dev.entail.core.computation;

import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link between two records, as a computation names it.
 *
 * @param source record at the first end
 * @param target record at the second end
 * @param values values of the link itself
 */
public record Link(RecordId source, RecordId target, Draft values) {
    public Link {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(values, "values");
    }

    /** The link from {@code source} to {@code target}. */
    public static Link between(RecordId source, RecordId target) {
        return new Link(source, target, Draft.empty());
    }

    /** The same link with one more value of its own. */
    public Link with(String name, @Nullable Object value) {
        return new Link(source, target, values.set(name, value));
    }
}
