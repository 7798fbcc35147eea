package dev.entail.core.computation;

import dev.entail.core.definition.EventSource;
import dev.entail.core.event.Trigger;
import dev.entail.core.value.Draft;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records that come into being when something happens (TRF-10). The function is called once for each event and yields a
 * {@link Draft} for an entity or a {@link Link} for a relation, a collection of those, or null for nothing. What has come
 * into being is never changed by later events. The function may be called again when a transaction is retried and must not
 * have effects of its own.
 *
 * @param trigger what it waits for
 * @param function what follows from an event
 * @param <E> how the function sees an event
 */
public record Transform<E>(Trigger<E> trigger, Function<E, ? extends @Nullable Object> function)
        implements Computation.OfRecords {
    public Transform {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(function, "function");
    }

    /** For an entity: one record for each event of a source, or none where the function answers null. */
    public static <E> Transform<E> toRecord(EventSource<E> source, Function<E, @Nullable Draft> function) {
        return toRecord(Trigger.dispatched(source), function);
    }

    /** For an entity: one record for each event, or none where the function answers null. */
    public static <E> Transform<E> toRecord(Trigger<E> trigger, Function<E, @Nullable Draft> function) {
        return new Transform<>(trigger, function);
    }

    /** For an entity: any number of records for each event of a source. */
    public static <E> Transform<E> toRecords(EventSource<E> source, Function<E, ? extends Collection<Draft>> function) {
        return toRecords(Trigger.dispatched(source), function);
    }

    /** For an entity: any number of records for each event. */
    public static <E> Transform<E> toRecords(Trigger<E> trigger, Function<E, ? extends Collection<Draft>> function) {
        return new Transform<>(trigger, function);
    }

    /** For a relation: one link for each event of a source, or none where the function answers null. */
    public static <E> Transform<E> toLink(EventSource<E> source, Function<E, @Nullable Link> function) {
        return toLink(Trigger.dispatched(source), function);
    }

    /** For a relation: one link for each event, or none where the function answers null. */
    public static <E> Transform<E> toLink(Trigger<E> trigger, Function<E, @Nullable Link> function) {
        return new Transform<>(trigger, function);
    }

    /** For a relation: any number of links for each event of a source. */
    public static <E> Transform<E> toLinks(EventSource<E> source, Function<E, ? extends Collection<Link>> function) {
        return toLinks(Trigger.dispatched(source), function);
    }

    /** For a relation: any number of links for each event. */
    public static <E> Transform<E> toLinks(Trigger<E> trigger, Function<E, ? extends Collection<Link>> function) {
        return new Transform<>(trigger, function);
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
