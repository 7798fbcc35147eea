package dev.entail.core.value;

/**
 * A typed handle on a value of a record, so that {@code row.get(TITLE)} needs no cast.
 *
 * @param <T> Java type of the value
 */
public interface Attribute<T> {
    /** Name of the attribute. */
    String name();
}
