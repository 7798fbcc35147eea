package dev.entail.wiring;

import dev.entail.runtime.port.PayloadLimits;
import dev.entail.runtime.transaction.RetryPolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What a deployment may want to change.
 *
 * @param retry how conflicts between transactions are retried
 * @param mutationLimit how many mutations one transaction may cause
 * @param observed names of views and unions whose members effects tell of, besides those that computations look at
 * @param queryLimit how many records one statement of a query may read unless the query says otherwise
 * @param tracing whether the last change of each derived value is noted
 * @param filling whether derived values that the model has gained are computed for what is there already
 * @param payloadLimits how much a call may carry
 */
public record Settings(
        RetryPolicy retry,
        int mutationLimit,
        Set<String> observed,
        int queryLimit,
        boolean tracing,
        boolean filling,
        PayloadLimits payloadLimits) {
    /** Five attempts, 100,000 mutations, no views but those that computations need, 10,000 records. */
    public static final Settings DEFAULT = new Settings(RetryPolicy.DEFAULT, 100_000);

    /** These numbers, and the default for the rest. */
    public Settings(RetryPolicy retry, int mutationLimit) {
        this(retry, mutationLimit, Set.of(), 10_000, false, false, PayloadLimits.DEFAULT);
    }

    public Settings {
        observed = Set.copyOf(observed);
    }

    /** The same with more views and unions to tell of. */
    public Settings observing(Collection<String> names) {
        Set<String> all = new HashSet<>(observed);
        all.addAll(names);
        return new Settings(retry, mutationLimit, all, queryLimit, tracing, filling, payloadLimits);
    }

    /** The same with another number of records. */
    public Settings withQueryLimit(int limit) {
        return new Settings(retry, mutationLimit, observed, limit, tracing, filling, payloadLimits);
    }

    /** The same, and the last change of each derived value is noted. */
    public Settings withTracing() {
        return new Settings(retry, mutationLimit, observed, queryLimit, true, filling, payloadLimits);
    }

    /** The same, and derived values that the model has gained are computed for what is there already. */
    public Settings withFilling() {
        return new Settings(retry, mutationLimit, observed, queryLimit, tracing, true, payloadLimits);
    }

    /** The same with other limits for what a call carries. */
    public Settings withPayloadLimits(PayloadLimits limits) {
        return new Settings(retry, mutationLimit, observed, queryLimit, tracing, filling, limits);
    }
}
