package dev.entail.core.definition;

import dev.entail.core.error.Problem;
import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be dispatched. Each accepted dispatch stores one record of {@link #eventEntity()}, from which
 * everything else follows.
 *
 * @param <E> how callbacks see a stored event
 */
public interface EventSource<E> {
    /** Unique name in the model. */
    String name();

    /** The entity whose records are the events of this source; several sources may share one. */
    Entity eventEntity();

    /** A stored event, as callbacks see it. */
    E view(Row event);

    /**
     * The same with a way to look at what was stored before, in the same transaction; only what never changes again may be
     * asked for, so that the event looks the same whenever it is looked at.
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

    /** Entities that the declaration of this source refers to; the model must have them. */
    Set<Entity> references();

    /** Mistakes in the declaration itself; reported together with those of the model. */
    List<Problem> problems();
}
