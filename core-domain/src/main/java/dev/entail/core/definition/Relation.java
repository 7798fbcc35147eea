package dev.entail.core.definition;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A kind of link between two records, seen from both ends under a name each. Links are records too: they have an id and
 * may have properties.
 *
 * @param givenName the name given by the user, or null for the derived one
 * @param source what stands at the first end: an entity, a view, a union or another relation
 * @param sourceProperty under which a source finds its targets
 * @param cardinality how many of each
 * @param target what stands at the second end
 * @param targetProperty under which a target finds its sources
 * @param properties values of the link itself
 * @param reliant whether targets live and die with their source (STO-015)
 */
public record Relation(
        @Nullable String givenName,
        RecordDefinition source,
        String sourceProperty,
        Cardinality cardinality,
        RecordDefinition target,
        String targetProperty,
        List<Property<?>> properties,
        boolean reliant)
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
    public static Relation oneToOne(
            RecordDefinition source, String sourceProperty, RecordDefinition target, String targetProperty) {
        return of(source, sourceProperty, Cardinality.ONE_TO_ONE, target, targetProperty);
    }

    /** Each source has many targets, each target one source. */
    public static Relation oneToMany(
            RecordDefinition source, String sourceProperty, RecordDefinition target, String targetProperty) {
        return of(source, sourceProperty, Cardinality.ONE_TO_MANY, target, targetProperty);
    }

    /** Each source has one target, each target many sources. */
    public static Relation manyToOne(
            RecordDefinition source, String sourceProperty, RecordDefinition target, String targetProperty) {
        return of(source, sourceProperty, Cardinality.MANY_TO_ONE, target, targetProperty);
    }

    /** Many of both; at most one link between the same two records. */
    public static Relation manyToMany(
            RecordDefinition source, String sourceProperty, RecordDefinition target, String targetProperty) {
        return of(source, sourceProperty, Cardinality.MANY_TO_MANY, target, targetProperty);
    }

    private static Relation of(
            RecordDefinition source,
            String sourceProperty,
            Cardinality cardinality,
            RecordDefinition target,
            String targetProperty) {
        return new Relation(null, source, sourceProperty, cardinality, target, targetProperty, List.of(), false);
    }

    /** The same relation under a name of its own. */
    public Relation named(String name) {
        return new Relation(name, source, sourceProperty, cardinality, target, targetProperty, properties, reliant);
    }

    /** The same relation with properties on its links. */
    public Relation with(Property<?>... linkProperties) {
        return new Relation(
                givenName,
                source,
                sourceProperty,
                cardinality,
                target,
                targetProperty,
                List.of(linkProperties),
                reliant);
    }

    /**
     * The same relation whose targets depend on their source: they are deleted with it and cannot be unlinked from it, only
     * moved to another one. For 1:1 and 1:n relations.
     */
    public Relation reliantTargets() {
        return new Relation(givenName, source, sourceProperty, cardinality, target, targetProperty, properties, true);
    }

    /** The given name, or {@code Source_sourceProperty_targetProperty_Target} (STO-002). */
    @Override
    public String name() {
        return givenName != null
                ? givenName
                : source.name() + "_" + sourceProperty + "_" + targetProperty + "_" + target.name();
    }

    /** Whether both ends are the same, under one name; a link then has no direction (MOD-52). */
    public boolean isSymmetric() {
        return source.equals(target) && sourceProperty.equals(targetProperty);
    }

    @Override
    public String toString() {
        return "Relation " + name() + " (" + source.name() + "." + sourceProperty + " " + cardinality.notation() + " "
                + target.name() + "." + targetProperty + ")";
    }
}
