package dev.entail.core.definition;

import dev.entail.core.match.Match;
import java.util.List;
import java.util.Objects;

/**
 * Those records of another definition that satisfy a condition (MOD-60). A view stores nothing: a record belongs to it for
 * as long as the condition holds. Updates and deletions under its name touch members only; what is created under its name
 * is a record of the base, whether it satisfies the condition or not.
 *
 * @param name unique name in the model
 * @param base whose records: an entity, a view, a union or a relation
 * @param condition which of them; paths may follow single relations, and lists inside {@link Match#exists}
 */
public record View(String name, RecordDefinition base, Match condition) implements RecordDefinition {
    public View {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(condition, "condition");
    }

    /** The records of {@code base} that satisfy {@code condition}. */
    public static View of(String name, RecordDefinition base, Match condition) {
        return new View(name, base, condition);
    }

    /** None: a view has the attributes of its base. */
    @Override
    public List<Property<?>> properties() {
        return List.of();
    }

    @Override
    public String toString() {
        return "View " + name + " of " + base.name();
    }
}
