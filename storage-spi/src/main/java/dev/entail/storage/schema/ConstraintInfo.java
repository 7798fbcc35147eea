package dev.entail.storage.schema;

import java.util.List;

/**
 * What a physical constraint means in the model.
 *
 * @param kind what it demands
 * @param name the name that the user gave it; empty for what follows from the model itself
 * @param code the code of a refusal
 * @param record entity or relation that it guards
 * @param attributes the attributes that it looks at
 * @param refersTo the entity that must exist, for a reference; otherwise an empty text
 */
public record ConstraintInfo(
        Kind kind, String name, String code, String record, List<String> attributes, String refersTo) {
    public ConstraintInfo {
        attributes = List.copyOf(attributes);
    }

    /** What a constraint demands. */
    public enum Kind {
        /** No two records are equal in these attributes. */
        UNIQUE,
        /** The record referred to exists. */
        REFERENCE
    }
}
