package dev.entail;

import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.util.List;
import java.util.function.UnaryOperator;

/** Dispatches in a particular manner; see {@link Entail#withoutGuards}. Thread-safe. */
public final class Dispatcher {
    private final Controller controller;
    private final boolean guarded;

    Dispatcher(Controller controller, boolean guarded) {
        this.controller = controller;
        this.guarded = guarded;
    }

    /**
     * Dispatches a call to an event source of the model.
     *
     * @throws EntailException only if the call itself makes no sense; see {@link Entail#dispatch}
     */
    public DispatchResult dispatch(EventSource<?> source, UnaryOperator<InteractionCall> call) {
        return dispatch(source, built(call));
    }

    /** The same with a call that exists already. */
    public DispatchResult dispatch(EventSource<?> source, DispatchCall call) {
        return controller.dispatch(source, call, guarded);
    }

    /** The same with the event source of this name. */
    public DispatchResult dispatch(String source, DispatchCall call) {
        return dispatch(controller.source(source), call);
    }

    /** {@link Entail#dispatchAll} with or without guards. */
    public List<DispatchResult> dispatchAll(EventSource<?> source, List<DispatchCall> calls) {
        return controller.dispatchAll(source, calls, guarded);
    }

    /** {@link Entail#simulate} of a call that is made already. */
    public DispatchResult simulate(EventSource<?> source, DispatchCall call) {
        return controller.simulate(source, call, guarded);
    }

    /** Carries a dispatch out and rolls it back; see {@link Entail#simulate}. */
    public DispatchResult simulate(EventSource<?> source, UnaryOperator<InteractionCall> call) {
        return simulate(source, built(call));
    }

    static DispatchCall built(UnaryOperator<InteractionCall> call) {
        return call.apply(InteractionCall.empty()).toDispatchCall();
    }
}
