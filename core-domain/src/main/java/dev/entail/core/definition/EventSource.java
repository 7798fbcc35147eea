package dev.entail.core.definition;

import dev.entail.core.description.EventSourceDescription;
import dev.entail.core.error.Problem;
import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be dispatched. Each accepted dispatch stores one record of {@link #eventEntity()}, from which
 * everything else follows, unless it only reads.
 *
 * @param <E> how callbacks see a stored event
 */
public interface EventSource<E> {
    /** Unique name in the model. */
    String name();

    /** The entity whose records are the events of this source; several sources may share one. */
    Entity eventEntity();

    /** Whether accepted dispatches are stored as events; nothing can follow from those that are not. */
    default boolean isStored() {
        return true;
    }

    /** A stored event, as callbacks see it. */
    E view(Row event);

    /**
     * The same for an event that has just been stored, with a way to look at what was stored before, in the same transaction.
     */
    default E view(Row event, Function<Query, List<Row>> records) {
        return view(event);
    }

    /**
     * The source that this one stands for within something larger; what waits for the events of that one hears of these as
     * well (ACT-11). Null for most.
     */
    default @Nullable EventSource<E> standsFor() {
        return null;
    }

    /** Entities, relations, views and unions that the declaration of this source refers to; the model must have them. */
    Set<? extends RecordDefinition> references();

    /**
     * Queries that the declaration is known to ask. Whether the model has what they name is checked with it, the rest when it
     * is opened.
     */
    default List<Query> reads() {
        return List.of();
    }

    /** Relation attributes that the declaration of this source names; the model must have them. */
    default List<NamedRelation> relations() {
        return List.of();
    }

    /** What an interface has to know of it. Sources of other kinds are of the kind {@code other}, for callers who are known. */
    default EventSourceDescription describe() {
        return EventSourceDescription.of("other", name(), eventEntity().name());
    }

    /** Mistakes in the declaration itself; reported together with those of the model. */
    List<Problem> problems();

    /**
     * A relation attribute that a source names.
     *
     * @param path where it is named
     * @param record what has the attribute
     * @param attribute its name
     * @param target what is expected at the other end
     * @param many whether it is expected to lead to a list
     */
    record NamedRelation(
            String path, RecordDefinition record, String attribute, RecordDefinition target, boolean many) {}
}
