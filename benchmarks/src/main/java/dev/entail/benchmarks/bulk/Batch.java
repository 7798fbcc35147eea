package dev.entail.benchmarks.bulk;

import dev.entail.Entail;
import dev.entail.core.definition.EventSource;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
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

    /** Offered together. */
    static Batch of(Entail entail) {
        return entail::dispatchAll;
    }

    /** Each in a transaction of its own, one after the other. */
    static Batch oneAfterTheOther(Entail entail) {
        return (source, calls) ->
                calls.stream().map(call -> entail.dispatch(source, call)).toList();
    }
}
