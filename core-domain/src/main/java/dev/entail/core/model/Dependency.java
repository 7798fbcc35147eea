package dev.entail.core.model;

/**
 * Something that decides whether a record belongs to a view.
 */
public sealed interface Dependency {
    /** Path from the record to the one that this is about; empty for the record itself. */
    String prefix();

    /** Name of the entity, union or relation at the end of the prefix. */
    String record();

    /**
     * A value of a record.
     *
     * @param value name of the value
     */
    record OnValue(String prefix, String record, String value) implements Dependency {}

    /**
     * Which records another one is linked to.
     *
     * @param navigation the relation attribute
     */
    record OnLinks(String prefix, String record, Navigation navigation) implements Dependency {}
}
