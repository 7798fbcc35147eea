package dev.entail.testkit.reference;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A function of a step of a state machine that knows what the machine comes to. What a machine has become follows from what
 * happened, not from what there is; only where somebody vouches that both are the same can the reference say what it must be.
 */
public interface Settled {
    /** What the value of the machine equals whenever a transaction has ended. */
    Computation.Elementary equivalent();

    /** What a machine comes to; empty if nobody vouches for anything. */
    static Optional<Computation.Elementary> of(StateMachine machine) {
        return machine.transfers().stream()
                .flatMap(Settled::functions)
                .filter(Settled.class::isInstance)
                .map(each -> ((Settled) each).equivalent())
                .findFirst();
    }

    private static Stream<Object> functions(Transfer<?> transfer) {
        return Stream.of(Optional.ofNullable(transfer.targets()), Optional.ofNullable(transfer.value()))
                .flatMap(Optional::stream);
    }
}
