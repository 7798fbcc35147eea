package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Effect;
import dev.entail.core.model.Suggestion;
import dev.entail.runtime.port.AdmittedCall;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.Reference;
import dev.entail.runtime.port.SideEffectHandler;
import dev.entail.runtime.propagation.DependencyGraph;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.runtime.transaction.RetryingTransactions;
import dev.entail.storage.EntityStore;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.transaction.TransactionOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes in dispatches and direct writes; each is one transaction. Thread-safe. */
public final class Controller {
    private final EntityStore store;
    private final DependencyGraph graph;
    private final RetryingTransactions transactions;
    private final Adapters adapters;
    private final References references;
    private final SideEffectHandler sideEffects;
    private final InstantSource clock;
    private final int mutationLimit;
    private final ThreadLocal<@Nullable EventSource<?>> running = new ThreadLocal<>();

    /** A controller over an open store. */
    public Controller(
            EntityStore store,
            RetryingTransactions transactions,
            Set<EventSourceAdapter<?>> adapters,
            SideEffectHandler sideEffects,
            InstantSource clock,
            DependencyGraph graph,
            int mutationLimit) {
        this.store = store;
        this.graph = graph;
        this.transactions = transactions;
        this.adapters = Adapters.of(store.model(), adapters);
        this.references = new References(store);
        this.sideEffects = sideEffects;
        this.clock = clock;
        this.mutationLimit = mutationLimit;
    }

    /**
     * Dispatches a call to an event source of the model. Everything that follows happens in one transaction; a refusal or
     * failure before the commit leaves nothing behind and is reported in the result (DSP-05..11).
     *
     * @throws EntailException {@code UNKNOWN_EVENT_SOURCE} if the model does not have the source, {@code NESTED_DISPATCH}
     *     if the thread is dispatching already
     */
    public DispatchResult dispatch(EventSource<?> source, DispatchCall call) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(call, "call");
        EventSourceAdapter<EventSource<?>> adapter = adapters.of(source);
        requireNoDispatch(source);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        DispatchContext context = new DispatchContext(call, now, new StoreReader(store));
        List<Reference> named = new ArrayList<>();
        DispatchResult result;
        running.set(source);
        try {
            result = transactions.run(TransactionOptions.DEFAULT.withName(source.name()), transaction -> {
                Propagation propagation = propagation(transaction);
                AdmittedCall admitted = adapter.admit(source, context);
                named.clear();
                named.addAll(admitted.references());
                return carryOut(source, admitted, propagation);
            });
        } catch (EntailException e) {
            return DispatchResult.refused(references.explain(e, named));
        } catch (RuntimeException e) {
            return DispatchResult.refused(new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "Dispatching '" + source.name() + "' failed with "
                            + e.getClass().getSimpleName(),
                    e));
        } finally {
            running.remove();
        }
        return afterCommit(source, result);
    }

    /** The event source of this name. */
    public EventSource<?> source(String name) {
        return store.model()
                .eventSource(name)
                .orElseThrow(
                        () -> unknownSource(name, store.model().eventSources().keySet()));
    }

    /**
     * Runs writes that are not the consequence of an event, with everything that follows from them, as one transaction
     * (TRX-08).
     *
     * @return what the work returned
     */
    public <T extends @Nullable Object> T write(TransactionOptions options, Function<Propagation, T> work) {
        return transactions.run(options, transaction -> {
            Propagation propagation = propagation(transaction);
            T result = work.apply(propagation);
            propagation.finish();
            return result;
        });
    }

    /** The same with the default options, for those who want to know what has been brought about. */
    public List<Effect> effects(Consumer<Propagation> work) {
        return transactions.run(TransactionOptions.DEFAULT, transaction -> {
            Propagation propagation = propagation(transaction);
            work.accept(propagation);
            return propagation.finish();
        });
    }

    /** What happens to a call that has been let in, up to the commit. */
    private DispatchResult carryOut(EventSource<?> source, AdmittedCall call, Propagation propagation) {
        propagation.dispatch(source, call.event());
        List<Reference> unproven = references.unproven(call.references(), propagation);
        Object data = call.answer();
        List<Effect> effects = propagation.finish();
        references.requireAll(unproven);
        return new DispatchResult(null, data, effects, null);
    }

    private Propagation propagation(Transaction transaction) {
        return new Propagation(graph, store.model(), store.writes(), transaction, mutationLimit);
    }

    private DispatchResult afterCommit(EventSource<?> source, DispatchResult result) {
        try {
            sideEffects.afterCommit(source.name(), result.effects());
            return result;
        } catch (RuntimeException e) {
            EntailException failure = new EntailException(
                    ErrorCode.SIDE_EFFECT_FAILED,
                    "The side effects of '" + source.name() + "' failed after the commit; what is stored stays",
                    e);
            return new DispatchResult(null, result.data(), result.effects(), failure);
        }
    }

    private void requireNoDispatch(EventSource<?> source) {
        EventSource<?> outer = running.get();
        if (outer != null) {
            throw new EntailException(
                    ErrorCode.NESTED_DISPATCH.name(),
                    "'" + source.name() + "' was dispatched while '" + outer.name()
                            + "' was being dispatched; derive what is needed, or dispatch after the commit",
                    Map.of("outer", outer.name(), "nested", source.name()));
        }
    }

    static EntailException unknownSource(String name, Set<String> known) {
        return new EntailException(
                ErrorCode.UNKNOWN_EVENT_SOURCE,
                "The model has no event source '" + name + "'; it has " + known + Suggestion.forName(name, known));
    }
}
