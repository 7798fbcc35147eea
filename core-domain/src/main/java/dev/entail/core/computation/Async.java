package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value whose computing takes long, or calls outside (ASY-01). When what it reads has changed, a function says what work is
 * to be done; that is written down with the change, and the value stays as it is. A worker does the work outside of any
 * transaction and hands in a result, which is applied in a transaction of its own with everything that follows from it. Until
 * the first result the value is null.
 *
 * @param reader what is read, and the function that makes a {@link Request} of it
 * @param application makes the value of a result and the arguments of its request
 */
public record Async(
        Custom reader,
        BiFunction<@Nullable Object, Map<String, @Nullable Object>, ? extends @Nullable Object> application)
        implements Computation.Reader {
    public Async {
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(application, "application");
    }

    /**
     * The same where the value is made of the result instead of being it.
     *
     * @param application gets the result and the arguments, as JSON keeps them; it may run several times and must not have
     *     effects (ASY-10)
     */
    public Async applying(
            BiFunction<@Nullable Object, Map<String, @Nullable Object>, ? extends @Nullable Object> application) {
        return new Async(reader, application);
    }

    /** The same without SERIALIZABLE, for what is read and for what is applied; see {@link Custom#atomicSafe}. */
    public Async atomicSafe() {
        return new Async(reader.atomicSafe(), application);
    }

    @Override
    public List<Selection> parts() {
        return reader.parts();
    }

    @Override
    public Map<String, Query> sets() {
        return reader.sets();
    }

    @Override
    public boolean isAtomicSafe() {
        return reader.isAtomicSafe();
    }

    /**
     * What is asked for.
     *
     * @param path where the value is, for the error
     * @param row what was read
     * @throws EntailException {@code CALLBACK_FAILED} if the function throws or gives something else than a request
     */
    public Request request(String path, Row row) {
        Object request;
        try {
            request = reader.function().apply(row);
        } catch (RuntimeException e) {
            throw failed("asks for the work behind " + path, e);
        }
        if (request instanceof Request asked) {
            return asked;
        }
        throw new EntailException(
                ErrorCode.CALLBACK_FAILED,
                "The function that asks for the work behind " + path + " gave " + request
                        + "; give Request.none() if nothing is to be done");
    }

    /**
     * The value for a result, brought to the type of its property.
     *
     * @param path where the value is, for the error
     * @throws EntailException {@code CALLBACK_FAILED} if the function throws, {@code VALUE_MISMATCH} if it gives something
     *     else than declared
     */
    public @Nullable Object apply(
            String path, Property<?> property, @Nullable Object result, Map<String, @Nullable Object> args) {
        Object value;
        try {
            value = application.apply(result, args);
        } catch (RuntimeException e) {
            throw failed("applies a result to " + path, e);
        }
        return property.normalize(value, path);
    }

    private static EntailException failed(String what, RuntimeException cause) {
        return new EntailException(
                ErrorCode.CALLBACK_FAILED,
                "The function that " + what + " threw " + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                cause);
    }
}
