package dev.entail.builtins.interaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.runtime.port.AdmittedCall;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventSourceAdapter;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dispatches interactions: payload first, then conditions, both fail-closed (DEC-01, DEC-03). Stateless. */
public final class InteractionAdapter implements EventSourceAdapter<Interaction> {
    @Override
    public Class<Interaction> kind() {
        return Interaction.class;
    }

    @Override
    public AdmittedCall admit(Interaction interaction, DispatchContext context) {
        if (!interaction.isAnonymous() && context.call().actor() == null) {
            throw new EntailException(
                    ErrorCode.ACTOR_MISSING,
                    "'" + interaction.name()
                            + "' must be asked by somebody; say who with by(...), or declare it anonymous");
        }
        Map<String, @Nullable Object> payload =
                PayloadCheck.check(interaction.fields(), context.call().payload(), "");
        GuardContext guard = new GuardContext(
                context.call().actor(),
                new Payload(interaction.name(), interaction.fields(), payload),
                context.occurredAt(),
                context.reader());
        interaction.conditions().forEach(condition -> check(condition, guard));
        return new AdmittedInteraction(interaction, context.call(), guard, payload);
    }

    private static void check(Condition condition, GuardContext guard) {
        Decision decision = callback(
                "Condition '" + condition.name() + "'", () -> condition.decide().apply(guard));
        switch (decision) {
            case Decision.Allowed allowed -> {}
            case Decision.Rejected rejected ->
                throw new EntailException(rejected.code(), rejected.message(), Map.of("condition", condition.name()));
        }
    }

    /** Failures of the framework keep their code, so that a retryable one can be retried; others refuse. */
    static <T> T callback(String what, Supplier<@Nullable T> callback) {
        T result;
        try {
            result = callback.get();
        } catch (EntailException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EntailException(
                    ErrorCode.CONDITION_THROWN,
                    what + " threw " + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    e);
        }
        if (result == null) {
            throw new EntailException(
                    ErrorCode.CONDITION_REJECTED, what + " gave null, which refuses; give an explicit answer");
        }
        return result;
    }
}
