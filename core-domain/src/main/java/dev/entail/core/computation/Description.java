package dev.entail.core.computation;

import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import java.util.TreeMap;

/** Computations in one line of text each. What a database remembers of a value is made of it, so it changes with the meaning only. */
public final class Description {
    private Description() {}

    /** What a value is: {@code count of likedBy}. */
    public static String of(Computation.OfValue computation) {
        return switch (computation) {
            case Computation.Elementary elementary -> ofElementary(elementary);
            case WeightedSummation sum -> "weighted sum of " + function(sum.function()) + " over " + items(sum.items());
            case Average average ->
                "average of " + function(average.function()) + " over " + items(average.items())
                        + (average.ignoresNulls() ? ", without nulls" : "");
            case Every every ->
                "whether " + function(every.function()) + " holds for every one of " + items(every.items());
            case Any any -> "whether " + function(any.function()) + " holds for any of " + items(any.items());
        };
    }

    private static String ofElementary(Computation.Elementary computation) {
        return switch (computation) {
            case Count count -> {
                ItemFunction<?> condition = count.condition();
                yield "count of " + items(count.items()) + (condition == null ? "" : " where " + function(condition));
            }
            case Summation sum -> "sum of " + function(sum.summand()) + " over " + items(sum.items());
            case StateMachine machine -> "machine of " + machine.states();
            case Lookup lookup -> "lookup " + lookup.path();
            case Custom custom -> "custom of " + custom.parts() + " and " + new TreeMap<>(custom.sets());
            case RealTime realTime -> "real time of " + realTime.parts() + " and " + new TreeMap<>(realTime.sets());
            case Async async -> "async of " + async.parts() + " and " + new TreeMap<>(async.sets());
            case GlobalValue global -> "global " + global.global();
            case Computed computed -> "computed from " + computed.inputs();
            case Sequence sequence ->
                "sequence " + sequence.name() + " per " + sequence.scope() + " after " + sequence.start() + " by "
                        + sequence.step() + where(sequence.where());
        };
    }

    /** Where records come from or what deletes them: {@code one for each event of LikePost}. */
    public static String of(Computation.OfRecords computation) {
        return switch (computation) {
            case Transform<?> transform -> "made when " + trigger(transform.trigger());
            case Removal<?> removal -> "removed when " + trigger(removal.trigger());
            case CustomRecords records ->
                "made all at once from " + new TreeMap<>(records.reads().sets());
            case Projection projection -> "made of each " + projection.source().name() + " from " + projection.inputs();
        };
    }

    /** What something waits for: {@code LikePost is dispatched}. */
    public static String trigger(Trigger<?> trigger) {
        return switch (trigger) {
            case Trigger.Dispatched<?> dispatched -> dispatched.source().name() + " is dispatched";
            case Trigger.Mutated mutated ->
                (mutated.record() == null ? "a global value" : mutated.record()) + " is "
                        + switch (mutated.kind()) {
                            case CREATED -> "created";
                            case UPDATED -> "updated";
                            case DELETED -> "deleted";
                        }
                        + (mutated.values().isEmpty() ? "" : " in " + mutated.values());
        };
    }

    /** A condition in the way in which constraints have it; empty if everything satisfies it. */
    private static String where(Match where) {
        return where instanceof Match.All ? "" : " where " + where;
    }

    private static String function(ItemFunction<?> function) {
        return function.plain() ? function.inputs().get(0) : "a function of " + function.inputs();
    }

    private static String items(Items items) {
        return switch (items) {
            case Items.All all -> "all " + all.record().name();
            case Items.Related related -> related.property();
        };
    }
}
