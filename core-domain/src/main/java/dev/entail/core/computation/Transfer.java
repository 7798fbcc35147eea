package dev.entail.core.computation;

import dev.entail.core.definition.EventSource;
import dev.entail.core.event.Trigger;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A step of a {@link StateMachine}.
 *
 * @param from the state before
 * @param to the state after
 * @param trigger what brings it about
 * @param targets which records take the step: a {@link dev.entail.core.value.RecordId}, a {@link Link} for the links between
 *     two records, a collection of those, or null for none; null for a machine of a global value
 * @param value what the value is afterwards, from what it was and the event; null if it is the name of the state
 * @param <E> how the functions see the event
 */
public record Transfer<E>(
        String from,
        String to,
        Trigger<E> trigger,
        @Nullable Function<E, ? extends @Nullable Object> targets,
        @Nullable BiFunction<@Nullable Object, E, ? extends @Nullable Object> value) {
    public Transfer {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(trigger, "trigger");
    }

    /** Begins with the state before. */
    public static From from(String state) {
        return new From(state);
    }

    /** The same with a function that says what the value is afterwards, from what it was and the event. */
    public Transfer<E> setting(BiFunction<@Nullable Object, E, ? extends @Nullable Object> function) {
        return new Transfer<>(from, to, trigger, targets, function);
    }

    /**
     * A step of which only the first state is known.
     *
     * @param state the state before
     */
    public record From(String state) {
        /** Goes on with the state after. */
        public Path to(String other) {
            return new Path(state, other);
        }
    }

    /**
     * A step that nothing brings about yet.
     *
     * @param from the state before
     * @param to the state after
     */
    public record Path(String from, String to) {
        /** Taken by the records that a function names when something happens. */
        public <E> Transfer<E> on(Trigger<E> trigger, Function<E, ? extends @Nullable Object> targets) {
            return new Transfer<>(from, to, trigger, Objects.requireNonNull(targets, "targets"), null);
        }

        /** Taken by the records that a function names when an event is stored. */
        public <E> Transfer<E> on(EventSource<E> source, Function<E, ? extends @Nullable Object> targets) {
            return on(Trigger.dispatched(source), targets);
        }

        /** Taken by a global value when something happens. */
        public <E> Transfer<E> on(Trigger<E> trigger) {
            return new Transfer<>(from, to, trigger, null, null);
        }

        /** Taken by a global value when an event is stored. */
        public <E> Transfer<E> on(EventSource<E> source) {
            return on(Trigger.dispatched(source));
        }
    }
}
