package dev.entail.core.definition;

import java.util.List;
import java.util.Objects;

/**
 * The records of several definitions under one name (MOD-70). A union has all attributes of its inputs and {@code __type},
 * the name of the entity that a record was created as. Records are created under the names of the inputs only.
 *
 * @param name unique name in the model
 * @param inputs whose records: entities, views of entities, or other unions
 * @param commonProperties properties that every input must have (MOD-73)
 */
public record Union(String name, List<RecordDefinition> inputs, List<Property<?>> commonProperties)
        implements RecordDefinition {
    public Union {
        Objects.requireNonNull(name, "name");
        inputs = List.copyOf(inputs);
        commonProperties = List.copyOf(commonProperties);
    }

    /** The records of all these. */
    public static Union of(String name, RecordDefinition... inputs) {
        return new Union(name, List.of(inputs), List.of());
    }

    /** The same union, which demands that every input has these properties. */
    public Union withCommon(Property<?>... properties) {
        return new Union(name, inputs, List.of(properties));
    }

    /** None: a union has the attributes of its inputs. */
    @Override
    public List<Property<?>> properties() {
        return List.of();
    }

    @Override
    public String toString() {
        return "Union " + name + " of "
                + inputs.stream().map(RecordDefinition::name).toList();
    }
}
