package dev.entail.storage.ledger;

import dev.entail.core.value.RecordId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An idempotency key with what it is bound to: the same key of another source or caller is another one.
 *
 * @param source name of the event source
 * @param caller who acts, or null for nobody in particular
 * @param key at most {@link DispatchLedger#KEY_LENGTH} long
 */
public record DispatchKey(String source, @Nullable RecordId caller, String key) {
    public DispatchKey {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(key, "key");
    }

    /** As columns hold them; no record has the id 0. */
    List<Object> values() {
        return List.of(source, caller == null ? 0L : caller.value(), key);
    }
}
