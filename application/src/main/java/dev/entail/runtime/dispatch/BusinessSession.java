package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.runtime.dispatch.BusinessOptions.OnRefusal;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.propagation.Propagation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a business transaction: dispatches that share a commit, each with a savepoint of its own (BTX-03). */
public final class BusinessSession {
    private final Controller controller;
    private final Scope scope;
    private final OnRefusal onRefusal;
    private final Propagation propagation;
    private final List<Done> done = new ArrayList<>();
    private @Nullable EntailException abort;
    private int unnoted;

    BusinessSession(Controller controller, Scope scope, OnRefusal onRefusal, Propagation propagation) {
        this.controller = controller;
        this.scope = scope;
        this.onRefusal = onRefusal;
        this.propagation = propagation;
    }

    /** What the writes of this transaction go through. */
    public Propagation propagation() {
        return propagation;
    }

    /**
     * Dispatches a call as a part of the transaction. The result says that nothing has run after the commit; the final one
     * is in {@link BusinessResult#dispatches()}.
     *
     * @throws EntailException why it was refused, if that aborts the transaction; {@code BUSINESS_TRANSACTION_ABORTED}
     *     after that; and what concerns the transaction as a whole, such as a conflict with another one
     */
    public DispatchResult dispatch(EventSource<?> source, DispatchCall call) {
        Attempt attempt = controller.prepare(source, call, true);
        propagation.transaction().requireUsable();
        if (abort != null) {
            throw new EntailException(
                    ErrorCode.BUSINESS_TRANSACTION_ABORTED,
                    "'" + propagation.transaction().options().name()
                            + "' was aborted by a refused dispatch and takes no further ones; let the refusal through,"
                            + " or open it with continuing()",
                    abort);
        }
        noteWrites();
        DispatchResult result = run(attempt);
        unnoted = controller.isTracing() ? propagation.beginPart() : unnoted;
        Done entry = new Done(source, call, result);
        done.add(entry);
        // If it was a part of something that fails later, nothing of it is left, and nothing follows from it.
        propagation.transaction().onRollback(() -> done.removeIf(each -> each == entry));
        return result;
    }

    private DispatchResult run(Attempt attempt) {
        return scope.dispatching(attempt.source(), () -> {
            try {
                attempt.requireWithinLimits();
                return propagation.transaction().attempt(() -> attempt.carryOut(propagation, propagation::settle));
            } catch (RuntimeException e) {
                if (propagation.transaction().isDoomed()) {
                    throw e;
                }
                EntailException refusal = attempt.explain(e);
                if (onRefusal == OnRefusal.ABORT) {
                    abort = refusal;
                    throw refusal;
                }
                return DispatchResult.refused(refusal);
            }
        });
    }

    /** Notes what has been written since the last dispatch. */
    void noteWrites() {
        if (controller.isTracing()) {
            controller.note(propagation, propagation.endPart(unnoted));
            unnoted = propagation.beginPart();
        }
    }

    /** Makes sure that no refusal was caught that is to abort the transaction. */
    void requireNoAbort() {
        if (abort != null) {
            throw abort;
        }
    }

    /** The final results, after the commit. */
    List<DispatchResult> finish(AfterCommit afterCommit) {
        return done.stream()
                .map(each -> each.result().isAccepted()
                        ? afterCommit.run(each.source(), each.call(), each.result())
                        : each.result())
                .toList();
    }

    private record Done(EventSource<?> source, DispatchCall call, DispatchResult result) {}
}
