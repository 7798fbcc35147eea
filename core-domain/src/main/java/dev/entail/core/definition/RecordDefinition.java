package dev.entail.core.definition;

import java.util.List;

/**
 * What has records with ids and properties: an entity or a relation, or a set of records of others: a {@link View} leaves
 * some out, a {@link Union} puts several together.
 */
public sealed interface RecordDefinition permits Entity, Relation, View, RelationView, Union, RelationUnion {
    /** Unique name in the model. */
    String name();

    /** Declared properties, without those that are derived. */
    List<Property<?>> properties();
}
