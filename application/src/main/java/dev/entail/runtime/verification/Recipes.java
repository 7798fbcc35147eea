package dev.entail.runtime.verification;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.EntityStore;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What derived values of records are computed again from. Stateless. */
public final class Recipes {
    private final EntityStore store;

    /** The recipes for what a store holds. */
    public Recipes(EntityStore store) {
        this.store = store;
    }

    /** The recipe of a value of a record; null if it follows from what has happened, not from what there is. */
    public @Nullable Recipe of(DerivedValue derived) {
        ValueModel value = derived.value();
        RecordModel holder = store.model().record(derived.record());
        return switch (Objects.requireNonNull(value.computation())) {
            case Count count -> ItemsRecipe.of(store, derived, count.items(), count.condition());
            case Summation sum -> ItemsRecipe.of(store, derived, sum.items(), sum.summand());
            case Computed computed -> new ComputedRecipe(derived, computed);
            case Lookup lookup -> new LookupRecipe(holder, lookup);
            case Computation.Immediate reader -> new ReadRecipe(derived, reader, Instant.EPOCH);
            case GlobalValue global ->
                new CopyRecipe(
                        store, Objects.requireNonNull(store.model().globals().get(global.global())));
            // Numbers depend on what others took, results on who worked them out, states on what has happened.
            case Sequence sequence -> null;
            case Async async -> null;
            case StateMachine machine -> null;
        };
    }

    /**
     * The recipe of a value that is new in a model; null if it cannot be known. A machine begins in its first state, whatever
     * has happened before.
     */
    @Nullable
    Recipe ofNew(DerivedValue derived) {
        ValueModel value = derived.value();
        return value.machine()
                .map(machine -> (Recipe) new MachineRecipe(derived, machine))
                .orElseGet(() -> of(derived));
    }
}
