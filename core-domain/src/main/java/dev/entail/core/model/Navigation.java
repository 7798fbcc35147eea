package dev.entail.core.model;

import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.Relation;

/**
 * A relation seen from one of its ends.
 *
 * @param name name of the relation attribute
 * @param relation the relation; for a view or union of relations what that looks like as a relation, under its own name
 * @param from the end at which the holder of the attribute stands
 * @param targetRecord name of the entity, union or relation at the other end
 * @param many whether it leads to a list
 * @param isEnd whether it is {@code source} or {@code target} of a link, and so never changes
 */
public record Navigation(String name, Relation relation, End from, String targetRecord, boolean many, boolean isEnd) {
    /** An end of a relation. */
    public enum End {
        /** The first end. */
        SOURCE("source"),
        /** The second end. */
        TARGET("target");

        private final String attribute;

        End(String attribute) {
            this.attribute = attribute;
        }

        /** The attribute of a link under which this end is found: {@code source} or {@code target}. */
        public String attribute() {
            return attribute;
        }

        /** The end whose records hold the links of a relation that are not records of their own (STO-021). */
        public static End host(Relation relation) {
            return relation.cardinality() == Cardinality.ONE_TO_MANY || relation.reliant() ? TARGET : SOURCE;
        }

        /** The other end. */
        public End opposite() {
            return this == SOURCE ? TARGET : SOURCE;
        }
    }
}
