package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.runtime.port.EventSourceAdapter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which adapter serves which event source of a model. */
final class Adapters {
    private final Model model;
    private final Map<String, EventSourceAdapter<EventSource<?>>> bySource;

    private Adapters(Model model, Map<String, EventSourceAdapter<EventSource<?>>> bySource) {
        this.model = model;
        this.bySource = bySource;
    }

    static Adapters of(Model model, Set<EventSourceAdapter<?>> adapters) {
        Map<String, EventSourceAdapter<EventSource<?>>> bySource = new HashMap<>();
        for (EventSource<?> source : model.eventSources().values()) {
            bySource.put(source.name(), find(source, adapters));
        }
        return new Adapters(model, bySource);
    }

    EventSourceAdapter<EventSource<?>> of(EventSource<?> source) {
        EventSourceAdapter<EventSource<?>> adapter = bySource.get(source.name());
        if (adapter == null) {
            throw Controller.unknownSource(source.name(), model.eventSources().keySet());
        }
        if (model.eventSources().get(source.name()) != source) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_EVENT_SOURCE,
                    "The model has another event source of the name '" + source.name()
                            + "'; dispatch the very one that was put into the model");
        }
        return adapter;
    }

    @SuppressWarnings("unchecked") // an adapter is only ever called with sources of its kind
    private static EventSourceAdapter<EventSource<?>> find(EventSource<?> source, Set<EventSourceAdapter<?>> adapters) {
        for (EventSourceAdapter<?> adapter : adapters) {
            if (adapter.kind().isInstance(source)) {
                return (EventSourceAdapter<EventSource<?>>) adapter;
            }
        }
        throw new EntailException(
                ErrorCode.CAPABILITY_MISSING,
                "No adapter can dispatch '" + source.name() + "', a "
                        + source.getClass().getName() + "; bind an EventSourceAdapter for it");
    }
}
