package dev.entail.runtime.sideeffect;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.event.Effect;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work outside the database that follows from a change of a record: a mail, a message, a call of another system. It runs
 * after the commit, once for each effect on its record, at most once (PST-04, SFX-02). Immutable.
 *
 * @param name says which one it is among the outcomes; unique, and not {@value SideEffectOutcome#POST_COMMIT}
 * @param record the entity, relation, view or union that it is about; of a view or union it hears who enters and who leaves
 * @param work gets the effect; what it returns is kept with the outcome, what it throws is reported there
 */
public record SideEffect(String name, RecordDefinition record, Function<Effect, ? extends @Nullable Object> work) {
    public SideEffect {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(work, "work");
    }

    /** A side effect without a result. */
    public static SideEffect sideEffect(String name, RecordDefinition record, Consumer<Effect> work) {
        Objects.requireNonNull(work, "work");
        return new SideEffect(name, record, effect -> {
            work.accept(effect);
            return null;
        });
    }

    /**
     * A side effect that is not lost: it is delivered from an outbox until it succeeds, so at least once (SFX-02). It gives no
     * outcome to the dispatch, because it may run later and elsewhere.
     */
    public static DurableSideEffect durable(String name, RecordDefinition record, Consumer<Delivery> work) {
        return new DurableSideEffect(name, record, work, DeliveryPolicy.DEFAULT);
    }

    /** A side effect with a result. */
    public static SideEffect answering(
            String name, RecordDefinition record, Function<Effect, ? extends @Nullable Object> work) {
        return new SideEffect(name, record, work);
    }
}
