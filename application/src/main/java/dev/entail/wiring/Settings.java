package dev.entail.wiring;

import dev.entail.runtime.transaction.RetryPolicy;

/**
 * Numbers that a deployment may want to change.
 *
 * @param retry how conflicts between transactions are retried
 * @param mutationLimit how many mutations one transaction may cause
 * @param queryLimit how many records one statement of a query may read unless the query says otherwise
 */
public record Settings(RetryPolicy retry, int mutationLimit, int queryLimit) {
    /** Five attempts, 100,000 mutations, 10,000 records. */
    public static final Settings DEFAULT = new Settings(RetryPolicy.DEFAULT, 100_000);

    /** The same with the default for queries. */
    public Settings(RetryPolicy retry, int mutationLimit) {
        this(retry, mutationLimit, 10_000);
    }

    /** The same with another number of records. */
    public Settings withQueryLimit(int limit) {
        return new Settings(retry, mutationLimit, limit);
    }
}
