package dev.entail.testkit.reference;

/**
 * The identity of a record in the reference, before a store has given it an id.
 *
 * @param record name of the entity or relation that the record was created as
 * @param number unique in the reference, in the order of creation
 */
public record ReferenceId(String record, long number) implements Comparable<ReferenceId> {
    @Override
    public int compareTo(ReferenceId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return record + "@" + number;
    }
}
