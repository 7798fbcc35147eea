package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What each thread is dispatching at the moment (DSP-02, DSP-03). */
final class Scope {
    private final ThreadLocal<@Nullable EventSource<?>> running = new ThreadLocal<>();
    private final ThreadLocal<@Nullable Boolean> business = new ThreadLocal<>();

    /** Runs the part of a dispatch in which no other may begin. */
    <T> T dispatching(EventSource<?> source, Supplier<T> work) {
        running.set(source);
        try {
            return work.get();
        } finally {
            running.remove();
        }
    }

    /** Runs a business transaction. */
    <T> T business(Supplier<T> work) {
        business.set(true);
        try {
            return work.get();
        } finally {
            business.remove();
        }
    }

    /** Whether the thread is in a business transaction. */
    boolean isBusiness() {
        return business.get() != null;
    }

    /**
     * Makes sure that no dispatch is under way.
     *
     * @throws EntailException {@code NESTED_DISPATCH}
     */
    void requireNoDispatch(EventSource<?> source) {
        EventSource<?> outer = running.get();
        if (outer != null) {
            throw new EntailException(
                    ErrorCode.NESTED_DISPATCH.name(),
                    "'" + source.name() + "' was dispatched while '" + outer.name()
                            + "' was being dispatched; derive what is needed, or dispatch after the commit",
                    Map.of("outer", outer.name(), "nested", source.name()));
        }
    }
}
