package dev.entail;

import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.runtime.dispatch.BusinessSession;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.wiring.OpenModel;
import java.util.function.UnaryOperator;

/**
 * Dispatches and writes that share one commit (BTX-01). Each sees what came before. Valid inside the callback that it was
 * given to, on the thread that runs it.
 */
public final class BusinessTransaction {
    private final BusinessSession session;
    private final Writes writes;

    BusinessTransaction(OpenModel open, BusinessSession session) {
        this.session = session;
        this.writes = new Writes(open.store(), session.propagation());
    }

    /** Writes that belong to the transaction. */
    public Writes writes() {
        return writes;
    }

    /**
     * Dispatches a call as a part of the transaction, after all that was dispatched and written before. Nothing is
     * committed yet, so nothing has run after the commit; the final result is in {@link
     * dev.entail.runtime.dispatch.BusinessResult#dispatches()}.
     *
     * @return what has been accepted so far; or a refusal, if refusals do not abort the transaction
     * @throws EntailException why it was refused, if that aborts the transaction; {@code BUSINESS_TRANSACTION_ABORTED}
     *     after that; {@code UNKNOWN_EVENT_SOURCE}, {@code NESTED_DISPATCH} or {@code TRANSACTION_MISUSED}; and what
     *     concerns the transaction as a whole, such as a conflict with another one
     */
    public DispatchResult dispatch(EventSource<?> source, UnaryOperator<InteractionCall> call) {
        return dispatch(source, Dispatcher.built(call));
    }

    /** The same with a call that exists already. */
    public DispatchResult dispatch(EventSource<?> source, DispatchCall call) {
        return session.dispatch(source, call);
    }
}
