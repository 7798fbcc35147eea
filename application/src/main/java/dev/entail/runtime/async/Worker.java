package dev.entail.runtime.async;

import dev.entail.runtime.sideeffect.DeliveryPolicy;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works out the values of a place in this process. Immutable.
 *
 * @param place which tasks it takes
 * @param work does one and gives the result, or fails by throwing; it runs outside of any transaction, possibly more than once
 *     for a task, and by several threads if several call for work
 * @param policy how often a task is tried, and how long an attempt may take
 */
public record Worker(TaskPlace place, Function<Task, ? extends @Nullable Object> work, DeliveryPolicy policy) {
    public Worker {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(policy, "policy");
    }

    /** A worker under the default policy. */
    public static Worker of(TaskPlace place, Function<Task, ? extends @Nullable Object> work) {
        return new Worker(place, work, DeliveryPolicy.DEFAULT);
    }

    /** The same under another policy. */
    public Worker under(DeliveryPolicy other) {
        return new Worker(place, work, other);
    }
}
