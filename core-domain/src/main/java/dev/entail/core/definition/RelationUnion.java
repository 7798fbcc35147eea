package dev.entail.core.definition;

import java.util.List;
import java.util.Objects;

/**
 * The links of several relations under one name (MOD-76). All inputs have the same ends, cardinality and reliance; links
 * are created under the names of the inputs only.
 *
 * @param name unique name in the model
 * @param inputs whose links: relations, views of relations, or other unions of relations
 * @param sourceProperty under which a source finds the targets of all these links
 * @param targetProperty under which a target finds the sources of all these links
 * @param commonProperties properties that every input must have (MOD-73)
 */
public record RelationUnion(
        String name,
        List<RecordDefinition> inputs,
        String sourceProperty,
        String targetProperty,
        List<Property<?>> commonProperties)
        implements RecordDefinition {
    public RelationUnion {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sourceProperty, "sourceProperty");
        Objects.requireNonNull(targetProperty, "targetProperty");
        inputs = List.copyOf(inputs);
        commonProperties = List.copyOf(commonProperties);
    }

    /** The links of all these. */
    public static RelationUnion of(
            String name, String sourceProperty, String targetProperty, RecordDefinition... inputs) {
        return new RelationUnion(name, List.of(inputs), sourceProperty, targetProperty, List.of());
    }

    /** The same union, which demands that every input has these properties. */
    public RelationUnion withCommon(Property<?>... properties) {
        return new RelationUnion(name, inputs, sourceProperty, targetProperty, List.of(properties));
    }

    /** None: a union has the attributes of its inputs. */
    @Override
    public List<Property<?>> properties() {
        return List.of();
    }

    @Override
    public String toString() {
        return "Union " + name + " of "
                + inputs.stream().map(RecordDefinition::name).toList() + " (" + sourceProperty + ", " + targetProperty
                + ")";
    }
}
