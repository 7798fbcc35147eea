package dev.entail.testkit.jdbc;

import dev.entail.storage.spi.Dialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A dialect that differs from another one in what it makes of statements that are sent together. */
final class TogetherDialect {
    private TogetherDialect() {}

    /**
     * Wraps a dialect.
     *
     * @param real asked for the dialect when something is asked of it
     * @param answer given the statements and what the real dialect makes of them, what is answered
     */
    @SuppressWarnings("unchecked") // the parameters of the one method that is looked at
    static Dialect of(Supplier<Dialect> real, BiFunction<List<String>, Optional<String>, Optional<String>> answer) {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (proxy, method, args) -> {
                    Object result;
                    try {
                        result = method.invoke(real.get(), args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return method.getName().equals("together") && args != null
                            ? answer.apply((List<String>) args[0], (Optional<String>) result)
                            : result;
                });
    }
}
