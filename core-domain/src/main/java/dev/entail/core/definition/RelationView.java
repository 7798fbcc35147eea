package dev.entail.core.definition;

import dev.entail.core.match.Match;
import java.util.List;
import java.util.Objects;

/**
 * Those links of a relation that satisfy a condition, with names of their own under which both ends find each other
 * (MOD-61). Ends, cardinality and values are those of the base.
 *
 * @param name unique name in the model
 * @param base whose links: a relation, a view of one or a union of several
 * @param sourceProperty under which a source finds the targets of these links
 * @param targetProperty under which a target finds the sources of these links
 * @param condition which links; {@code source} and {@code target} lead to the ends
 */
public record RelationView(
        String name, RecordDefinition base, String sourceProperty, String targetProperty, Match condition)
        implements RecordDefinition {
    public RelationView {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(sourceProperty, "sourceProperty");
        Objects.requireNonNull(targetProperty, "targetProperty");
        Objects.requireNonNull(condition, "condition");
    }

    /** The links of {@code base} that satisfy {@code condition}. */
    public static RelationView of(
            String name, RecordDefinition base, String sourceProperty, String targetProperty, Match condition) {
        return new RelationView(name, base, sourceProperty, targetProperty, condition);
    }

    /** None: a view has the attributes of its base. */
    @Override
    public List<Property<?>> properties() {
        return List.of();
    }

    @Override
    public String toString() {
        return "View " + name + " of " + base.name() + " (" + sourceProperty + ", " + targetProperty + ")";
    }
}
