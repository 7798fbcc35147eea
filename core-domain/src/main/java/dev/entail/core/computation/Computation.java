package dev.entail.core.computation;

/** A declaration of what follows from facts. */
public sealed interface Computation {
    /** A computation that yields one value: of a property of each record, or of a global value. */
    sealed interface OfValue extends Computation permits Count, Summation, Computed, Sequence {}

    /** A computation that yields records: rows of an entity or links of a relation. */
    sealed interface OfRecords extends Computation permits Transform, Removal {}
}
