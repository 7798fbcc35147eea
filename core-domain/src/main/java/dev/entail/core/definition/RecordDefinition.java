package dev.entail.core.definition;

import java.util.List;

/** What has records with ids and properties: an entity or a relation. */
public sealed interface RecordDefinition permits Entity, Relation {
    /** Unique name in the model. */
    String name();

    /** Declared properties, without those that are derived. */
    List<Property<?>> properties();
}
