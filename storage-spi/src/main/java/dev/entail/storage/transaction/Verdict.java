package dev.entail.storage.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.sql.StorageException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which failures a transaction cannot survive, whatever part of it they happened in. */
final class Verdict {
    private Verdict() {}

    /** The fatal one among some failures and their causes, or null. */
    static @Nullable RuntimeException fatal(@Nullable Throwable... failures) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable failure : failures) {
            for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
                if (cause instanceof EntailException coded && isFatal(coded)) {
                    return coded;
                }
            }
        }
        return null;
    }

    private static boolean isFatal(EntailException failure) {
        return failure instanceof SerializableRequired
                || failure.code().equals(ErrorCode.TRANSACTION_TIMEOUT.name())
                || failure.code().equals(ErrorCode.CONCURRENCY_CONFLICT.name())
                || failure instanceof StorageException storage
                        && isFatal(storage.error().errorClass());
    }

    /** Some databases have undone the whole transaction by then, and all of them want it to begin again. */
    private static boolean isFatal(ErrorClass errorClass) {
        return errorClass.retryable();
    }
}
