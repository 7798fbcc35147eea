package dev.entail.runtime.computation;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.RecordModel;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A reaction and what triggers it.
 *
 * @param trigger the kind of mutation
 * @param reaction what to do about it
 * @param acts whether the reaction brings about more, so that everything must have been brought to account before
 */
public record Subscription(Trigger trigger, Reaction reaction, boolean acts) {
    /** A reaction that keeps account and brings nothing about. */
    Subscription(Trigger trigger, Reaction reaction) {
        this(trigger, reaction, false);
    }

    /** To any change of some values of an entity, relation, view or union; the same reaction hears of one event once. */
    static List<Subscription> toChanges(
            RecordModel record, List<String> values, BiConsumer<MutationEvent.Updated, ReactionContext> reaction) {
        Reaction once = (event, context) -> reaction.accept((MutationEvent.Updated) event, context);
        return record.concrete().stream()
                .flatMap(name -> values.stream().map(value -> new Subscription(new Trigger.Changed(name, value), once)))
                .toList();
    }

    /** A kind of mutation. */
    public sealed interface Trigger {
        /** A record of this entity or relation was created. */
        record Created(String record) implements Trigger {}

        /** A record of this entity or relation was deleted. */
        record Deleted(String record) implements Trigger {}

        /** A value of a record changed. */
        record Changed(String record, String value) implements Trigger {}

        /** An event of this source was stored. */
        record Dispatched(String source) implements Trigger {}
    }
}
