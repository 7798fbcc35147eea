package dev.entail.benchmarks.bulk;

import dev.entail.Entail;
import dev.entail.core.definition.EventSource;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.util.ArrayList;
import java.util.List;

/** A way to carry out many dispatches. */
@FunctionalInterface
interface Batch {
    /**
     * Dispatches all calls.
     *
     * @return a result for each call, in their order
     */
    List<DispatchResult> dispatchAll(EventSource<?> source, List<DispatchCall> calls);

    /** A thousand of them in a transaction. */
    static Batch of(Entail entail) {
        return (source, calls) -> {
            List<DispatchResult> results = new ArrayList<>();
            for (int from = 0; from < calls.size(); from += 1_000) {
                List<DispatchCall> some = calls.subList(from, Math.min(calls.size(), from + 1_000));
                results.addAll(entail.inBusinessTransaction(transaction -> {
                            some.forEach(call -> transaction.dispatch(source, call));
                            return some.size();
                        })
                        .dispatches());
            }
            return results;
        };
    }

    /** Each in a transaction of its own, one after the other. */
    static Batch oneAfterTheOther(Entail entail) {
        return (source, calls) ->
                calls.stream().map(call -> entail.dispatch(source, call)).toList();
    }
}
