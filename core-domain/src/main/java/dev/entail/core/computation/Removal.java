package dev.entail.core.computation;

import dev.entail.core.definition.EventSource;
import dev.entail.core.event.Trigger;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links that vanish when something happens, named by their ends. A link that does not exist is passed over.
 *
 * @param trigger what it waits for
 * @param function which links vanish: a {@link Link}, a collection of links, or null for none
 * @param <E> how the function sees an event
 */
public record Removal<E>(Trigger<E> trigger, Function<E, ? extends @Nullable Object> function)
        implements Computation.OfRecords {
    public Removal {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(function, "function");
    }

    /** One link for each event of a source, or none where the function answers null. */
    public static <E> Removal<E> ofLink(EventSource<E> source, Function<E, @Nullable Link> function) {
        return ofLink(Trigger.dispatched(source), function);
    }

    /** One link for each event, or none where the function answers null. */
    public static <E> Removal<E> ofLink(Trigger<E> trigger, Function<E, @Nullable Link> function) {
        return new Removal<>(trigger, function);
    }

    /** Any number of links for each event of a source. */
    public static <E> Removal<E> ofLinks(EventSource<E> source, Function<E, ? extends Collection<Link>> function) {
        return ofLinks(Trigger.dispatched(source), function);
    }

    /** Any number of links for each event. */
    public static <E> Removal<E> ofLinks(Trigger<E> trigger, Function<E, ? extends Collection<Link>> function) {
        return new Removal<>(trigger, function);
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
