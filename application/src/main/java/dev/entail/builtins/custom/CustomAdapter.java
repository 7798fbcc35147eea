package dev.entail.builtins.custom;

import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.Draft;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventContext;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.port.HookCall;
import dev.entail.runtime.port.IncomingCall;
import dev.entail.runtime.port.PostCommitContext;
import dev.entail.runtime.port.Reference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dispatches custom sources: each step is the function that was declared for it. Stateless. */
public final class CustomAdapter implements EventSourceAdapter<CustomSource> {
    @Override
    public Class<CustomSource> kind() {
        return CustomSource.class;
    }

    @Override
    public @Nullable String idempotencyKey(CustomSource source, DispatchCall call) {
        String ofCall = call.idempotencyKey();
        return ofCall != null && !ofCall.isBlank()
                ? ofCall
                : HookCall.of("idempotencyKey", source)
                        .optional(() -> source.hooks().idempotencyKey().apply(call));
    }

    @Override
    public IncomingCall receive(CustomSource source, DispatchContext context) {
        return new CustomCall(source, context);
    }

    @Override
    public Map<String, ? extends @Nullable Object> postCommit(CustomSource source, PostCommitContext context) {
        Map<String, ? extends @Nullable Object> facts =
                source.hooks().postCommit().apply(context);
        return facts == null ? Map.of() : facts;
    }

    private record CustomCall(CustomSource source, DispatchContext context) implements IncomingCall {
        @Override
        public void guard() {
            HookCall.of("guard", source)
                    .failingWith(ErrorCode.CONDITION_THROWN)
                    .run(() -> source.hooks().guard().accept(context));
        }

        @Override
        public List<Reference> references() {
            return List.of();
        }

        @Override
        public Draft event() {
            return HookCall.of("mapEventData", source)
                    .required(() -> source.hooks().mapEventData().apply(context));
        }

        @Override
        public @Nullable Object resolve(EventContext event) {
            return HookCall.of("resolve", source)
                    .optional(() -> source.hooks().resolve().apply(event));
        }

        @Override
        public Map<String, ? extends @Nullable Object> afterDispatch(EventContext event) {
            Map<String, ? extends @Nullable Object> facts = HookCall.of("afterDispatch", source)
                    .optional(() -> source.hooks().afterDispatch().apply(event));
            return facts == null ? Map.of() : facts;
        }
    }
}
