package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Effect;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.access.StoreWriter;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventContext;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.IncomingCall;
import dev.entail.runtime.port.Reference;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.transaction.RetryingTransactions;
import dev.entail.storage.ledger.DispatchKey;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.Purpose;
import dev.entail.storage.trail.TrailEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One dispatch up to the commit, as often as it takes. Not thread-safe. */
final class Attempt {
    private final AttemptParts parts;
    private final EventSource<?> source;
    private final EventSourceAdapter<EventSource<?>> adapter;
    private final DispatchContext context;
    private final boolean guarded;
    private List<Reference> named = List.of();
    private boolean admitted;

    Attempt(
            AttemptParts parts,
            EventSource<?> source,
            EventSourceAdapter<EventSource<?>> adapter,
            DispatchContext context,
            boolean guarded) {
        this.parts = parts;
        this.source = source;
        this.adapter = adapter;
        this.context = context;
        this.guarded = guarded;
    }

    EventSource<?> source() {
        return source;
    }

    DispatchContext context() {
        return context;
    }

    /** Refuses a call that is too large, before a transaction is begun and before anybody else looks into it. */
    void requireWithinLimits() {
        parts.payloadLimits().check(context.call());
    }

    /** Whether the call got past its guard, so that it may have written something. */
    boolean isAdmitted() {
        return admitted;
    }

    /**
     * Carries the call out in a transaction.
     *
     * @param end sends what waits, or leaves it to others
     */
    DispatchResult carryOut(Propagation propagation, Runnable end) {
        named = List.of();
        admitted = false;
        Jdbc jdbc = propagation.transaction().jdbc();
        Purpose before = jdbc.serve(purpose());
        try {
            DispatchResult result = steps(propagation);
            end.run();
            return result;
        } catch (RuntimeException e) {
            throw coded(e);
        } finally {
            jdbc.serve(before);
        }
    }

    /** What statements are said to be for: the source, and what the caller said about the call. */
    private Purpose purpose() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(context.call().context());
        if (context.call().correlationId() != null) {
            facts.put("correlationId", context.call().correlationId());
        }
        return new Purpose(source.name(), facts);
    }

    private EntailException coded(RuntimeException failure) {
        return failure instanceof EntailException coded
                ? coded
                : new EntailException(
                        ErrorCode.CALLBACK_FAILED,
                        "Dispatching '" + source.name() + "' failed with "
                                + failure.getClass().getSimpleName(),
                        failure);
    }

    /** The order is that of DSP-05. */
    private DispatchResult steps(Propagation propagation) {
        int begin = propagation.beginPart();
        IncomingCall call = adapter.receive(source, context);
        if (guarded) {
            call.guard();
        }
        admitted = true;
        if (!source.isStored()) {
            return answer(call, propagation);
        }
        Optional<DispatchKey> key = parts.idempotency().key(source, adapter, context.call());
        if (key.isPresent()) {
            Optional<DispatchResult> before =
                    parts.idempotency().claim(propagation.transaction().jdbc(), key.get(), context);
            if (before.isPresent()) {
                return before.get();
            }
        }
        named = call.references();
        References references = parts.references();
        references.requireMembers(named);
        StoreWriter writer = new StoreWriter(parts.store(), propagation);
        call.open(writer);
        RecordId event = propagation.dispatch(source, call.event());
        EventContext stored = new EventContext(context.call(), context.occurredAt(), event, null, writer);
        Object data = call.resolve(stored);
        Map<String, ? extends @Nullable Object> facts = call.afterDispatch(stored.withData(data));
        List<Effect> effects = propagation.endPart(begin);
        references.requireAll(references.unproven(named, propagation));
        parts.deliveries().owe(propagation.transaction(), effects);
        parts.trail()
                .note(
                        propagation.transaction().jdbc(),
                        effects,
                        new TrailEntry(source.name(), event, context.occurredAt()));
        DispatchResult.@Nullable Outcome outcome = key.isPresent() ? DispatchResult.Outcome.APPLIED : null;
        DispatchResult result =
                new DispatchResult(null, data, effects, new LinkedHashMap<>(facts), PostCommit.NOT_RUN, outcome);
        key.ifPresent(claimed ->
                parts.idempotency().complete(propagation.transaction().jdbc(), claimed, result));
        return result;
    }

    /** A source that stores nothing answers, and nothing follows; so it need not be protected from being asked twice. */
    private DispatchResult answer(IncomingCall call, Propagation propagation) {
        named = call.references();
        parts.references().requireAll(parts.references().unproven(named, propagation));
        return new DispatchResult(null, call.read(), List.of(), Map.of(), PostCommit.NOT_RUN, null);
    }

    /** A failure as the caller should see it. */
    EntailException explain(RuntimeException thrown) {
        EntailException failure = coded(thrown);
        try {
            EntailException explained = parts.references().explain(failure, named);
            if (explained != failure) {
                Map<String, Object> known = new LinkedHashMap<>(failure.details());
                known.keySet().retainAll(RetryingTransactions.CIRCUMSTANCES);
                explained.note(known);
            }
            return explained;
        } catch (EntailException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }
}
