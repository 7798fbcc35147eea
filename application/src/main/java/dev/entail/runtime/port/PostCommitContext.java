package dev.entail.runtime.port;

import dev.entail.core.event.Effect;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a hook after the commit sees. It runs outside any transaction and may dispatch.
 *
 * @param call what the caller handed over
 * @param data the answer of the source, or null
 * @param context what {@code afterDispatch} gave
 * @param effects what was committed
 * @param records reads the store as it is now
 */
public record PostCommitContext(
        DispatchCall call,
        @Nullable Object data,
        Map<String, @Nullable Object> context,
        List<Effect> effects,
        RecordReader records) {
    public PostCommitContext {
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
        effects = List.copyOf(effects);
    }

    /** The same for a call of which more is known. */
    public PostCommitContext withCall(DispatchCall other) {
        return new PostCommitContext(other, data, context, effects, records);
    }
}
