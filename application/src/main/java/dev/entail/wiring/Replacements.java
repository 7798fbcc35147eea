package dev.entail.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.sql.StatementListener;
import dev.entail.storage.write.IdGenerator;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Adapters that stand behind their ports instead of the default ones. Immutable. */
public final class Replacements {
    private static final List<Class<?>> PORTS =
            List.of(InstantSource.class, IdGenerator.class, RandomGenerator.class, StatementListener.class);
    private static final Replacements NONE = new Replacements(Map.of());

    private final Map<Class<?>, Object> adapters;

    private Replacements(Map<Class<?>, Object> adapters) {
        this.adapters = adapters;
    }

    /** No replacement. */
    public static Replacements none() {
        return NONE;
    }

    /**
     * One more replacement.
     *
     * @throws EntailException {@code CAPABILITY_MISSING} if {@code port} cannot be replaced; the message lists what can
     */
    public <T> Replacements with(Class<T> port, T adapter) {
        if (!PORTS.contains(port)) {
            throw new EntailException(
                    ErrorCode.CAPABILITY_MISSING,
                    port.getName() + " is not a port that can be replaced; these are "
                            + PORTS.stream().map(Class::getName).toList());
        }
        Map<Class<?>, Object> copy = new LinkedHashMap<>(adapters);
        copy.put(port, adapter);
        return new Replacements(copy);
    }

    Module toModule() {
        return new AbstractModule() {
            @Override
            protected void configure() {
                adapters.forEach(this::bindAdapter);
            }

            private <T> void bindAdapter(Class<T> port, Object adapter) {
                bind(port).toInstance(port.cast(adapter));
            }
        };
    }
}
