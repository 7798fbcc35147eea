package dev.entail.builtins.activity;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.interaction.InteractionAdapter;
import dev.entail.builtins.interaction.InteractionHistory;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.IncomingCall;
import dev.entail.runtime.port.PostCommitContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dispatches steps of activities: as their interactions, and in their turn. Stateless. */
public final class StepAdapter implements EventSourceAdapter<Step> {
    private final InteractionAdapter interactions = new InteractionAdapter();

    @Override
    public Class<Step> kind() {
        return Step.class;
    }

    @Override
    public IncomingCall receive(Step step, DispatchContext context) {
        RecordId activity = context.call().activity();
        ActivityHistory earlier =
                activity == null ? ActivityHistory.NONE : new InteractionHistory(activity, context.reader()::list);
        return new StepCall(step, context, earlier, interactions.receive(step.interaction(), context, earlier));
    }

    @Override
    public Map<String, ? extends @Nullable Object> postCommit(Step step, PostCommitContext context) {
        return interactions.postCommit(step.interaction(), context);
    }
}
