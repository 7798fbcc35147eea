package dev.entail.runtime.computation;

/**
 * A reaction and what triggers it.
 *
 * @param trigger the kind of mutation
 * @param reaction what to do about it
 */
public record Subscription(Trigger trigger, Reaction reaction) {
    /** A kind of mutation. */
    public sealed interface Trigger {
        /** A record of this entity or relation was created. */
        record Created(String record) implements Trigger {}

        /** A record of this entity or relation was deleted. */
        record Deleted(String record) implements Trigger {}

        /** A value of a record changed. */
        record Changed(String record, String value) implements Trigger {}

        /** An event of this source was stored. */
        record Dispatched(String source) implements Trigger {}
    }
}
