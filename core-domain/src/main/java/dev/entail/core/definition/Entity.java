package dev.entail.core.definition;

import java.util.List;
import java.util.Objects;

/**
 * A kind of thing that people or events bring into being.
 *
 * @param name unique name in the model; letters, digits and underscores
 * @param properties its own values; relations and derived values are declared apart
 */
public record Entity(String name, List<Property<?>> properties) implements RecordDefinition {
    public Entity {
        Objects.requireNonNull(name, "name");
        properties = List.copyOf(properties);
    }

    /** An entity with these properties. */
    public static Entity entity(String name, Property<?>... properties) {
        return new Entity(name, List.of(properties));
    }

    @Override
    public String toString() {
        return "Entity " + name;
    }
}
