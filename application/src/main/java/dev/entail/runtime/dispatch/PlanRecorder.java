package dev.entail.runtime.dispatch;

import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.transaction.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Writes down what the last attempt of a dispatch sends. Not thread-safe. */
final class PlanRecorder {
    private final List<DispatchPlan.Step> steps = new ArrayList<>();
    private IsolationLevel isolation = IsolationLevel.READ_COMMITTED;

    /** An attempt begins; what earlier ones sent is forgotten. */
    void begin(Transaction transaction) {
        steps.clear();
        isolation = transaction.options().isolation();
        transaction.jdbc().tell(execution -> steps.add(DispatchPlan.Step.of(execution)));
    }

    DispatchPlan plan(String source) {
        return new DispatchPlan(source, isolation, steps);
    }
}
