package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.runtime.transaction.RetryingTransactions;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.transaction.TransactionOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Carries out many dispatches of one source in few transactions. Each call has the outcome that it would have on its own: if one
 * fails after it was admitted, its transaction is undone and carried out again in two halves, until the call is alone.
 */
final class BulkDispatch {
    private static final int TOGETHER = 2_000;

    private final RetryingTransactions transactions;
    private final Function<Transaction, Propagation> propagations;
    private final EventSource<?> source;
    private final TransactionOptions options;
    private final Function<DispatchCall, Attempt> attempts;
    private final Function<DispatchCall, DispatchResult> alone;

    /**
     * Dispatches of a source.
     *
     * @param attempts prepares a call
     * @param alone carries a call out in a transaction of its own
     */
    BulkDispatch(
            RetryingTransactions transactions,
            Function<Transaction, Propagation> propagations,
            EventSource<?> source,
            TransactionOptions options,
            Function<DispatchCall, Attempt> attempts,
            Function<DispatchCall, DispatchResult> alone) {
        this.transactions = transactions;
        this.propagations = propagations;
        this.source = source;
        this.options = options;
        this.attempts = attempts;
        this.alone = alone;
    }

    /** A result for each call, in their order; nothing has run after the commits. */
    List<DispatchResult> run(List<DispatchCall> calls) {
        List<DispatchResult> results = new ArrayList<>(calls.size());
        for (int from = 0; from < calls.size(); from += TOGETHER) {
            part(calls.subList(from, Math.min(calls.size(), from + TOGETHER)), results);
        }
        return results;
    }

    private void part(List<DispatchCall> calls, List<DispatchResult> results) {
        if (calls.size() == 1 || !source.isStored()) {
            calls.forEach(call -> results.add(alone.apply(call)));
            return;
        }
        try {
            results.addAll(together(calls));
        } catch (EntailException e) {
            if (e.hasCode(ErrorCode.COMMIT_OUTCOME_UNKNOWN.name())) {
                // It may be there, so nobody may do it again without looking.
                results.addAll(Collections.nCopies(calls.size(), DispatchResult.refused(e)));
                return;
            }
            int half = calls.size() / 2;
            part(calls.subList(0, half), results);
            part(calls.subList(half, calls.size()), results);
        }
    }

    private List<DispatchResult> together(List<DispatchCall> calls) {
        return transactions.run(options, transaction -> {
            Propagation propagation = propagations.apply(transaction);
            List<DispatchResult> results = new ArrayList<>(calls.size());
            for (DispatchCall call : calls) {
                propagation.beginDispatch();
                results.add(carryOut(attempts.apply(call), propagation));
            }
            propagation.sendLast();
            return results;
        });
    }

    /** A call that its guard refuses has written nothing, so the others can go on. */
    private static DispatchResult carryOut(Attempt attempt, Propagation propagation) {
        try {
            attempt.requireWithinLimits();
            return attempt.carryOut(propagation, () -> {});
        } catch (EntailException e) {
            if (attempt.isAdmitted()
                    || propagation.transaction().isDoomed()
                    || RetryingTransactions.concernsTransaction(e)) {
                throw e;
            }
            return DispatchResult.refused(attempt.explain(e));
        }
    }
}
