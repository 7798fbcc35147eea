package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that changes step by step when something happens (STM-01..14). Each record is in one state; an event takes it from
 * there to another one, if there is a step for it, and at most one. The value is the name of the state, or what the steps
 * say.
 *
 * @param states names of the states, the one that new records are in first
 * @param transfers the steps
 * @param initial what the value of a new record is, from its other values; null if it is the name of the state
 * @param ends states in which a record is deleted
 */
public record StateMachine(
        List<String> states,
        List<Transfer<?>> transfers,
        @Nullable Function<Row, ? extends @Nullable Object> initial,
        List<String> ends)
        implements Computation.Elementary {
    private static final String STATE = "$state";

    public StateMachine {
        states = List.copyOf(states);
        transfers = List.copyOf(transfers);
        ends = List.copyOf(ends);
    }

    /** A machine whose new records are in {@code first}. */
    public static StateMachine of(String first, String... others) {
        List<String> states = new ArrayList<>(List.of(first));
        states.addAll(List.of(others));
        return new StateMachine(states, List.of(), null, List.of());
    }

    /** The same with more steps. */
    public StateMachine with(Transfer<?>... steps) {
        List<Transfer<?>> all = new ArrayList<>(transfers);
        all.addAll(List.of(steps));
        return new StateMachine(states, all, initial, ends);
    }

    /**
     * The same with a value for new records instead of the name of their state. Steps without a value of their own leave it
     * as it is.
     *
     * @param function gets the other values of the record; for a global value an empty row
     */
    public StateMachine starting(Function<Row, ? extends @Nullable Object> function) {
        return new StateMachine(states, transfers, Objects.requireNonNull(function, "function"), ends);
    }

    /** The same, and a record that comes into this state is deleted. */
    public StateMachine deletingIn(String state) {
        List<String> all = new ArrayList<>(ends);
        all.add(state);
        return new StateMachine(states, transfers, initial, all);
    }

    /** The state of new records. */
    public String first() {
        return states.get(0);
    }

    /** Whether the value is something else than the name of the state. */
    public boolean hasValues() {
        return initial != null || transfers.stream().anyMatch(transfer -> transfer.value() != null);
    }

    /**
     * What the value of a new record is.
     *
     * @param path where the value is, for the error
     * @param others the other values of the record
     * @throws EntailException {@code CALLBACK_FAILED} if the function for it throws
     */
    public @Nullable Object initialValue(String path, Property<?> property, Row others) {
        if (initial == null) {
            return hasValues() ? null : first();
        }
        Object value;
        try {
            value = initial.apply(others);
        } catch (RuntimeException e) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The function that starts " + path + " threw "
                            + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    e);
        }
        return property.normalize(value, path);
    }

    /** Name of the stored value that holds the state: the value itself, or a hidden one beside it. */
    public String stateName(Property<?> value) {
        return hasValues() ? value.name() + STATE : value.name();
    }
}
