package dev.entail.builtins.interaction;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.guard.GuardContext;
import dev.entail.builtins.payload.PayloadSchema;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.query.ReadRequest;
import dev.entail.runtime.port.DispatchCall;
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
        if (interaction.read() == null && !context.call().read().equals(ReadRequest.ALL)) {
            throw new EntailException(
                    ErrorCode.READ_NOT_ALLOWED,
                    "'" + interaction.name()
                            + "' reads nothing, so there is nothing to choose from; leave read(...) out");
        }
        if (context.call().context().containsKey(InteractionRecord.ADMISSION)) {
            throw new EntailException(
                    ErrorCode.CONTEXT_RESERVED,
                    "The context of a call of '" + interaction.name() + "' has '" + InteractionRecord.ADMISSION
                            + "', under which the conditions say why they admit it; use another name");
        }
        Map<String, @Nullable Object> payload =
                interaction.schema().check(context.call().payload());
        PayloadSchema.requireJson(context.call().context(), "context");
        GuardContext seen = new GuardContext(
                context.call().actor(),
                interaction.schema().view(interaction.name(), payload),
                context.occurredAt(),
                context.reader(),
                earlier);
        return new IncomingInteraction(interaction, context, seen, payload);
    }

    @Override
    public Map<String, ? extends @Nullable Object> postCommit(Interaction interaction, PostCommitContext context) {
        Map<String, ? extends @Nullable Object> facts =
                interaction.hooks().postCommit().apply(context.withCall(admitted(context)));
        return facts == null ? Map.of() : facts;
    }

    /** The call with the facts that have been stored with its event, which other effects may come before. */
    private static DispatchCall admitted(PostCommitContext context) {
        for (Effect effect : context.effects()) {
            if (effect.mutation() instanceof MutationEvent.Created event
                    && event.record().equals(InteractionRecord.ENTITY.name())
                    && event.values().get(InteractionRecord.CONTEXT.name()) instanceof Map<?, ?> stored) {
                return IncomingInteraction.admitted(context.call(), stored.get(InteractionRecord.ADMISSION));
            }
        }
        return context.call();
    }
}
