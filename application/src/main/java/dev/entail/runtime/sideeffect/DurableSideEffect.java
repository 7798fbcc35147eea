package dev.entail.runtime.sideeffect;

import dev.entail.core.definition.RecordDefinition;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A side effect that is not lost: that it is owed is committed with the change that it is about, and it is tried until it
 * succeeds, so at least once (SFX-02). The effects on one record are delivered in the order in which they came about, one at a
 * time; one that fails keeps those behind it waiting. Immutable.
 *
 * @param name known to what is owed, so keep it; unique among side effects of both kinds, at most 255 characters
 * @param record the entity, relation, view or union that it is about
 * @param work does it, or fails by throwing; it runs outside of any transaction and may dispatch
 * @param policy how often it is tried
 */
public record DurableSideEffect(String name, RecordDefinition record, Consumer<Delivery> work, DeliveryPolicy policy) {
    public DurableSideEffect {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(policy, "policy");
    }

    /** The same, tried as often as another policy says. */
    public DurableSideEffect under(DeliveryPolicy other) {
        return new DurableSideEffect(name, record, work, other);
    }
}
