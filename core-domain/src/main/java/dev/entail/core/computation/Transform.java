package dev.entail.core.computation;

import dev.entail.core.definition.EventSource;
import dev.entail.core.value.Draft;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records that come into being when an event is stored (TRF-10). The function is called once for each event of the source
 * and yields a {@link Draft} for an entity or a {@link Link} for a relation, a collection of those, or null for nothing.
 * It may be called again when a transaction is retried and must not have effects of its own.
 *
 * @param source whose events
 * @param function what follows from an event
 * @param <E> how the function sees an event
 */
public record Transform<E>(EventSource<E> source, Function<E, ? extends @Nullable Object> function)
        implements Computation.OfRecords {
    public Transform {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(function, "function");
    }

    /** For an entity: one record for each event, or none where the function answers null. */
    public static <E> Transform<E> toRecord(EventSource<E> source, Function<E, @Nullable Draft> function) {
        return new Transform<>(source, function);
    }

    /** For an entity: any number of records for each event. */
    public static <E> Transform<E> toRecords(EventSource<E> source, Function<E, ? extends Collection<Draft>> function) {
        return new Transform<>(source, function);
    }

    /** For a relation: one link for each event, or none where the function answers null. */
    public static <E> Transform<E> toLink(EventSource<E> source, Function<E, @Nullable Link> function) {
        return new Transform<>(source, function);
    }

    /** For a relation: any number of links for each event. */
    public static <E> Transform<E> toLinks(EventSource<E> source, Function<E, ? extends Collection<Link>> function) {
        return new Transform<>(source, function);
    }

    /** What follows from one event: drafts or links, as the function yields them. */
    public List<Object> apply(E event) {
        Object result = function.apply(event);
        return switch (result) {
            case null -> List.of();
            case Collection<?> many -> List.copyOf(many);
            default -> List.of(result);
        };
    }
}
