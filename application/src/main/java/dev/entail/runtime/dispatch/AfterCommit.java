package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.runtime.access.StoreReader;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.PostCommitContext;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.sideeffect.SideEffectOutcome;
import dev.entail.runtime.sideeffect.SideEffects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What follows a commit, outside any transaction (PST-01, PST-02): the hook of the event source, then the side effects. A
 * failure of one keeps nothing else from running.
 */
final class AfterCommit {
    private final Adapters adapters;
    private final SideEffects sideEffects;
    private final StoreReader reader;

    AfterCommit(Adapters adapters, SideEffects sideEffects, StoreReader reader) {
        this.adapters = adapters;
        this.sideEffects = sideEffects;
        this.reader = reader;
    }

    /** The result of an accepted dispatch after everything has run; after a replay there is nothing to run. */
    DispatchResult run(EventSource<?> source, DispatchCall call, DispatchResult accepted) {
        if (accepted.isReplayed()) {
            return accepted;
        }
        DispatchResult hooked = hook(source, call, accepted);
        List<SideEffectOutcome> outcomes = new ArrayList<>(hooked.sideEffects());
        outcomes.addAll(sideEffects.run(accepted.effects()));
        return hooked.after(hooked.context(), PostCommit.of(outcomes));
    }

    /** The same after the hook alone has run (RRN-05). */
    DispatchResult hook(EventSource<?> source, DispatchCall call, DispatchResult accepted) {
        EventSourceAdapter<EventSource<?>> adapter = adapters.of(source);
        PostCommitContext seen =
                new PostCommitContext(call, accepted.data(), accepted.context(), accepted.effects(), reader);
        Map<String, @Nullable Object> context = new LinkedHashMap<>(accepted.context());
        SideEffectOutcome outcome = SideEffects.isolated(
                SideEffectOutcome.POST_COMMIT,
                OptionalInt.empty(),
                "postCommit of '" + source.name() + "'",
                Map.of("sideEffect", SideEffectOutcome.POST_COMMIT, "source", source.name()),
                () -> {
                    context.putAll(adapter.postCommit(source, seen));
                    return null;
                });
        return accepted.after(context, PostCommit.of(outcome.isFailure() ? List.of(outcome) : List.of()));
    }
}
