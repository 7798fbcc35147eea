package dev.entail.builtins.principal;

import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.builtins.payload.PayloadSchema;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.RecordReader;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls from outside (W-06). Who acts follows from the credentials; nothing in a payload or context has any influence on
 * it. That the user exists is read before each call of somebody known, by one statement. Every refusal is a result. Reaches
 * interactions and steps of activities only, not custom event sources. Thread-safe.
 */
public final class Door {
    private final Model model;
    private final Controller controller;
    private final RecordReader reader;
    private final RecordDefinition users;
    private final Authenticator authenticator;

    /**
     * A door.
     *
     * @param users what the records of users are; for a view only members are let in
     * @throws EntailException {@code UNKNOWN_NAME} if the model does not have it
     */
    public Door(
            Model model,
            Controller controller,
            RecordReader reader,
            RecordDefinition users,
            Authenticator authenticator) {
        this.model = model;
        this.controller = controller;
        this.reader = reader;
        this.users = model.record(users).definition();
        this.authenticator = authenticator;
    }

    /**
     * Dispatches a call to an interaction.
     *
     * @param credentials what came with the call to say who calls, or null
     * @param interaction its name, as received
     * @return what came of it; refused with {@code AUTHENTICATION_FAILED}, {@code ACTOR_MISSING}, {@code
     *     UNKNOWN_EVENT_SOURCE}, {@code PAYLOAD_NOT_AN_OBJECT} and everything that a dispatch is refused with
     * @throws EntailException only if the thread is dispatching or in a transaction: {@code NESTED_DISPATCH}, {@code
     *     DISPATCH_IN_TRANSACTION}
     */
    public DispatchResult dispatch(@Nullable String credentials, String interaction, DoorRequest request) {
        EventSource<?> source;
        DispatchCall call;
        try {
            RecordId actor = actor(credentials);
            source = source(interaction);
            call = DispatchCall.of(actor, PayloadSchema.object(request.payload()))
                    .withContext(request.context())
                    .withCorrelationId(request.correlationId())
                    .withIdempotencyKey(request.idempotencyKey())
                    .withRead(request.read())
                    .in(request.activity());
        } catch (EntailException e) {
            return DispatchResult.refused(e);
        }
        return controller.dispatch(source, call, true);
    }

    private @Nullable RecordId actor(@Nullable String credentials) {
        return switch (principal(credentials)) {
            case Principal.Anonymous anonymous -> null;
            case Principal.Known known -> {
                Query user = Query.of(users.name()).where(Match.eq("id", known.user()));
                if (!reader.exists(user)) {
                    throw Authenticators.failed(new EntailException(
                            ErrorCode.RECORD_NOT_FOUND,
                            "There is no " + users.name() + " " + known.user() + " for '" + known.name() + "'"));
                }
                yield known.user();
            }
        };
    }

    @SuppressWarnings("ConstantValue") // authenticators are of the application
    private Principal principal(@Nullable String credentials) {
        Principal principal;
        try {
            principal = authenticator.authenticate(credentials);
        } catch (EntailException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Authenticators.failed(e);
        }
        if (principal == null) {
            throw Authenticators.failed();
        }
        return principal;
    }

    /** What there is besides is not told to callers from outside. */
    private EventSource<?> source(String name) {
        return model.eventSource(name)
                .filter(source -> source.eventEntity().equals(InteractionRecord.ENTITY))
                .orElseThrow(() -> new EntailException(
                        ErrorCode.UNKNOWN_EVENT_SOURCE, "There is no interaction of this name; check it"));
    }

    @Override
    public String toString() {
        return "Door of " + model.name();
    }
}
