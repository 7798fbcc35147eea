package dev.entail.runtime.sideeffect;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The side effects of an open model. They are fixed when it is opened. Thread-safe if their work is. */
public final class SideEffects {
    private static final int NAME_LENGTH = 255;

    private final Map<String, List<SideEffect>> byRecord;

    private SideEffects(Map<String, List<SideEffect>> byRecord) {
        this.byRecord = byRecord;
    }

    /**
     * The side effects of a model, in the order in which they run.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model does not have a record
     */
    public static SideEffects of(Model model, List<SideEffect> sideEffects) {
        Map<String, List<SideEffect>> byRecord = new HashMap<>();
        for (SideEffect sideEffect : sideEffects) {
            byRecord.computeIfAbsent(model.record(sideEffect.record()).name(), record -> new ArrayList<>())
                    .add(sideEffect);
        }
        return new SideEffects(byRecord);
    }

    /**
     * Makes sure that side effects of both kinds can be told apart.
     *
     * @throws EntailException {@code SIDE_EFFECT_INVALID} if a name is reserved, blank, too long or used twice
     */
    public static void requireNames(List<String> all) {
        Set<String> names = new HashSet<>();
        for (String name : all) {
            if (name.isBlank() || name.length() > NAME_LENGTH || name.equals(SideEffectOutcome.POST_COMMIT)) {
                throw invalid("'" + name + "' cannot be the name of a side effect; choose another one");
            }
            if (!names.add(name)) {
                throw invalid("Two side effects have the name '" + name + "'; rename one of them");
            }
        }
    }

    private static EntailException invalid(String message) {
        return new EntailException(ErrorCode.SIDE_EFFECT_INVALID, message);
    }

    /** Runs what is interested in some effects: effect by effect, and for each in the order of registration (PST-02). */
    public List<SideEffectOutcome> run(List<Effect> effects) {
        List<SideEffectOutcome> outcomes = new ArrayList<>();
        if (byRecord.isEmpty()) {
            return outcomes;
        }
        for (Effect effect : effects) {
            for (SideEffect sideEffect : byRecord.getOrDefault(effect.mutation().record(), List.of())) {
                outcomes.add(run(sideEffect, effect));
            }
        }
        return outcomes;
    }

    private static SideEffectOutcome run(SideEffect sideEffect, Effect effect) {
        MutationEvent mutation = effect.mutation();
        String what = "Side effect '" + sideEffect.name() + "' of " + mutation.record() + " " + mutation.id();
        Map<String, Object> details = Map.of(
                "sideEffect", sideEffect.name(),
                "record", mutation.record(),
                "mutation", kind(mutation),
                "id", mutation.id().toString());
        return isolated(
                sideEffect.name(),
                OptionalInt.of(effect.index()),
                what,
                details,
                () -> sideEffect.work().apply(effect));
    }

    private static String kind(MutationEvent mutation) {
        return switch (mutation) {
            case MutationEvent.Created created -> "create";
            case MutationEvent.Updated updated -> "update";
            case MutationEvent.Deleted deleted -> "delete";
        };
    }

    /**
     * Runs a piece of work after the commit. Whatever it throws is reported and logged, never thrown: the caller must learn
     * that the commit took effect (PST-07).
     *
     * @param what names the work in the message
     */
    public static SideEffectOutcome isolated(
            String name,
            OptionalInt effect,
            String what,
            Map<String, Object> details,
            Supplier<? extends @Nullable Object> work) {
        try {
            return new SideEffectOutcome(name, effect, work.get(), null);
        } catch (RuntimeException | Error e) {
            EntailException failure = new EntailException(
                    ErrorCode.SIDE_EFFECT_FAILED.name(),
                    what + " failed after the commit with " + e.getClass().getSimpleName()
                            + "; what is stored stays. Run it again if it matters",
                    details,
                    e);
            log(failure);
            return new SideEffectOutcome(name, effect, null, failure);
        }
    }

    private static void log(EntailException failure) {
        try {
            System.getLogger(SideEffects.class.getName())
                    .log(System.Logger.Level.WARNING, failure.getMessage(), failure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
