package dev.entail.builtins.interaction;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.guard.GuardContext;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.IncomingCall;
import dev.entail.runtime.port.PostCommitContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dispatches interactions: payload first, then conditions, both fail-closed (DEC-01, DEC-03). Stateless. */
public final class InteractionAdapter implements EventSourceAdapter<Interaction> {
    @Override
    public Class<Interaction> kind() {
        return Interaction.class;
    }

    @Override
    public IncomingCall receive(Interaction interaction, DispatchContext context) {
        return receive(interaction, context, ActivityHistory.NONE);
    }

    /** The same as a step of an activity in which this has happened so far. */
    public IncomingCall receive(Interaction interaction, DispatchContext context, ActivityHistory earlier) {
        if (!interaction.isAnonymous() && context.call().actor() == null) {
            throw new EntailException(
                    ErrorCode.ACTOR_MISSING,
                    "'" + interaction.name()
                            + "' must be asked by somebody; say who with by(...), or declare it anonymous");
        }
        Map<String, @Nullable Object> payload =
                interaction.schema().check(context.call().payload());
        GuardContext seen = new GuardContext(
                context.call().actor(),
                interaction.schema().view(interaction.name(), payload),
                context.occurredAt(),
                context.reader(),
                earlier);
        return new IncomingInteraction(interaction, context.call(), seen, payload);
    }

    @Override
    public Map<String, ? extends @Nullable Object> postCommit(Interaction interaction, PostCommitContext context) {
        Map<String, ? extends @Nullable Object> facts =
                interaction.hooks().postCommit().apply(context);
        return facts == null ? Map.of() : facts;
    }
}
