package dev.entail.core.computation;

import dev.entail.core.definition.EventSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links that vanish when an event is stored, named by their ends. A link that does not exist is passed over.
 *
 * @param source whose events
 * @param function which links vanish: a {@link Link}, a collection of links, or null for none
 * @param <E> how the function sees an event
 */
public record Removal<E>(EventSource<E> source, Function<E, ? extends @Nullable Object> function)
        implements Computation.OfRecords {
    public Removal {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(function, "function");
    }

    /** One link for each event, or none where the function answers null. */
    public static <E> Removal<E> ofLink(EventSource<E> source, Function<E, @Nullable Link> function) {
        return new Removal<>(source, function);
    }

    /** Any number of links for each event. */
    public static <E> Removal<E> ofLinks(EventSource<E> source, Function<E, ? extends Collection<Link>> function) {
        return new Removal<>(source, function);
    }

    /** The links that vanish with one event. */
    public List<Link> apply(E event) {
        Object result = function.apply(event);
        return switch (result) {
            case null -> List.of();
            case Collection<?> many -> many.stream().map(Link.class::cast).toList();
            default -> List.of((Link) result);
        };
    }
}
