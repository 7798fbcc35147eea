package dev.entail.core.definition;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A kind of link between two records, seen from both ends under a name each. Links are records too: they have an id and
 * may have properties.
 *
 * @param givenName the name given by the user, or null for the derived one
 * @param source the entity at the first end
 * @param sourceProperty under which a source finds its targets
 * @param cardinality how many of each
 * @param target the entity at the second end
 * @param targetProperty under which a target finds its sources
 * @param properties values of the link itself
 */
public record Relation(
        @Nullable String givenName,
        Entity source,
        String sourceProperty,
        Cardinality cardinality,
        Entity target,
        String targetProperty,
        List<Property<?>> properties)
        implements RecordDefinition {

    public Relation {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sourceProperty, "sourceProperty");
        Objects.requireNonNull(cardinality, "cardinality");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(targetProperty, "targetProperty");
        properties = List.copyOf(properties);
    }

    /** Each source has one target and the other way round. */
    public static Relation oneToOne(Entity source, String sourceProperty, Entity target, String targetProperty) {
        return of(source, sourceProperty, Cardinality.ONE_TO_ONE, target, targetProperty);
    }

    /** Each source has many targets, each target one source. */
    public static Relation oneToMany(Entity source, String sourceProperty, Entity target, String targetProperty) {
        return of(source, sourceProperty, Cardinality.ONE_TO_MANY, target, targetProperty);
    }

    /** Each source has one target, each target many sources. */
    public static Relation manyToOne(Entity source, String sourceProperty, Entity target, String targetProperty) {
        return of(source, sourceProperty, Cardinality.MANY_TO_ONE, target, targetProperty);
    }

    /** Many of both; at most one link between the same two records. */
    public static Relation manyToMany(Entity source, String sourceProperty, Entity target, String targetProperty) {
        return of(source, sourceProperty, Cardinality.MANY_TO_MANY, target, targetProperty);
    }

    private static Relation of(
            Entity source, String sourceProperty, Cardinality cardinality, Entity target, String targetProperty) {
        return new Relation(null, source, sourceProperty, cardinality, target, targetProperty, List.of());
    }

    /** The same relation under a name of its own. */
    public Relation named(String name) {
        return new Relation(name, source, sourceProperty, cardinality, target, targetProperty, properties);
    }

    /** The same relation with properties on its links. */
    public Relation with(Property<?>... linkProperties) {
        return new Relation(
                givenName, source, sourceProperty, cardinality, target, targetProperty, List.of(linkProperties));
    }

    /** The given name, or {@code Source_sourceProperty_targetProperty_Target} (STO-002). */
    @Override
    public String name() {
        return givenName != null
                ? givenName
                : source.name() + "_" + sourceProperty + "_" + targetProperty + "_" + target.name();
    }

    /** Whether both ends are the same: one entity, one name; a link then has no direction (MOD-52). */
    public boolean isSymmetric() {
        return source.equals(target) && sourceProperty.equals(targetProperty);
    }

    @Override
    public String toString() {
        return "Relation " + name() + " (" + source.name() + "." + sourceProperty + " " + cardinality.notation() + " "
                + target.name() + "." + targetProperty + ")";
    }
}
