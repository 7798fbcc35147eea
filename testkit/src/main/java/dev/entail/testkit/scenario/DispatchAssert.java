package dev.entail.testkit.scenario;

import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.event.Change;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a dispatch is expected to have led to. Every method throws an {@link AssertionError} if it is not so; the message lists all
 * effects.
 */
public final class DispatchAssert {
    private final String source;
    private final DispatchResult result;

    DispatchAssert(String source, DispatchResult result) {
        this.source = source;
        this.result = result;
    }

    /** The result, for everything that is not here. */
    public DispatchResult result() {
        return result;
    }

    /** It was accepted. */
    public DispatchAssert isAccepted() {
        if (!result.isAccepted()) {
            throw new AssertionError(source + " should be accepted, but was refused", result.refusal());
        }
        return this;
    }

    /** It was refused with this code. */
    public DispatchAssert isRefused(String code) {
        if (result.isAccepted()) {
            throw failure("should be refused with " + code + ", but was accepted");
        }
        if (!result.refusal().code().equals(code)) {
            throw new AssertionError(
                    source + " should be refused with " + code + ", but was with "
                            + result.refusal().code(),
                    result.refusal());
        }
        return this;
    }

    /** It was answered with this. */
    public DispatchAssert answers(@Nullable Object expected) {
        isAccepted();
        Comparison.requireEqual("the answer of " + source, result.data(), expected);
        return this;
    }

    /** So many records of an entity or relation were created; also those that entered a view, if it is observed. */
    public DispatchAssert created(RecordDefinition record, int times) {
        return count("created", record, times, MutationEvent.Created.class::isInstance);
    }

    /** So many records of an entity or relation were deleted; also those that left a view, if it is observed. */
    public DispatchAssert deleted(RecordDefinition record, int times) {
        return count("deleted", record, times, MutationEvent.Deleted.class::isInstance);
    }

    private DispatchAssert count(String what, RecordDefinition record, int times, Predicate<MutationEvent> kind) {
        isAccepted();
        long actual = mutations()
                .filter(mutation -> mutation.record().equals(record.name()) && kind.test(mutation))
                .count();
        if (actual != times) {
            throw failure("should have " + what + " " + times + " " + record.name() + ", not " + actual);
        }
        return this;
    }

    /** A value of a record became this. */
    public <T> DispatchAssert changed(RecordDefinition record, RecordId id, Property<T> property, @Nullable T to) {
        Change change = change(record, id, property);
        boolean fits = change instanceof Change.Replaced replaced && Comparison.isEqual(replaced.after(), to);
        if (!fits) {
            throw failure("should have changed " + place(record, id, property) + " to " + to);
        }
        return this;
    }

    /** A count or sum of a record was increased by this; by a negative number if it was decreased. */
    public DispatchAssert increased(RecordDefinition record, RecordId id, Property<?> property, Number by) {
        Change change = change(record, id, property);
        boolean fits = switch (change) {
            case null -> false;
            case Change.Increased increased -> Comparison.isEqual(increased.delta(), by);
            case Change.Replaced replaced -> Comparison.isEqual(difference(replaced), by);
        };
        if (!fits) {
            throw failure("should have increased " + place(record, id, property) + " by " + by);
        }
        return this;
    }

    /** Nothing of a record changed. */
    public DispatchAssert leftAlone(RecordDefinition record, RecordId id) {
        isAccepted();
        if (mutations().anyMatch(mutation -> isOf(mutation, record, id))) {
            throw failure("should have left " + record.name() + " " + id + " alone");
        }
        return this;
    }

    private static @Nullable Number difference(Change.Replaced replaced) {
        return replaced.before() instanceof Number before && replaced.after() instanceof Number after
                ? new BigDecimal(after.toString()).subtract(new BigDecimal(before.toString()))
                : null;
    }

    private @Nullable Change change(RecordDefinition record, RecordId id, Property<?> property) {
        isAccepted();
        return mutations()
                .filter(mutation -> isOf(mutation, record, id))
                .map(mutation -> mutation instanceof MutationEvent.Updated updated
                        ? updated.changes().get(property.name())
                        : null)
                .filter(Objects::nonNull)
                .reduce((first, last) -> last)
                .orElse(null);
    }

    private static boolean isOf(MutationEvent mutation, RecordDefinition record, RecordId id) {
        return mutation.record().equals(record.name()) && mutation.id().equals(id);
    }

    private Stream<MutationEvent> mutations() {
        List<Effect> effects = result.effects();
        return effects.stream().map(Effect::mutation);
    }

    private static String place(RecordDefinition record, RecordId id, Property<?> property) {
        return record.name() + " " + id + "." + property.name();
    }

    private AssertionError failure(String what) {
        return new AssertionError(source + " " + what + "; its effects are:"
                + result.effects().stream()
                        .map(effect -> "\n  " + effect.mutation())
                        .collect(Collectors.joining()));
    }
}
