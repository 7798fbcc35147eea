package dev.entail.wiring;

import dev.entail.runtime.transaction.RetryPolicy;

/**
 * Numbers that a deployment may want to change.
 *
 * @param retry how conflicts between transactions are retried
 * @param mutationLimit how many mutations one transaction may cause
 */
public record Settings(RetryPolicy retry, int mutationLimit) {
    /** Five attempts, 100,000 mutations. */
    public static final Settings DEFAULT = new Settings(RetryPolicy.DEFAULT, 100_000);
}
